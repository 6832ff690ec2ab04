"""What is wrong with a request, fault by fault, in one house style: the place, what was expected, what was found.

The texts are the table below. Lengths are code points, as JSON Schema counts them (2020-12 validation section 6.3).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from spec import pointer

Where = Literal["body", "path", "query", "header", "cookie"]

MAX_SHOWN = 64  # characters of a value that a message repeats
MAX_POINTER = 1024  # characters of a pointer, whose names are the request's
MAX_LISTED = 50  # faults that an answer lists


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `pointer` is a JSON Pointer into the body, or `/NAME` of a parameter and on into its value. `keyword` is JSON Schema's, or for
    what no schema says one of: json, encoding, duplicate, number, unicode, depth, content-type, charset, body, style. `actual` is
    the value as JSON, cut. `schema` points to the keyword in the document that decided, and `correction` names the overlay
    correction that put it there.
    """

    place: Where
    pointer: str
    keyword: str
    expected: str
    actual: str | None
    message: str
    schema: str | None = None
    correction: str | None = None


class Decision(NamedTuple):
    """The keyword in the document that decided, as a JSON Pointer, and the name of the correction that put it there."""

    schema: str | None
    correction: str | None


_NOBODY = Decision(None, None)


def as_details(faults: Sequence[Fault]) -> dict[str, Any]:
    """The faults for the `details` of an error answer; at most `MAX_LISTED`, and how many more there are."""
    details: dict[str, Any] = {"faults": [_as_json(fault) for fault in faults[:MAX_LISTED]]}
    if len(faults) > MAX_LISTED:
        details["more"] = len(faults) - MAX_LISTED
    return details


def _as_json(fault: Fault) -> dict[str, Any]:
    members = {
        "in": fault.place,
        "pointer": _cut(fault.pointer, MAX_POINTER),
        "keyword": fault.keyword,
        "expected": fault.expected,
        "actual": fault.actual,
        "message": fault.message,
        "schema": fault.schema,
        "correction": fault.correction,
    }
    return {name: value for name, value in members.items() if value is not None}


def fault(
    place: Where,
    tokens: Sequence[str | int],
    keyword: str,
    expected: str,
    *,
    actual: str | None = None,
    decided: Decision = _NOBODY,
) -> Fault:
    """A fault with its message: what it is about, what it must be, and what it is."""
    found = f", but is {actual}" if actual is not None else ""
    about = _HEADERS.get(keyword) or subject(place, tokens)
    message = f"{about} must {_verb(expected)}{found}"
    return Fault(place, pointer.write(tokens), keyword, expected, actual, message, *decided)


_HEADERS = {"content-type": "the Content-Type", "charset": "the charset of the Content-Type"}


def subject(place: Where, tokens: Sequence[str | int]) -> str:
    """What a message calls the place: `score`, `items[0].name`, `the body`, `the query parameter page`."""
    if place == "body":
        return _dotted(tokens) if tokens else "the body"
    return f"the {place} parameter {_dotted(tokens)}" if tokens else f"the {place}"


def shown(value: Any) -> str:
    """A value as JSON, cut."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode()
    return _cut(text, MAX_SHOWN)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


def expectation(keyword: str, value: Any) -> str:
    """What a JSON Schema keyword asks for, in words that follow "must"."""
    text = _EXPECTATIONS.get(keyword)
    return text(value) if text else f"satisfy {keyword}"


def _verb(expected: str) -> str:
    first = expected.partition(" ")[0]
    return expected if first in _VERBS else f"be {expected}"


_VERBS = frozenset({"have", "match", "satisfy", "equal", "differ", "contain", "be", "come", "not"})


def _dotted(tokens: Sequence[str | int]) -> str:
    text = ""
    for token in tokens:
        text += f"[{token}]" if isinstance(token, int) else f".{token}" if text else str(token)
    return _cut(text, MAX_SHOWN)


def _listed(values: Sequence[Any], word: str = "or") -> str:
    texts = [shown(value) for value in values[:10]]
    if len(values) > 10:
        texts.append(f"{len(values) - 10} more")
    return " ".join((", ".join(texts[:-1]), word, texts[-1])) if len(texts) > 1 else texts[0]


_ARTICLES = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
    "null": "null",
}


def _types(value: Any) -> str:
    names = [value] if isinstance(value, str) else list(value)
    return " or ".join(_ARTICLES.get(name, str(name)) for name in names)


def _count(value: Any, one: str) -> str:
    return f"{value} {one}" if value == 1 else f"{value} {one}s"


def _members(value: Sequence[str]) -> str:
    names = [str(name) for name in value[:20]]
    return ", ".join([*names, f"{len(value) - 20} more"] if len(value) > 20 else names)


_EXPECTATIONS: Mapping[str, Callable[[Any], str]] = {
    "type": _types,
    "enum": lambda value: _listed(value) if value else "nothing: its enum is empty",
    "const": shown,
    "minimum": lambda value: f"a number of at least {value}",
    "maximum": lambda value: f"a number of at most {value}",
    "exclusiveMinimum": lambda value: f"a number greater than {value}",
    "exclusiveMaximum": lambda value: f"a number less than {value}",
    "multipleOf": lambda value: f"a multiple of {value}",
    "minLength": lambda value: f"a string of at least {_count(value, 'code point')}",
    "maxLength": lambda value: f"a string of at most {_count(value, 'code point')}",
    "pattern": lambda value: f"a string that matches {value}",
    "format": lambda value: f"a string of the format {value}",
    "minItems": lambda value: f"an array of at least {_count(value, 'item')}",
    "maxItems": lambda value: f"an array of at most {_count(value, 'item')}",
    "uniqueItems": lambda _: "an array without equal items",
    "items": lambda _: "have no more items than prefixItems lists",
    "contains": lambda _: "an array with an item that the schema under contains allows",
    "minContains": lambda value: (
        f"an array with at least {_count(value, 'item')} that contains allows"
    ),
    "maxContains": lambda value: (
        f"an array with at most {_count(value, 'item')} that contains allows"
    ),
    "minProperties": lambda value: f"an object of at least {_count(value, 'member')}",
    "maxProperties": lambda value: f"an object of at most {_count(value, 'member')}",
    "required": lambda value: f"have the member {value}",
    "dependentRequired": lambda value: f"have the member {value[0]}, since it has {value[1]}",
    "additionalProperties": lambda value: (
        f"not be there: the schema has no other members than {_members(value)}"
        if value
        else "not be there"
    ),
    "propertyNames": lambda _: (
        "not be there: the schema under propertyNames does not allow its name"
    ),
    "unevaluatedProperties": lambda _: "have no members that the schema does not know",
    "unevaluatedItems": lambda _: "have no items that the schema does not know",
    "anyOf": lambda _: "match at least one of the schemas under anyOf",
    "oneOf": lambda _: "match exactly one of the schemas under oneOf",
    "not": lambda _: "not match the schema under not",
    "false": lambda _: "not be there",
}
