"""A curl that works, for the first operation that the fixtures can satisfy: what a newcomer pastes first."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from mock_server.accept import is_json
from spec.kinds import plural
from spec.operations import MediaType, Operation, Parameter, SecurityScheme
from spec.rules import RequiresRecord
from spec.samples import NoSample, static
from spec.schemas import Schemas


def example(
    operations: tuple[Operation, ...], schemas: Schemas, principal: Mapping[str, Any], url: str
) -> str | None:
    """The command, one option a line; None when no operation can be called with what there is."""
    # An operation with rules shows most: what it is given, it keeps.
    for operation in sorted(operations, key=lambda item: item.rules is None):
        try:
            parts = [*_parts(operation, schemas, principal, url)]
        except NoSample:
            continue
        return " \\\n    ".join(parts)
    return None


def _parts(
    operation: Operation, schemas: Schemas, principal: Mapping[str, Any], url: str
) -> Iterator[str]:
    path = operation.path
    query: list[str] = []
    headers: list[str] = []
    options: list[str] = []
    for parameter in operation.parameters:
        if parameter.place == "path":
            value = quote(_value(parameter, operation, schemas, principal), safe="")
            path = path.replace("{" + parameter.name + "}", value)
        elif parameter.required and parameter.place == "query":
            value = _value(parameter, operation, schemas, principal)
            query.append(f"{quote(parameter.name)}={quote(value)}")
        elif parameter.required and parameter.place == "header":
            value = _value(parameter, operation, schemas, principal)
            headers.append(f"{parameter.name}: {value}")
    key = principal.get("api_key", {}).get("value", "")
    for scheme in operation.security[0] if operation.security else ():
        _credential(scheme, key, query, headers, options)
    target = url + path + ("?" + "&".join(query) if query else "")
    method = "" if operation.method == "GET" else f"-X {operation.method} "
    yield f"curl -i {method}{shlex.quote(target)}"
    yield from options
    yield from (f"-H {shlex.quote(header)}" for header in headers)
    yield from _body(operation, schemas)


def _credential(
    scheme: SecurityScheme, key: str, query: list[str], headers: list[str], options: list[str]
) -> None:
    """Adds to `query`, `headers` or `options` what the scheme wants."""
    if scheme.kind == "basic":
        options.append(f"-u {shlex.quote(key)}")
    elif scheme.kind == "apiKey" and scheme.place == "query":
        query.append(f"{quote(scheme.carrier)}={quote(key)}")
    elif scheme.kind == "apiKey" and scheme.place == "cookie":
        options.append(f"-b {shlex.quote(f'{scheme.carrier}={key}')}")
    elif scheme.kind == "apiKey":
        headers.append(f"{scheme.carrier}: {key}")
    elif scheme.kind != "mutualTLS":
        headers.append(f"{scheme.carrier}: Bearer {key}")


def _value(
    parameter: Parameter, operation: Operation, schemas: Schemas, principal: Mapping[str, Any]
) -> str:
    """An id that the rules look up and the fixtures have, else a sample. Raises NoSample."""
    for rule in operation.rules.requires if operation.rules else ():
        if isinstance(rule, RequiresRecord) and (rule.id.part, rule.id.name) == (
            parameter.place,
            parameter.name,
        ):
            ids = principal.get(plural(rule.kind), ())
            return str(ids[0]) if ids else _none(rule.kind)
    if parameter.schema is None:
        return _none(parameter.name)
    validator = schemas.validator(parameter.schema, "request")
    value = static(schemas.bundle(parameter.schema, "request"), validator.is_valid)
    return value if isinstance(value, str) else json.dumps(value)


def _none(name: str) -> str:
    raise NoSample(f"there is no {name}")


def _body(operation: Operation, schemas: Schemas) -> Iterator[str]:
    content = operation.body.content if operation.body else ()
    media_type = next((item for item in content if is_json(item.name)), None)
    if media_type is None:
        if operation.body and operation.body.required:
            raise NoSample("only JSON bodies are made up")
        return
    yield f"-H 'Content-Type: {media_type.name}'"
    yield f"-d {shlex.quote(json.dumps(_value_of(media_type, schemas), ensure_ascii=False))}"


def _value_of(media_type: MediaType, schemas: Schemas) -> Any:
    if media_type.examples or media_type.schema is None:
        return media_type.examples[0].value if media_type.examples else {}
    validator = schemas.validator(media_type.schema, "request")
    return static(schemas.bundle(media_type.schema, "request"), validator.is_valid)
