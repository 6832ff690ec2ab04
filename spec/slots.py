"""What kind of object stands where, and whether each reference leads to one of the kind that its place needs.

The document's own schema sees a reference only, and nothing of what is at its other end (OAS 3.1 section 4.8.23, Reference
Object). What stands in a place of its own kind was held to the specification already; what a reference finds elsewhere, in an
extension or in another file, is held to it here. Each kind and target is looked at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec import metaschema, pointer, references
from spec.errors import BadReference, Invalid, raise_first
from spec.places import kind_at
from spec.pointer import Tokens


def check(content: Mapping[str, Any], version: tuple[int, int], *, name: str) -> None:
    """Raises the first of `faults`, with the others."""
    raise_first(faults(content, version, name=name))


def faults(content: Mapping[str, Any], version: tuple[int, int], *, name: str) -> Iterator[Invalid]:
    """The references that lead to another kind of object than their place needs, and what is wrong with what stands outside
    of the specification's places. One that leads nowhere is passed over."""
    for use in _uses(content):
        kind, value = kind_at(use.target), pointer.get(content, use.target)
        if kind == use.needed:
            continue
        misfits = [] if kind else list(_misfits(version, use.needed, value))
        reason = next((text for where, text in misfits if not where), None)
        if kind or reason:
            shown = references.shown("#" + pointer.write(use.target))
            problem = f"the reference {shown!r} leads to {_told(kind, value)} where {_one(use.needed)} is needed"
            yield BadReference(problem, name, pointer=pointer.write((*use.at, "$ref")), hint=reason)
            continue
        for where, text in misfits:
            yield Invalid(text, name, pointer=pointer.write(use.target) + where)


def outside(content: Mapping[str, Any]) -> Iterator[tuple[Tokens, str]]:
    """What stands outside of the specification's places, with the kind that a reference takes it for."""
    return ((use.target, use.needed) for use in _uses(content) if not kind_at(use.target))


@dataclass(frozen=True, slots=True)
class _Use:
    """The reference at a place, where one kind of object is needed."""

    at: Tokens
    needed: str
    target: Tokens


def _uses(content: Mapping[str, Any]) -> Iterator[_Use]:
    """The first reference of each kind to each place, those in what stands outside included."""
    seen: set[tuple[str, str]] = set()
    ahead: list[tuple[Tokens, str]] = [((), "document")]
    while ahead:
        home, kind = ahead.pop()
        for found in references.find(pointer.get(content, home)):
            needed = kind_at(found.tokens, kind)
            if not needed or (needed, found.target) in seen:
                continue
            seen.add((needed, found.target))
            target = _existing(content, found.target)
            if target is not None:
                yield _Use((*home, *found.tokens), needed, target)
                if not kind_at(target):
                    ahead.append((target, needed))


def _existing(content: Mapping[str, Any], target: str) -> Tokens | None:
    try:
        tokens = references.read_target(target)
        pointer.get(content, tokens)
    except (KeyError, ValueError):
        return None
    return tokens


def _misfits(version: tuple[int, int], needed: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        return iter(())  # what that leads to is held to the kind
    return metaschema.misfits(version, needed, value)


def _told(kind: str, value: Any) -> str:
    """What was found instead."""
    if kind.endswith("*"):
        return f"a whole map of {kind.rstrip('*')}s"
    if kind:
        return _one(kind)
    if isinstance(value, dict):
        return "an object"
    return {list: "an array", str: "a text", bool: "a boolean", type(None): "null"}.get(
        type(value), "a number"
    )


def _one(kind: str) -> str:
    if kind in ("components", "document"):
        return f"the whole {kind}"
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
