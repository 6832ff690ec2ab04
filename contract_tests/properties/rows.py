"""The rows of an upsert rule, as its properties write them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Answer
from contract_tests.model import Model
from contract_tests.target import PRIMARY
from contract_tests.trial import Broken, NotShown, Sender
from spec.members import properties
from spec.operations import Operation
from spec.rules import Upsert

_SUBMITS = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True)
class Rows:
    """One upsert operation on one target."""

    bench: Bench
    operation: Operation
    upsert: Upsert
    model: Model

    def row(self, name: str, principal: str = PRIMARY) -> Draft:
        """The full request for a pool row. Raises NotShown when the target lacks the principal or its ids."""
        self.bench.principal(principal)
        return self.bench.keyed(self.bench.full(self.operation, principal), name)

    def named(self, key: str) -> Draft:
        """The full request for the row of this very key, which our prefix does not mark."""
        draft = self.bench.full(self.operation)
        part = self.bench.key_part(self.operation)
        if part is None or not part.is_valid(key):
            return self.row(f"named {key}")
        return self.bench.claim(part.put(draft, key))

    def least(self, name: str, principal: str = PRIMARY) -> Draft:
        """The least request for a pool row."""
        return self.bench.keyed(self.bench.least(self.operation, principal), name)

    def fresh(self, draft: Draft, name: str) -> Draft:
        return self.bench.fresh(draft, name)

    def allowed(self, draft: Draft) -> bool:
        return self.bench.is_allowed(self.operation, draft.body)

    def submit(self, sender: Sender, draft: Draft, before: Answer | None = None) -> Answer:
        """Submit and compare with the rule. Raises Broken where the answer differs."""
        answer = sender.accept(draft)
        for difference in self.model.differences(draft, answer, before):
            raise Broken(
                f"{difference.member} {difference.problem}", self.says_of(difference.member)
            )
        return answer

    def says_of(self, member: str) -> tuple[str, ...]:
        """Where the document speaks of a member of the answer: the rule that decides it, and its schema."""
        where = self.upsert.pointer
        schema = self.model.answer_schema
        found = [f"{schema.pointer}/properties/{member}"] if schema else []
        if member in self.upsert.keeps:
            return (f"{where}/keeps", *self._existing(found))
        if member in self.upsert.sets:
            return (f"{where}/sets/{member}", *self._existing(found))
        return (f"{where}/replaces", *self._existing(found))

    def _existing(self, pointers: list[str]) -> Iterator[str]:
        for where in pointers:
            try:
                self.bench.document.at(where)
            except KeyError:
                continue
            yield where

    def identity(self, answer: Answer) -> Any:
        """What tells this row from others: None when the rule keeps no member but clocks."""
        return answer.member(self.model.own[0]) if self.model.own else None

    def member_schema(self, name: str) -> dict[str, Any]:
        member = properties(self.bench.body_schema(self.operation)).get(name)
        return member if isinstance(member, dict) else {}

    def free_texts(self) -> list[str]:
        """The members of a request that are echoed and take any text, the key left out."""
        key = self.bench.key_member(self.operation)
        return [
            name
            for name in self.model.echoes
            if (name,) != key
            and self.allowed(self.row("texts").with_member((name,), "Any text."))
            and self.allowed(self.row("texts").with_member((name,), "\u00e9\n"))
        ]

    def optional(self) -> list[str]:
        """The members of the full request that may be missing while all others are there."""
        full = self.row("texts")
        names = full.body if isinstance(full.body, dict) else {}
        return [name for name in names if self.allowed(full.with_member((name,), ABSENT))]

    def elsewhere(self, draft: Draft, principal: str = PRIMARY) -> Iterator[Draft]:
        """The request under the principal's other ids in the path: other rows with the same free part of the key."""
        for rule in self.bench.references(self.operation).values():
            if rule.id.part == "path":
                for other in self.bench.ids(rule.kind, principal)[1:2]:
                    yield self.bench.claim(draft.with_parameter("path", rule.id.name, other))

    def key_length(self) -> int | None:
        """The longest key that is allowed, None when the schema sets no length or the key is no free text."""
        part = self.bench.key_part(self.operation)
        schema = part.schema if part else None
        length = schema.get("maxLength") if isinstance(schema, dict) else None
        return length if isinstance(length, int) else None


def rows_of(bench: Bench, operation: Operation) -> Rows | None:
    """None for an operation without an upsert rule. Raises NotShown when the target lacks an id."""
    upsert = operation.rules.upsert if operation.rules else None
    if upsert is None or bench.key_part(operation) is None:
        return None
    return Rows(bench, operation, upsert, Model(bench, operation, upsert))


def ruled_rows(bench: Bench, operation: Operation) -> Rows | None:
    """The same for a property of nothing but rows. Raises NotShown where something is submitted and no rule says what becomes
    of it: what that costs is then told."""
    rows = rows_of(bench, operation)
    if rows is None and operation.method in _SUBMITS:
        needs = "declare an upsert under its x-troth"
        raise NotShown("no rule says what becomes of what is submitted", needs)
    return rows


def changed(draft: Draft, rows: Rows) -> Draft:
    """The same row with another value in one member."""
    for name in rows.free_texts():
        other = draft.with_member((name,), "changed")
        if rows.allowed(other):
            return other
    for name in rows.optional():
        other = draft.with_member((name,), ABSENT)
        if rows.allowed(other):
            return other
    return replace(draft)


def all_changed(draft: Draft, rows: Rows) -> Draft:
    """The same row with another value in each member that can have one."""
    for name in rows.model.echoes:
        draft = next(iter(with_others(draft, name, rows)), draft)
    return draft


def with_others(draft: Draft, name: str, rows: Rows) -> Iterator[Draft]:
    """The same row with other values in one member: of an enumeration, known ids, or what else the schema takes."""
    now = draft.member((name,))
    if now is ABSENT or (name,) == rows.bench.key_member(rows.operation):
        return
    rule = rows.bench.references(rows.operation).get(f"$request.body#/{name}")
    if rule is not None:
        values: tuple[Any, ...] = rows.bench.ids(rule.kind, draft.principal or PRIMARY)
    else:
        values = (*rows.member_schema(name).get("enum", ()), "changed", 12.25, 3, True, False)
    for value in values:
        other = draft.with_member((name,), value)
        if value != now and rows.allowed(other):
            yield other


def alone(draft: Draft, kept: str, rows: Rows) -> Iterator[Draft]:
    """The request with one of the members that may be missing, and none of the others that need not be there."""
    pared = draft
    for name in rows.optional():
        without = pared.with_member((name,), ABSENT)
        if name != kept and rows.allowed(without):
            pared = without
    if pared != draft:
        yield pared
