"""All mutants of a document: what is documented can be got wrong."""

from collections.abc import Iterator, Mapping

from contract_tests.tests.mutants.answers import answer_mutants
from contract_tests.tests.mutants.mutant import Mutant
from contract_tests.tests.mutants.requests import request_mutants
from spec.compile import compile_operations
from spec.document import Document
from spec.schemas import Schemas


def mutants(document: Document, credential: Mapping[str, str]) -> Iterator[Mutant]:
    """In document order. `credential` is what a request with a good key carries: headers by their names in lower case."""
    schemas = Schemas(document)
    for operation in compile_operations(document):
        yield from answer_mutants(operation, schemas)
        yield from request_mutants(operation, schemas, credential)
