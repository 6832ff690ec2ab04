"""What a keyword invites to try: values at its limit, just past it, and those that careless programs take for the same.

Nothing here says whether a value is allowed. A candidate is its name and the value that takes the place of `current`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contract_tests.cases import formats
from contract_tests.draft import ABSENT

Candidate = tuple[str, Any]

_SCRIPTS = {
    "ASCII": "x",
    "two-byte": "\u00e9",
    "three-byte": "\u4e16",
    "four-byte": "\U0001f680",
    "combining": "e\u0301",
}
_LONGEST = 100_000
_MANY = 1000
_FAR = 20_000  # characters: longer than any limit that a text of one line has
_STEPS = (1, 0.5, 0.001, 0.00001)
# What enumerations elsewhere have: a value that somebody added without telling.
_ELSEWHERE = tuple(
    "troth-unknown unknown none other default auto all any new active inactive enabled disabled open closed pending done yes no "
    "on off ok success failure passed failed warn warning error info skip skipped partial maybe mixed n/a na null true".split()
)
# Texts that are taken for no text.
_WORDS = (
    "0",
    "-1",
    "null",
    "undefined",
    "true",
    "false",
    "NaN",
    "None",
    "[]",
    "{}",
    "__proto__",
    "constructor",
)
_EXTRA = ("troth_extra", "constructor", "__proto__", "$ref", "")


def candidates(keywords: Mapping[str, Any], current: Any) -> Iterator[tuple[str, Candidate]]:
    """Each with its keyword, in the order of the schema, then what any schema invites."""
    for keyword, value in keywords.items():
        make = _BY_KEYWORD.get(keyword)
        for candidate in make(value, current) if make else ():
            yield keyword, candidate
    for candidate in _other_types(current):
        yield "type", candidate


def _bound(value: Any, _current: Any) -> Iterator[Candidate]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    yield f"{value}", value
    for step in _STEPS:
        for near in (round(value + step, 6), round(value - step, 6)):
            yield f"{near!r}", near
    yield f"{value}, as text", str(value)
    for far in (value * 1000 + 1000, -value * 1000 - 1000):
        yield f"{far!r}", far
    if value == 0:
        yield "-0.0", -0.0


def _multiple(value: Any, _current: Any) -> Iterator[Candidate]:
    for factor in (0, 1, 2, 1.5, 0.5):
        yield f"{value * factor:g}", value * factor


def _length(value: Any, _current: Any) -> Iterator[Candidate]:
    if not isinstance(value, int) or not 0 <= value <= _LONGEST:
        return
    for length in (value - 1, value, value + 1):
        for script, signs in _SCRIPTS.items():
            if length >= 0:
                text = (signs * length)[:length]
                yield f"{length} {script} characters", text
    for length in (value * 2, _FAR):
        yield f"{length} ASCII characters", "x" * length
    yield f"{value} ASCII characters between blanks", " " + "x" * value + " "


def _enum(value: Any, _current: Any) -> Iterator[Candidate]:
    if not isinstance(value, list):
        return
    for one in value:
        yield json.dumps(one, ensure_ascii=False), one
    for one in (one for one in value if isinstance(one, str)):
        for near in _near(one):
            yield json.dumps(near, ensure_ascii=False), near
    for other in _ELSEWHERE:
        yield json.dumps(other), other


def _near(text: str) -> Iterator[str]:
    yield from (text.upper(), text.lower(), text.capitalize(), text.swapcase())
    yield from (
        f" {text}",
        f"{text} ",
        f"{text}\n",
        f"{text}s",
        f"{text}ed",
        text[:-1],
        text[:1],
        f"{text},{text}",
        f'"{text}"',
    )


def _pattern(_value: Any, current: Any) -> Iterator[Candidate]:
    text = current if isinstance(current, str) else "a"
    for name, other in (
        ("in upper case", text.upper()),
        ("in lower case", text.lower()),
        ("with a blank in front", f" {text}"),
        ("with a blank at its end", f"{text} "),
        ("with a line feed at its end", f"{text}\n"),
        ("twice", text * 2),
        ("cut by one sign", text[:-1]),
        ("with an accent", f"{text}\u00e9"),
        ("with a sign more", f"{text}!"),
        ("empty", ""),
    ):
        yield f"the pattern's text {name}", other


def _required(value: Any, current: Any) -> Iterator[Candidate]:
    for name in value if isinstance(value, list) else ():
        without = _without(current, [name])
        yield f"without {name}", without
        if isinstance(without, dict):
            for other in look_alikes(name):
                yield f"with {other} for {name}", {**without, other: current[name]}


def look_alikes(name: str) -> list[str]:
    """Names of members that a lenient reader takes for this one."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    others = (
        name.upper(),
        name.capitalize(),
        snake,
        snake.replace("_", "-"),
        f" {name}",
        f"{name} ",
        f"_{name}",
    )
    return [other for other in dict.fromkeys(others) if other != name]


def _branches(value: Any, current: Any) -> Iterator[Candidate]:
    """Every branch emptied, each one alone, and all at once: as far as branches ask for members."""
    named = [branch.get("required", ()) for branch in value if isinstance(branch, dict)]
    every = list(dict.fromkeys(name for names in named for name in names))
    if not every or not isinstance(current, dict):
        return
    yield f"without any of {', '.join(every)}", _without(current, every)
    for names in named:
        others = [name for name in every if name not in names]
        yield f"with {', '.join(names)} alone of {', '.join(every)}", _without(current, others)


def _items(value: Any, current: Any) -> Iterator[Candidate]:
    if not isinstance(current, list) or not current or not isinstance(value, int):
        return
    for size in (value - 1, value, value + 1):
        if 0 <= size <= _MANY:
            yield f"{size} items", (current + _more_items(current[0], size))[:size]


def _more_items(item: Any, count: int) -> list[Any]:
    """Items that differ from each other, as far as the first one shows how."""
    if isinstance(item, str):
        return [f"{item}{number}" for number in range(count)]
    if isinstance(item, int | float) and not isinstance(item, bool):
        return [item + number + 1 for number in range(count)]
    return [item] * count


def _unique(_value: Any, current: Any) -> Iterator[Candidate]:
    if isinstance(current, list) and current:
        yield "an item twice", [*current, current[0]]


def _size(value: Any, current: Any) -> Iterator[Candidate]:
    if not isinstance(current, dict) or not isinstance(value, int):
        return
    for size in (value - 1, value, value + 1):
        if len(current) <= size <= _MANY:
            more = {f"more{number}": "x" for number in range(size - len(current))}
            yield f"{size} members", {**current, **more}
        elif 0 <= size < len(current):
            yield f"{size} members", dict(list(current.items())[:size])


def _members(_value: Any, current: Any) -> Iterator[Candidate]:
    if isinstance(current, dict):
        for name in _EXTRA:
            if name not in current:
                yield (
                    f"with the member {name or 'of an empty name'!r} more",
                    {**current, name: "extra"},
                )


def _other_types(current: Any) -> Iterator[Candidate]:
    """Every type of JSON, and what looks like the value in another one."""
    yield "null", None
    others: tuple[Any, ...] = (True, False, 0, 1, 1.5, "", "text", [], {})
    for other in others:
        yield json.dumps(other), other
    if isinstance(current, str):
        yield from ((json.dumps(word), word) for word in _WORDS)
    if isinstance(current, bool):
        yield "the truth as text", str(current).lower()
    elif isinstance(current, int | float):
        yield "the number as text", str(current)
        yield "the number with a fraction of zero", float(current)
        yield "the number in exponent form, as text", f"{current}e0"
        yield "the number with a comma, as text", f"{current},0"
        yield "the number with a unit", f"{current}%"
    elif isinstance(current, dict):
        yield "the object as text", json.dumps(current)
    if not isinstance(current, list):
        yield "the value in a list", [current]
    if not isinstance(current, dict):
        yield "the value in an object", {"value": current}


def _type(value: Any, current: Any) -> Iterator[Candidate]:
    if isinstance(current, dict):
        yield from _members(value, current)


def _without(current: Any, names: list[str]) -> Any:
    if not isinstance(current, dict):
        return ABSENT
    return {name: value for name, value in current.items() if name not in names}


_BY_KEYWORD: Mapping[str, Callable[[Any, Any], Iterator[Candidate]]] = {
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
    "multipleOf": _multiple,
    "minLength": _length,
    "maxLength": _length,
    "enum": _enum,
    "const": lambda value, current: _enum([value], current),
    "format": formats.candidates,
    "pattern": _pattern,
    "required": _required,
    "anyOf": _branches,
    "oneOf": _branches,
    "minItems": _items,
    "maxItems": _items,
    "uniqueItems": _unique,
    "minProperties": _size,
    "maxProperties": _size,
    "additionalProperties": _members,
    "type": _type,
}
