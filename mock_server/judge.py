"""The adapter to openapi-core, through its public hooks, so that it is fast and reads the document as the rest of troth does:

- `path_finder_cls`: the operation is known already; by itself openapi-core searches all paths for each request.
- `schema_validators_factory`: validators are kept; by itself it copies the format checker for every schema it meets. Some
  keywords are read as the specifications say (`KEYWORDS`).
- `format_validators`: a format means what it means to jsonschema-rs (`spec.formats`).
- `schema_casters_factory`: `1_000`, ` 5`, `nan` and `yes`, which Python's types take, are no numbers and booleans of JSON's.
- `extra_media_type_deserializers`: JSON is decoded strictly.

Security is not asked for: `credentials` has decided it.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from jsonschema.validators import extend
from jsonschema_path import SchemaPath
from openapi_core.casting.schemas import oas30_types_caster, oas31_types_caster
from openapi_core.casting.schemas.casters import TypesCaster
from openapi_core.casting.schemas.factories import SchemaCastersFactory
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.validation.request.validators import (
    V30RequestBodyValidator,
    V30RequestParametersValidator,
    V31RequestBodyValidator,
    V31RequestParametersValidator,
)
from openapi_core.validation.schemas.factories import SchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from openapi_schema_validator import OAS30WriteValidator, OAS31Validator

from mock_server.accept import is_json
from mock_server.adapter import Adapted, adapt
from mock_server.content import (
    ContentType,
    Undecodable,
    decode_json,
    find_media_type,
    read_content_type,
)
from mock_server.exchange import Request
from mock_server.faults import Fault, fault, shown
from mock_server.findings import Findings
from mock_server.readings import KEYWORDS, KEYWORDS_30, strict
from mock_server.verdict import Accepted, Refused
from spec import pointer
from spec.document import Document
from spec.formats import FORMATS
from spec.operations import MediaType, Operation


def _extended(validator: Any, keywords: Mapping[str, Any]) -> Any:
    return extend(validator, keywords)  # type: ignore[no-untyped-call]  # a gap of types-jsonschema


@dataclass(frozen=True, slots=True)
class _Version:
    """What an OpenAPI version is judged by."""

    parameters: type[V30RequestParametersValidator] | type[V31RequestParametersValidator]
    body: type[V30RequestBodyValidator] | type[V31RequestBodyValidator]
    schemas: SchemaValidatorsFactory
    types: TypesCaster


_VERSIONS = {
    (3, 0): _Version(
        V30RequestParametersValidator,
        V30RequestBodyValidator,
        SchemaValidatorsFactory(_extended(OAS30WriteValidator, KEYWORDS_30)),
        oas30_types_caster,
    ),
    (3, 1): _Version(
        V31RequestParametersValidator,
        V31RequestBodyValidator,
        SchemaValidatorsFactory(_extended(OAS31Validator, KEYWORDS)),
        oas31_types_caster,
    ),
}


class Judge:
    """openapi-core over one document. An operation's validators are made when it is first judged, and kept."""

    def __init__(self, document: Document, *, max_depth: int) -> None:
        self._document, self._max_depth = document, max_depth
        self._root = SchemaPath.from_dict(document.content)
        self._findings = Findings(document)
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
            faults += self._parameter_faults(court, operation, adapt(operation, path, request))
        body, body_faults = self._body(court, operation, request)
        found = tuple(dict.fromkeys((*faults, *body_faults)))
        return Refused(found) if found else Accepted(body)

    def _parameter_faults(
        self, court: "_Court", operation: Operation, request: Adapted
    ) -> list[Fault]:
        with warnings.catch_warnings():
            # openapi-core warns of deprecated parameters and of allowEmptyValue: the document's business, not the request's.
            warnings.simplefilter("ignore")
            try:
                errors = list(court.parameters.iter_errors(request))
            except (IndexError, TypeError, AttributeError):
                # openapi-core 0.23 falls over `d=1&d[a]=1` for a deepObject, and over other names that belong to no style.
                unreadable = "serialized in the styles that the document gives its parameters"
                return [fault("query", (), "style", unreadable)]
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
            value, media_type = self._decode(operation, request)
        except Undecodable as error:
            return None, [error.fault]
        schema = media_type.schema
        if schema is None:
            return value, []
        if is_json(media_type.name):
            # Decoded already: what is left is the schema, and openapi-core's validator of it is kept.
            validator = court.schemas[media_type.pointer]
            return value, list(self._findings.of_value(validator, value, schema))
        errors = list(court.body.iter_errors(adapt(operation, {}, request)))
        return value, [f for error in errors for f in self._findings.of_body(schema, error)]

    def _decode(self, operation: Operation, request: Request) -> tuple[Any, MediaType]:
        """The body's value and the media type that it is. Raises Undecodable."""
        content = operation.body.content if operation.body else ()
        header = request.headers.get(b"content-type", b"")
        sent = read_content_type(header)
        media_type = find_media_type(content, sent.essence)
        if media_type is None:
            offered = " or ".join(item.name for item in content)
            raise Undecodable(_content_type(offered, header))
        if sent.is_json and not sent.charset_is_utf8:
            actual = shown(sent.parameters["charset"])
            expected = "UTF-8 (RFC 8259 section 8.1)"
            raise Undecodable(fault("body", (), "charset", expected, actual=actual))
        return self._value(request.body, sent), media_type

    def _value(self, body: bytes, sent: ContentType) -> Any:
        if sent.is_json:
            return decode_json(body, max_depth=self._max_depth)
        if sent.essence == "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return body.decode("utf-8", "replace") if sent.essence.startswith("text/") else None

    def _convene(self, operation: Operation) -> "_Court":
        version = _VERSIONS[self._document.version]
        tokens = pointer.read(operation.pointer)
        factory = _KeptValidators(version.schemas)
        hooks: dict[str, Any] = {
            "path_finder_cls": partial(_Known, self._at(tokens[:-1]), self._at(tokens)),
            "schema_validators_factory": factory,
            "schema_casters_factory": SchemaCastersFactory(factory, strict(version.types)),  # type: ignore[arg-type]
            "extra_media_type_deserializers": self._deserializers(operation),
        }
        content = operation.body.content if operation.body else ()
        return _Court(
            parameters=version.parameters(self._root, **hooks),
            body=version.body(self._root, **hooks),
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
        def deserialize(value: bytes | str, **_: str) -> Any:
            return decode_json(
                # A parameter with `content` comes as text.
                value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"),
                max_depth=self._max_depth,
            )

        content = operation.body.content if operation.body else ()
        names = {item.name.partition(";")[0].strip().lower() for item in content}
        return {name: deserialize for name in (*names, "application/json") if is_json(name)}


@dataclass(frozen=True, slots=True)
class _Court:
    """What one operation is judged by: openapi-core's request validators, and its schema validators by media type."""

    parameters: Any
    body: Any
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

    def __init__(self, factory: Any) -> None:
        self._factory = factory
        self._formats = {name: _format(check) for name, check in FORMATS.items()}
        self._kept: dict[tuple[str | int, ...], SchemaValidator] = {}

    def create(self, spec: SchemaPath, schema: SchemaPath, **_: Any) -> SchemaValidator:
        key = tuple(schema.parts)
        if key not in self._kept:
            self._kept[key] = self._factory.create(spec, schema, format_validators=self._formats)
        return self._kept[key]


def _format(check: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _content_type(offered: str, header: bytes) -> Fault:
    actual = shown(header.decode("latin-1")) if header else "missing"
    return fault("body", (), "content-type", offered, actual=actual)
