"""The adapter to openapi-core, through its public hooks, so that it is fast and reads the document as the rest of troth does:

- `path_finder_cls`: the operation is known already; by itself openapi-core searches all paths for each request.
- `schema_validators_factory`: validators are kept; by itself it copies the format checker for every schema it meets. Some
  keywords are read as the specifications say (`readings`).
- `format_validators`: a format means what it means to jsonschema-rs (`spec.formats`).
- `style_deserializers_factory`: parameters are read as the tables of styles have it (`parameters`).
- `extra_media_type_deserializers`: JSON in a parameter is decoded strictly.

Bodies are decoded by `bodies`, and judged by openapi-core's validator of their schema. Security is not asked for: `credentials`
has decided it.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jsonschema.validators import extend
from jsonschema_path import SchemaPath
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.validation.request.validators import (
    V30RequestParametersValidator,
    V31RequestParametersValidator,
)
from openapi_core.validation.schemas.factories import SchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from openapi_schema_validator import OAS30WriteValidator, OAS31Validator

from mock_server.accept import is_json
from mock_server.adapter import adapt
from mock_server.bodies import BodyReader
from mock_server.content import Undecodable, decode_json
from mock_server.exchange import Request
from mock_server.faults import Fault, fault
from mock_server.findings import Findings
from mock_server.parameters import TextReader
from mock_server.readings import Styles, keywords
from mock_server.verdict import Accepted, Refused
from spec import pointer, references
from spec.document import Document
from spec.formats import FORMATS
from spec.operations import Operation

# What an OpenAPI version is judged by: openapi-core's parameters validator, and its dialect of JSON Schema.
_VERSIONS = {
    (3, 0): (V30RequestParametersValidator, OAS30WriteValidator),
    (3, 1): (V31RequestParametersValidator, OAS31Validator),
}


class Judge:
    """openapi-core over one document. An operation's validators are made when it is first judged, and kept."""

    def __init__(self, document: Document, *, max_depth: int) -> None:
        self._max_depth = max_depth
        self._parameters, dialect = _VERSIONS[document.version]
        own = keywords(document.content, document.version)
        self._schemas = SchemaValidatorsFactory(extend(dialect, own))  # type: ignore[no-untyped-call]  # a gap of types-jsonschema
        self._content = document.content
        self._root = SchemaPath.from_dict(document.content)
        self._findings = Findings(document)
        self._texts = TextReader(document.content)
        self._bodies = BodyReader(self._texts, max_depth=max_depth)
        self._courts: dict[str, _Court] = {}

    def decide(
        self,
        operation: Operation,
        path: Mapping[str, str],
        request: Request,
        *,
        parameters_proved: bool,
    ) -> Accepted | Refused:
        """Every fault of the parameters and of the body at once, or the parsed body."""
        court = self._courts.get(operation.pointer)
        if court is None:
            court = self._courts[operation.pointer] = self._convene(operation)
        faults: list[Fault] = []
        if operation.parameters and not parameters_proved:
            faults += self._parameter_faults(court, operation, path, request)
        body, body_faults = self._body(court, operation, request)
        found = tuple(dict.fromkeys((*faults, *body_faults)))
        return Refused(found) if found else Accepted(body)

    def _parameter_faults(
        self, court: "_Court", operation: Operation, path: Mapping[str, str], request: Request
    ) -> list[Fault]:
        with warnings.catch_warnings():
            # openapi-core warns of deprecated parameters and of allowEmptyValue: the document's business, not the request's.
            warnings.simplefilter("ignore")
            errors = list(court.parameters.iter_errors(adapt(path, request)))
        return [f for error in errors for f in self._findings.of_parameter(operation, error)]

    def _body(
        self, court: "_Court", operation: Operation, request: Request
    ) -> tuple[Any, list[Fault]]:
        if operation.body is None:
            return None, []
        if not request.body:
            required = operation.body.required
            return None, [fault("body", (), "required", "not be empty")] if required else []
        try:
            value, media_type, judged = self._bodies.read(operation, request)
            if media_type.schema is None or not judged:
                return value, []
            validator = court.schemas[media_type.pointer]
            return value, list(self._findings.of_value(validator, value, media_type.schema))
        except Undecodable as error:
            return None, [error.fault]
        except RecursionError:  # schemas that branch take several of Python's frames for a level
            return None, [fault("body", (), "depth", "nested less deeply")]

    def _convene(self, operation: Operation) -> "_Court":
        tokens = pointer.read(operation.pointer)
        factory = _KeptValidators(self._schemas, self._content)
        hooks: dict[str, Any] = {
            "path_finder_cls": partial(_Known, self._at(tokens[:-1]), self._at(tokens)),
            "schema_validators_factory": factory,
            "style_deserializers_factory": Styles(self._root, self._texts, factory.create),
            "extra_media_type_deserializers": self._deserializers(operation),
        }
        content = operation.body.content if operation.body else ()
        return _Court(
            parameters=self._parameters(self._root, **hooks),
            schemas={
                item.pointer: factory.create(
                    self._root, self._at(pointer.read(item.schema.pointer))
                )
                for item in content
                if item.schema is not None
            },
        )

    def _at(self, tokens: tuple[str, ...]) -> SchemaPath:
        place = self._root
        for token in tokens:
            place = place / token
        return place

    def _deserializers(self, operation: Operation) -> dict[str, Callable[..., Any]]:
        """For parameters with `content`, which come as text."""

        def deserialize(value: str, **_: str) -> Any:
            return decode_json(value.encode("utf-8", "surrogatepass"), max_depth=self._max_depth)

        names = {item.content.name for item in operation.parameters if item.content}
        return {name: deserialize for name in names if is_json(name)}


@dataclass(frozen=True, slots=True)
class _Court:
    """What one operation is judged by: openapi-core's parameters validator, and its schema validators by media type."""

    parameters: Any
    schemas: Mapping[str, SchemaValidator]


class _Known:
    """A path finder that need not look: the operation was routed before."""

    def __init__(
        self, path: SchemaPath, operation: SchemaPath, _: SchemaPath, **__: str | None
    ) -> None:
        self._found = PathOperationServer(path, operation, None, _NO_VARIABLES, None)

    def find(self, _method: str, _name: str) -> PathOperationServer:
        return self._found


class _NoVariables:
    variables: Mapping[str, str] = {}


_NO_VARIABLES = _NoVariables()


class _KeptValidators:
    """openapi-core's own validators, made once for each schema, with troth's formats."""

    def __init__(self, factory: Any, content: Mapping[str, Any]) -> None:
        self._factory = factory
        self._content = content
        self._formats = {name: _format(check) for name, check in FORMATS.items()}
        self._kept: dict[tuple[str | int, ...], SchemaValidator] = {}

    def create(self, spec: SchemaPath, schema: SchemaPath, **_: Any) -> SchemaValidator:
        key = tuple(schema.parts)
        if key not in self._kept:
            made = self._factory.create(spec, schema, format_validators=self._formats)
            self._kept[key] = self._whole(spec, schema, made)
        return self._kept[key]

    def _written(self, parts: tuple[str | int, ...]) -> Any:
        """What stands at the end of a way that goes through references."""
        tokens: tuple[str | int, ...] = ()
        for part in parts:
            tokens, _ = references.follow(self._content, tokens)
            tokens = (*tokens, part)
        return pointer.get(self._content, tokens)

    def _whole(
        self, spec: SchemaPath, schema: SchemaPath, made: SchemaValidator
    ) -> SchemaValidator:
        """With the keywords that stand beside the schema's own `$ref`, which openapi-core passes over: they count, but in 3.0
        (JSON Schema 2020-12 section 8.2.3.1)."""
        written = self._written(tuple(schema.parts))
        if references.is_bare(self._content, written) or "$ref" not in written:
            return made
        with spec.resolve() as root:
            validator = made.validator.evolve(schema=written, _resolver=root.resolver)
        return SchemaValidator(schema, validator)


def _format(check: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) or check(value)
