"""Is it an OpenAPI document? Held to the OpenAPI Initiative's own schemas by jsonschema-rs, which takes milliseconds."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from spec import pointer
from spec.complaints import complaints
from spec.errors import Invalid, RuleError, raise_first
from spec.frozen import thaw
from spec.places import kind_at
from spec.pointer import Tokens

_FOLDER = Path(__file__).parent / "schemas"
_DIALECTS = frozenset(
    {
        "https://json-schema.org/draft/2020-12/schema",
        "https://spec.openapis.org/oas/3.1/dialect/base",
    }
)


def version(content: Any, *, name: str) -> tuple[int, int]:
    """The document's OpenAPI version, (3, 0) or (3, 1). Raises Invalid for anything else."""
    if content is None:
        raise Invalid("is empty", name, pointer="", hint="give an OpenAPI document in YAML or JSON")
    if not isinstance(content, dict):
        raise Invalid("is no OpenAPI document: the root is no object", name, pointer="")
    if "swagger" in content:
        hint = "convert it to OpenAPI 3 first, for example with swagger2openapi"
        problem = f"is Swagger {content['swagger']}, and troth reads OpenAPI 3.0 and 3.1"
        raise Invalid(problem, name, pointer="/swagger", hint=hint)
    text = content.get("openapi")
    if isinstance(text, int | float) and not isinstance(text, bool):
        hint = f'quote it, with all its parts: openapi: "{text if text != 3 else 3.0}.0"'
        problem = f"has a number as `openapi`: {text}"
        raise Invalid(problem, name, pointer="/openapi", hint=hint)
    if not isinstance(text, str):
        hint = "the root of an OpenAPI document has the member `openapi`, for example 3.1.0"
        raise Invalid("is no OpenAPI document: `openapi` is missing", name, pointer="", hint=hint)
    for known in ((3, 0), (3, 1)):
        if text.startswith(f"{known[0]}.{known[1]}."):
            return known
    raise Invalid(
        f"is OpenAPI {text}", name, pointer="/openapi", hint="troth reads OpenAPI 3.0 and 3.1"
    )


def check(content: dict[str, Any], *, name: str) -> None:
    """Raises Invalid for the first and deepest place where the document breaks the specification, with the others."""
    major, minor = version(content, name=name)
    dialect = content.get("jsonSchemaDialect")
    if dialect is not None and not (isinstance(dialect, str) and dialect in _DIALECTS):
        hint = "troth reads JSON Schema 2020-12 and the OpenAPI base dialect"
        raise Invalid(f"uses the dialect {dialect}", name, pointer="/jsonSchemaDialect", hint=hint)
    found = _faults(f"openapi-{major}.{minor}.json", content, kind_at)
    raise_first(Invalid(problem, name, pointer=where) for where, problem in found)


# What kinds of objects are called in the schemas of 3.0 and 3.1.
_DEFINITIONS = {
    "schema": ("Schema", "schema"),
    "parameter": ("Parameter", "parameter"),
    "response": ("Response", "response"),
    "request body": ("RequestBody", "request-body"),
    "header": ("Header", "header"),
    "example": ("Example", "example"),
    "link": ("Link", "link"),
    "callback": ("Callback", "callbacks"),
    "path item": ("PathItem", "path-item"),
    "security scheme": ("SecurityScheme", "security-scheme"),
}


def misfits(version: tuple[int, int], kind: str, value: Any) -> Iterator[tuple[str, str]]:
    """Pointer and message of what keeps a value from being an object of a kind, the deepest first. Members beside those of the
    kind are allowed, if it has any of these: a file may hold an object and what that refers to."""
    if kind in _DEFINITIONS:
        validator = _definition(version[1], _DEFINITIONS[kind][version[1]])
        strangers = _strangers(validator, value)
        if strangers and strangers == value.keys():
            yield "", f"{', '.join(f'`{name}`' for name in value)}: it has no member of a {kind}"
            return
        if strangers:
            value = {name: member for name, member in value.items() if name not in strangers}
        yield from _told(validator, value, lambda tokens: kind_at(tokens, kind))


def _strangers(validator: jsonschema_rs.Validator, value: Any) -> frozenset[str]:
    """The members of an object that its kind does not know."""
    if not isinstance(value, dict) or validator.is_valid(value):
        return frozenset()
    return frozenset(
        name
        for error in validator.iter_errors(value)
        if not error.instance_path
        for name in getattr(error.kind, "unexpected", ())
    )


@lru_cache
def _definition(minor: int, name: str) -> jsonschema_rs.Validator:
    whole = json.loads((_FOLDER / f"openapi-3.{minor}.json").read_bytes())
    inside = "$defs" if minor else "definitions"
    schema = {"$schema": whole["$schema"], inside: whole[inside]}
    return jsonschema_rs.validator_for({**schema, "allOf": [{"$ref": f"#/{inside}/{name}"}]})


def check_rules(rules: Any, *, at: str, name: str) -> None:
    """Raises RuleError for the first and deepest word of `x-troth` that the vocabulary does not know."""
    for where, problem in _faults("x-troth.json", thaw(rules)):
        hint = "the words that rules may use are listed in the README under 'Rules'"
        raise RuleError(problem, name, pointer=at + where, hint=hint)


def check_promises(promises: Any, *, at: str, name: str) -> None:
    """Raises RuleError for the first and deepest word of `x-troth-promises` that the vocabulary does not know."""
    for where, problem in _faults("x-troth-promises.json", thaw(promises)):
        hint = "an entry has `quote`, and `by`, or `promises: nothing` with `because`, or `open`"
        raise RuleError(problem, name, pointer=at + where, hint=hint)


def _faults(
    schema: str, content: Any, kind: Callable[[Tokens], str] = lambda _: ""
) -> Iterator[tuple[str, str]]:
    validator = jsonschema_rs.validator_for(json.loads((_FOLDER / schema).read_bytes()))
    yield from _told(validator, content, kind)


def _told(
    validator: jsonschema_rs.Validator, content: Any, kind: Callable[[Tokens], str]
) -> Iterator[tuple[str, str]]:
    """Pointer and message of the faults, the deepest first: an outer one is mostly a consequence."""
    for one in complaints(validator, content, kind):
        yield pointer.write(one.tokens), one.message
