"""Where openapi-core reads otherwise than the specifications: the keywords and casts that it is given in place of its own."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from openapi_core.casting.schemas.casters import PrimitiveCaster, TypesCaster


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
KEYWORDS = {
    "pattern": _read_by_jsonschema_rs("pattern"),
    "multipleOf": _read_by_jsonschema_rs("multipleOf"),
    "patternProperties": _pattern_properties,
}
# OAS 3.0.3 section 4.7.24.2: a read-only member "SHOULD NOT be sent", which is no MUST: it is accepted, and has no effect.
KEYWORDS_30 = {**KEYWORDS, "readOnly": _nothing}


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


def strict(types: TypesCaster) -> TypesCaster:
    strict = {"integer": _Integer, "number": _Number, "boolean": _Boolean}
    return TypesCaster({**types.casters, **strict}, types.default, types.multi)
