"""`conformance.positive`, `conformance.negative`: what Schemathesis generates, and what it thinks of the answers."""

from functools import lru_cache

from contract_tests.bench import Bench
from contract_tests.conformance import Conformance, Mode
from contract_tests.property import Property
from contract_tests.trial import Attempt, Trial, Trials
from spec.operations import Operation


def plan_positive(bench: Bench, operation: Operation) -> Trials:
    where = (f"{operation.pointer}/responses",)
    attempt = _attempt(bench, operation, "positive")
    return [Trial("generated requests that the document allows", where, attempt, is_search=True)]


def plan_negative(bench: Bench, operation: Operation) -> Trials:
    media_type = bench.media_type(operation)
    if media_type is None or media_type.schema is None:
        return []
    attempt = _attempt(bench, operation, "negative")
    return [
        Trial(
            "generated bodies that the document forbids",
            (media_type.schema.pointer,),
            attempt,
            is_search=True,
        )
    ]


def _attempt(bench: Bench, operation: Operation, mode: Mode) -> Attempt:
    bench.full(operation)  # what the target lacks is said while planning
    conformance = _conformance(bench, mode)
    return lambda sender: conformance.run(operation, sender)


@lru_cache(maxsize=2)
def _conformance(bench: Bench, mode: Mode) -> Conformance:
    """Read once for all operations: a large document takes Schemathesis a second."""
    return Conformance(bench, mode)


PROPERTIES = (
    Property(
        id="conformance.positive",
        claim="Generated requests that the document allows are taken, and answered as it says (Schemathesis).",
        plan=plan_positive,
    ),
    Property(
        id="conformance.negative",
        claim="Generated bodies that the document forbids are refused, and answered as it says (Schemathesis).",
        plan=plan_negative,
    ),
)
