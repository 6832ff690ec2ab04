"""Members that are required and not described, required and hidden, or described and never allowed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec import pointer, references
from spec.lint.exemplified import SchemaPlace
from spec.lint.problem import Found, Rule
from spec.lint.spelling import meant
from spec.lint.subject import Subject
from spec.lint.wholes import Wholes, around
from spec.pointer import Tokens

# How alike a name is to one that is meant, and to one that may be meant.
_SURELY, _PERHAPS = 0.8, 0.7
_CLOSED = "additionalProperties"
_NOTHING: tuple[Any, ...] = (False, {"not": {}})
_DEEP = 16  # a schema may contain itself through allOf
_SOME = 5  # names that are listed


def _required_unknown(subject: Subject) -> Iterator[Found]:
    wholes = Wholes(subject)
    for place in subject.schemas:
        own = place.value.get("properties", {})
        unknown = [(at, name) for at, name in _demanded(place.value) if name not in own]
        views = wholes.views(place.tokens) if unknown else None
        for at, name in unknown if views is not None else ():
            # What only adds a constraint says nothing of members.
            is_part = around(place.tokens) is not None or at[0] != "required"
            message = _undescribed(name, views or (), is_part=is_part)
            if message:
                yield Found(place.pointer + pointer.write(at), message)


def _demanded(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, str]]:
    kinds = schema.get("type", "object")
    if kinds == "object" or (isinstance(kinds, list) and "object" in kinds):
        yield from (
            (("required", index), name) for index, name in enumerate(schema.get("required", ()))
        )
        for key, names in schema.get("dependentRequired", {}).items():
            yield from (
                (("dependentRequired", key, index), name) for index, name in enumerate(names)
            )


def _undescribed(name: str, views: Iterable[Mapping[str, Any]], *, is_part: bool) -> str:
    """What is wrong with a required name; empty where it is described, or where undescribed members are expected."""
    known = {one for view in views for one in view.get("properties", ())}
    if name in known or any("patternProperties" in view for view in views):
        return ""
    is_open = any(_expects_more(view) for view in views) or (is_part and not known)
    close = meant(name, known, _SURELY if is_open else _PERHAPS)
    if is_open and not close:
        return ""
    hint = f"; did you mean `{close}`?" if close else ": describe it, or do not require it"
    return f"`{name}` is required, and no member of that name is described{hint}"


def _expects_more(schema: Mapping[str, Any]) -> bool:
    """Whether members that are not described are allowed in so many words."""
    words = ("additionalProperties", "unevaluatedProperties")
    return any(schema.get(word) is True or schema.get(word) for word in words)


def _required_hidden(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        for word, way in (("readOnly", "request"), ("writeOnly", "response")):
            if way not in place.directions:
                continue
            for index, name in enumerate(place.value.get("required", ())):
                member = place.value.get("properties", {}).get(name)
                if any(view.get(word) is True for view in subject.views(member)):
                    noun = "requests" if way == "request" else "answers"
                    message = f"`{name}` is {word} and required, in a schema that {noun} use"
                    yield Found(f"{place.pointer}/required/{index}", message)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A schema with those that its values must satisfy too, and what a closed one of them keeps out: by its id, the names."""

    place: SchemaPlace
    parts: tuple[tuple[str, Mapping[str, Any]], ...]
    lost: Mapping[int, frozenset[str]]


def _excluded(subject: Subject) -> Iterator[Found]:
    """The commonest misuse of `allOf`: a closed schema counts its own members only (JSON Schema 2020-12 section 10.3.2.3)."""
    joined = {id(one.place.value): one for one in _all_joined(subject)}
    for one in joined.values():
        inner = [joined[id(part)] for _, part in one.parts if id(part) in joined]
        for where, part in one.parts:
            known = {
                name for other in inner if other is not one for name in other.lost.get(id(part), ())
            }
            names = sorted(one.lost.get(id(part), frozenset()) - known)
            if names:
                yield Found(one.place.pointer, _lost(where, names))
                break


def _all_joined(subject: Subject) -> Iterator[_Joined]:
    for place in subject.schemas:
        if around(place.tokens) is None and not references.is_bare(subject.content, place.value):
            parts = tuple(_joined(subject, place.value))
            lost = {id(part): _kept_out(part, parts) for _, part in parts if _is_closed(part)}
            if len(parts) > 1 and lost:
                yield _Joined(place, parts, lost)


def _kept_out(
    closed: Mapping[str, Any], parts: Iterable[tuple[str, Mapping[str, Any]]]
) -> frozenset[str]:
    """Members that other parts describe. One that is required makes the whole impossible, which has a rule of its own."""
    offered, required = set(), set()
    for _, part in parts:
        members = part.get("properties", {}).items()
        offered |= {name for name, member in members if member not in _NOTHING}
        required |= set(part.get("required", ()))
    return frozenset(offered - required - closed.get("properties", {}).keys())


def _joined(
    subject: Subject, schema: Any, where: str = "", depth: int = 0
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas that a value must satisfy all of, each with its place in the first, or its name."""
    if not isinstance(schema, Mapping) or depth > _DEEP:
        return
    target = schema.get("$ref")
    if isinstance(target, str):
        tokens = references.read_target(target)
        name = f"`{tokens[-1]}`" if tokens else "the root"
        yield from _joined(subject, pointer.get(subject.content, tokens), name, depth + 1)
        if references.is_bare(subject.content, schema):
            return
    yield where, schema
    for index, part in enumerate(schema.get("allOf", ())):
        yield from _joined(subject, part, f"`allOf/{index}`", depth + 1)


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return schema.get(_CLOSED) in _NOTHING and "patternProperties" not in schema


def _lost(where: str, names: list[str]) -> str:
    told = ", ".join(f"`{name}`" for name in names[:_SOME])
    more = f" and {len(names) - _SOME} more" if len(names) > _SOME else ""
    closed = f"{where} has `{_CLOSED}: false`, which" if where else f"`{_CLOSED}: false`"
    return f"{told}{more} can never be sent: {closed} allows only what the `properties` right beside it describe"


RULES: tuple[Rule, ...] = (
    Rule(
        "required-undefined",
        "warn",
        "What is required is described.",
        "if the name is misspelt, everything that is right is refused; if it is not, nobody knows what to send",
        _required_unknown,
    ),
    Rule(
        "required-hidden",
        "warn",
        "A member that may not be sent is not required.",
        "some tools demand the member and some refuse it: describe requests and answers by two schemas, or do not require it",
        _required_hidden,
    ),
    Rule(
        "allof-closed",
        "warn",
        "What one part of an `allOf` describes, no other part refuses.",
        "every value that uses the member is refused: close the whole with unevaluatedProperties (3.1), or leave the parts open",
        _excluded,
    ),
)
