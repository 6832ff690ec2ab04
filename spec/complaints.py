"""What a JSON Schema has against a document, said to people: each fault at its own place, in plain words.

Of a choice the branch is told that is meant: not that of a reference where there is none, nor one that another word rules out.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from spec.pointer import Tokens

_LONGEST = 200
_SHOWN = 60
_NAME = "^[a-zA-Z0-9._-]+$"
_KINDS = {
    "object": "an object",
    "array": "an array",
    "string": "a text",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "null": "null",
}

Error = Any  # a ValidationError: each kind of them has members of its own


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault and its place in what was validated. An `outer` one may be a consequence of others at its place or below."""

    tokens: Tokens
    message: str
    outer: bool = False
    missing: bool = False


def complaints(
    validator: jsonschema_rs.Validator,
    content: Any,
    kind: Callable[[Tokens], str] = lambda _: "",
) -> list[Complaint]:
    """The faults, the deepest first; `kind` says what kind of object stands at a place."""
    if validator.is_valid(content):
        return []
    found = [one for error in validator.iter_errors(content) for one in _told(error, kind)]
    standing = [one for one in found if not (one.outer and _explained(one, found))]
    return sorted(dict.fromkeys(standing), key=lambda one: (-len(one.tokens), one.missing))


def _explained(outer: Complaint, found: list[Complaint]) -> bool:
    """Whether another fault is why a member was met by no keyword: one of a part that spoke of it."""
    holder = outer.tokens[:-1]
    return any(
        not one.outer and not one.missing and one.tokens[: len(holder)] == holder for one in found
    )


def _told(error: Error, kind: Callable[[Tokens], str]) -> Iterator[Complaint]:
    branches = [list(branch) for branch in getattr(error.kind, "context", None) or () if branch]
    if branches:
        yield from _chosen(error, branches, kind)
        return
    at = tuple(error.instance_path)
    name = error.kind.name
    unexpected = getattr(error.kind, "unexpected", None)
    if name in ("additionalProperties", "unevaluatedProperties") and unexpected:
        for member in unexpected:
            text = _stranger(member, kind(at))
            outer = name == "unevaluatedProperties" and not kind(at).endswith("*")
            yield Complaint((*at, member), text, outer)
    elif name == "propertyNames":
        member = error.kind.error.instance
        yield Complaint((*at, member), _of_name(member, error.kind.error))
    else:
        yield Complaint(at, _sentence(error), missing=name == "required")


def _chosen(
    error: Error, branches: list[list[Error]], kind: Callable[[Tokens], str]
) -> Iterator[Complaint]:
    """The faults of the branch that is meant, or what all of them ask for."""
    meant = [branch for branch in branches if not _is_reference(branch)] or branches
    at = tuple(error.instance_path)
    asked = [branch[0].kind.property for branch in meant if _asks(branch, at)]
    if len(asked) == len(meant):
        yield Complaint(at, f"{_listed(asked)} is missing", missing=True)
        return
    words = [next((one for one in branch if one.kind.name == "enum"), None) for branch in meant]
    places = {tuple(one.instance_path) for one in words if one is not None}
    if len(meant) > 1 and None not in words and len(places) == 1:
        options = [option for one in words if one is not None for option in one.kind.options]
        value = words[0].instance if words[0] is not None else None
        yield Complaint(places.pop(), _none_of(value, options))
        return
    for inner in min(meant, key=lambda branch: _distance(branch, list(at))):
        yield from _told(inner, kind)


def _is_reference(branch: Sequence[Error]) -> bool:
    return all(_missing(one) == "$ref" for one in branch)


def _missing(error: Error) -> str | None:
    return error.kind.property if error.kind.name == "required" else None


def _asks(branch: Sequence[Error], at: Tokens) -> bool:
    """Whether nothing but one more member of the object itself would do."""
    return (
        len(branch) == 1
        and _missing(branch[0]) is not None
        and tuple(branch[0].instance_path) == at
    )


def _distance(branch: Sequence[Error], at: list[str | int]) -> tuple[int, int, int, int]:
    """How far a branch is from what was meant: furthest what is of another kind, then what another word rules out; what got
    deepest is nearest."""
    words = sum(one.kind.name in ("enum", "const") for one in branch)
    others = sum(one.kind.name == "type" and list(one.instance_path) == at for one in branch)
    return others, words, -max(len(one.instance_path) for one in branch), len(branch)


def _sentence(error: Error) -> str:
    tell = _SENTENCES.get(error.kind.name)
    text = tell(error) if tell else error.message
    return text if len(text) <= _LONGEST else f"{text[:120]} ... {text[-60:]}"


def _type(error: Error) -> str:
    kinds = " or ".join(_KINDS.get(one, one) for one in error.kind.types)
    return f"must be {kinds}, and is {_shown(error.instance)}"


def _not(error: Error) -> str:
    schema = error.kind.schema
    names = schema.get("required") if isinstance(schema, dict) else None
    if not names:
        return str(error.message)
    return f"{' and '.join(f'`{name}`' for name in names)} exclude each other"


def _one_of(error: Error) -> str:
    if isinstance(error.instance, dict) and {"schema", "content"} <= error.instance.keys():
        return "`schema` and `content` exclude each other"
    return "is of several kinds at once, of which it may be one"


def _pattern(error: Error) -> str:
    return f"{_shown(error.instance)} does not match {error.kind.pattern}"


def _none_of(value: Any, options: Sequence[Any]) -> str:
    return f"{_shown(value)} is none of {', '.join(map(_shown, dict.fromkeys(options)))}"


def _stranger(member: str, kind: str) -> str:
    if kind == "path item**":
        return f"`{member}` is no path: it does not begin with a slash"
    if not kind or kind.endswith("*"):
        return f"`{member}` is not known here"
    return f"`{member}` is no member of {'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _of_name(member: Any, error: Error) -> str:
    if getattr(error.kind, "pattern", None) == _NAME:
        return f"the name `{member}` may have letters, digits, `.`, `-` and `_` only"
    return f"the name `{member}` is not allowed: {error.message}"


def _listed(names: Sequence[str]) -> str:
    marked = [f"`{name}`" for name in names]
    return " or ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."


_SENTENCES: dict[str, Callable[[Error], str]] = {
    "required": lambda error: f"`{error.kind.property}` is missing",
    "type": _type,
    "enum": lambda error: _none_of(error.instance, error.kind.options),
    "const": lambda error: f"{_shown(error.instance)} must be {_shown(error.kind.expected_value)}",
    "not": _not,
    "oneOf": _one_of,
    "pattern": _pattern,
    "format": lambda error: f"{_shown(error.instance)} is no {error.kind.format}",
    "minProperties": lambda error: f"has fewer than {error.kind.limit} members",
    "maxProperties": lambda error: f"has more than {error.kind.limit} members",
    "uniqueItems": lambda _: "lists one item twice",
}
