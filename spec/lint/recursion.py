"""Schemas whose recursion cannot end: those that nothing finite satisfies, and those that refer to themselves without going into
the value (JSON Schema 2020-12 section 9.4.1)."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.keywords import IN_PLACE, held
from spec.lint.subject import Subject

_KINDS = frozenset("null boolean object array number integer string".split())
_CHOICES = ("anyOf", "oneOf")

Graph = Mapping[str, frozenset[str]]


def requiring(subject: Subject) -> frozenset[str]:
    """The definitions that require a value of their own kind in each of their values. Which of them something finite satisfies
    is the least fixed point: first those that need none of the others, then those that need only these."""
    left = _definitions(subject)
    finite: set[str] = set()
    while True:
        found = {where for where, one in left.items() if _Ending(subject, finite).ends(one, _KINDS)}
        if not found:
            break
        finite |= found
        left = {where: one for where, one in left.items() if where not in found}
    return _circular({where: frozenset(_targets(one)) & left.keys() for where, one in left.items()})


def circling(subject: Subject) -> frozenset[str]:
    """The definitions that are met again within themselves, of the schemas that speak of one value."""
    return _circular(
        {
            where: frozenset(_same_value(subject, one))
            for where, one in _definitions(subject).items()
        }
    )


def _definitions(subject: Subject) -> dict[str, Any]:
    """What the document's schemas refer to, by pointer."""
    found: dict[str, Any] = {}
    for place in subject.schemas:
        target = place.value.get("$ref")
        if isinstance(target, str):
            tokens = references.read_target(target)
            found[pointer.write(tokens)] = pointer.get(subject.content, tokens)
    return found


class _Ending:
    """Whether something finite satisfies a schema, if something does these definitions; what is not looked at may do so."""

    def __init__(self, subject: Subject, finite: set[str]) -> None:
        self.subject, self.finite = subject, finite

    def ends(self, schema: Any, kinds: frozenset[str]) -> bool:
        if not isinstance(schema, Mapping):
            return True
        if isinstance(schema.get("$ref"), str):
            if _where(schema["$ref"]) not in self.finite:
                return False
            if self.subject.is_30:
                return True
        parts = schema.get("allOf", ())
        for part in (schema, *parts):
            kinds &= self._kinds(part)
        if not all(self.ends(part, kinds) for part in parts) or not self._chooses(schema, kinds):
            return False
        if kinds - {"object", "array"} or not kinds:
            return True
        return ("object" in kinds and self._object(schema)) or (
            "array" in kinds and self._array(schema)
        )

    def _chooses(self, schema: Mapping[str, Any], kinds: frozenset[str]) -> bool:
        choices = [schema[word] for word in _CHOICES if schema.get(word)]
        return all(any(self.ends(one, kinds) for one in branches) for branches in choices)

    def _kinds(self, schema: Any) -> frozenset[str]:
        """The types that a schema and what it refers to allow."""
        kinds = _KINDS
        for one in references.chain(self.subject.content, schema):
            kind = one.get("type", _KINDS)
            allowed = frozenset({kind} if isinstance(kind, str) else kind)
            kinds &= allowed | {"null"} if one.get("nullable") is True else allowed
        return kinds

    def _object(self, schema: Mapping[str, Any]) -> bool:
        members = schema.get("properties", {})
        needed = [members[name] for name in schema.get("required", ()) if name in members]
        return all(self._is_hidden(member) or self.ends(member, _KINDS) for member in needed)

    def _is_hidden(self, member: Any) -> bool:
        """Whether it is not required one way: what may not be sent there."""
        views = self.subject.views(member)
        return any(one.get(word) is True for one in views for word in ("readOnly", "writeOnly"))

    def _array(self, schema: Mapping[str, Any]) -> bool:
        least = schema.get("minItems", 0)
        first = list(schema.get("prefixItems", ()))
        needed = first[: int(least)] + ([schema.get("items")] if least > len(first) else [])
        return all(self.ends(item, _KINDS) for item in needed)


def _same_value(subject: Subject, schema: Any) -> Iterator[str]:
    """The references of a schema that speak of the value it speaks of."""
    ahead = [schema]
    while ahead:
        one = ahead.pop()
        if not isinstance(one, Mapping):
            continue
        if isinstance(one.get("$ref"), str):
            yield _where(one["$ref"])
            if subject.is_30:
                continue
        ahead.extend(held(one, IN_PLACE))


def _targets(schema: Any) -> Iterator[str]:
    return (_where(found.target) for found in references.find(schema))


def _where(target: str) -> str:
    return pointer.write(references.read_target(target))


def _circular(graph: Graph) -> frozenset[str]:
    """The nodes that lead back to themselves."""
    found: set[str] = set()
    for node in graph:
        seen: set[str] = set()
        ahead = list(graph[node])
        while ahead and node not in seen:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead.extend(graph.get(one, ()))
        if node in seen:
            found.add(node)
    return frozenset(found)
