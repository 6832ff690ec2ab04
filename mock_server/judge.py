"""The adapter to openapi-core, through its public hooks, so that it is fast and reads the document as the rest of troth does:

- `path_finder_cls`: the operation is known already; by itself openapi-core searches all paths for each request.
- `schema_validators_factory`: validators are kept; by itself it copies the format checker for every schema it meets. Some
  keywords are read as the specifications say (`_KEYWORDS`).
- `format_validators`: a format means what it means to jsonschema-rs (`spec.formats`).
- `schema_casters_factory`: `1_000`, ` 5`, `nan` and `yes`, which Python's types take, are no numbers and booleans of JSON's.
- `extra_media_type_deserializers`: JSON is decoded strictly.

Security is not asked for: `credentials` has decided it.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl, unquote

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from jsonschema_path import SchemaPath
from openapi_core.casting.schemas import oas30_types_caster, oas31_types_caster
from openapi_core.casting.schemas.casters import PrimitiveCaster, TypesCaster
from openapi_core.casting.schemas.factories import SchemaCastersFactory
from openapi_core.datatypes import RequestParameters
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
from werkzeug.datastructures import Headers, ImmutableMultiDict

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
from mock_server.verdict import Accepted, Refused
from spec import pointer
from spec.document import Document
from spec.formats import FORMATS
from spec.operations import MediaType, Operation


@lru_cache(maxsize=1024)
def _is_valid(keyword: str, value: str | float) -> Callable[[Any], bool]:
    """jsonschema-rs's reading of one keyword."""
    return jsonschema_rs.Draft202012Validator({keyword: value}).is_valid


def _read_by_jsonschema_rs(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    def check(_: Any, value: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
        if not _is_valid(keyword, value)(instance):
            yield ValidationError(f"{instance!r} does not satisfy {keyword} {value!r}")

    return check


def _pattern_properties(
    validator: Any, value: Mapping[str, Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    for name, member in instance.items() if isinstance(instance, dict) else ():
        for pattern, schema in value.items():
            if _is_valid("pattern", pattern)(name):
                yield from validator.descend(member, schema, path=name, schema_path=pattern)


def _nothing(*_: Any) -> Iterator[ValidationError]:
    return iter(())


# Patterns are ECMA-262's (JSON Schema 2020-12 core section 6.4): Python's `\d` takes any script's digits, and its `$` matches
# before a final newline. `multipleOf` is exact: 0.3 is a multiple of 0.1, and in binary fractions it is not.
_KEYWORDS = {
    "pattern": _read_by_jsonschema_rs("pattern"),
    "multipleOf": _read_by_jsonschema_rs("multipleOf"),
    "patternProperties": _pattern_properties,
}
# OAS 3.0.3 section 4.7.24.2: a read-only member "SHOULD NOT be sent", which is no MUST: it is accepted, and has no effect.
_KEYWORDS_30 = {**_KEYWORDS, "readOnly": _nothing}


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
        SchemaValidatorsFactory(_extended(OAS30WriteValidator, _KEYWORDS_30)),
        oas30_types_caster,
    ),
    (3, 1): _Version(
        V31RequestParametersValidator,
        V31RequestBodyValidator,
        SchemaValidatorsFactory(_extended(OAS31Validator, _KEYWORDS)),
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
        self, operation: Operation, path: Mapping[str, str], request: Request
    ) -> Accepted | Refused:
        """Every fault of the parameters and of the body at once, or the parsed body."""
        court = self._courts.get(operation.pointer)
        if court is None:
            court = self._courts[operation.pointer] = self._convene(operation)
        adapted = _adapt(operation, path, request)
        with warnings.catch_warnings():
            # openapi-core warns of deprecated parameters and of allowEmptyValue: the document's business, not the request's.
            warnings.simplefilter("ignore")
            faults = self._parameter_faults(court, operation, adapted)
            body, body_faults = self._body(court, operation, request, adapted)
        found = tuple(dict.fromkeys((*faults, *body_faults)))
        return Refused(found) if found else Accepted(body)

    def _parameter_faults(
        self, court: "_Court", operation: Operation, request: "_Adapted"
    ) -> list[Fault]:
        errors = court.parameters.iter_errors(request)
        return [f for error in errors for f in self._findings.of_parameter(operation, error)]

    def _body(
        self, court: "_Court", operation: Operation, request: Request, adapted: "_Adapted"
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
        errors = court.body.iter_errors(adapted)
        schema = media_type.schema
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
        found = self._at(tokens)
        finder = partial(_Known, self._at(tokens[:-1]), found)
        factory = _KeptValidators(version.schemas)
        hooks: dict[str, Any] = {
            "path_finder_cls": finder,
            "schema_validators_factory": factory,
            "schema_casters_factory": SchemaCastersFactory(factory, _strict(version.types)),  # type: ignore[arg-type]
            "extra_media_type_deserializers": self._deserializers(operation),
        }
        return _Court(version.parameters(self._root, **hooks), version.body(self._root, **hooks))

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
        return {name: deserialize for name in (*names, "application/json") if _is_json(name)}


@dataclass(frozen=True, slots=True)
class _Court:
    parameters: Any
    body: Any


@dataclass(slots=True)
class _Adapted:
    """A request as openapi-core's protocol wants it."""

    parameters: RequestParameters
    method: str
    body: bytes | None
    content_type: str
    host_url: str = "http://localhost"
    path: str = "/"


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


# RFC 8259 section 6, and the two literals of section 3: what a number and a boolean look like as text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


class _Integer(PrimitiveCaster):
    def cast(self, value: Any) -> Any:
        return int(_in_form(value, _INTEGER)) if isinstance(value, str) else value


class _Number(PrimitiveCaster):
    def cast(self, value: Any) -> Any:
        return float(_in_form(value, _NUMBER)) if isinstance(value, str) else value


class _Boolean(PrimitiveCaster):
    def cast(self, value: Any) -> Any:
        return {"true": True, "false": False}[value] if value in ("true", "false") else _no(value)


def _in_form(text: str, form: re.Pattern[str]) -> str:
    return text if form.fullmatch(text) else _no(text)


def _no(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError(f"{value!r} is not what JSON writes")
    return value


def _strict(types: TypesCaster) -> TypesCaster:
    strict = {"integer": _Integer, "number": _Number, "boolean": _Boolean}
    return TypesCaster({**types.casters, **strict}, types.default, types.multi)


def _adapt(operation: Operation, path: Mapping[str, str], request: Request) -> _Adapted:
    query = ImmutableMultiDict(
        parse_qsl(request.query.decode("latin-1"), keep_blank_values=True, errors="replace")
    )
    headers = Headers(
        [(k.decode("latin-1"), v.decode("utf-8", "replace")) for k, v in request.headers.items()]
    )
    parameters = RequestParameters(
        query, headers, ImmutableMultiDict(_cookies(request)), _path(operation, path)
    )
    content_type = read_content_type(request.headers.get(b"content-type", b"")).essence
    return _Adapted(parameters, request.method.lower(), request.body or None, content_type)


def _path(operation: Operation, path: Mapping[str, str]) -> dict[str, str]:
    """Path parameters under the names that openapi-core's style readers look for: `.name`, `;name*` and so on."""
    values = dict(path)
    for parameter in operation.parameters:
        if parameter.place == "path" and parameter.style in ("label", "matrix"):
            sign = "." if parameter.style == "label" else ";"
            value = values.get(parameter.name, "")
            values[f"{sign}{parameter.name}{'*' if parameter.explode else ''}"] = value
    return values


def _cookies(request: Request) -> Iterator[tuple[str, str]]:
    for pair in request.headers.get(b"cookie", b"").decode("latin-1").split(";"):
        name, equals, value = pair.strip().partition("=")
        if equals:
            yield name, unquote(value)


def _content_type(offered: str, header: bytes) -> Fault:
    actual = shown(header.decode("latin-1")) if header else "missing"
    return fault("body", (), "content-type", offered, actual=actual)


def _is_json(name: str) -> bool:
    return ContentType(name, {}).is_json
