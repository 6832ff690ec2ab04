"""The schemas of both documents in one direction, in one world: what is proved for one slot is known for the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from contract_tests.regression.edited import Sides
from spec import pointer
from spec.containment.decide import Decider
from spec.containment.node import Node
from spec.containment.wire import filled, joined, place, widened, without_null, writable
from spec.containment.world import World
from spec.diff.records import Comparison, Direction, Slot, Use
from spec.diff.schema_views import flat
from spec.errors import Invalid
from spec.operations import Schema
from spec.schemas import Direction as View
from spec.schemas import Schemas

_REST = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_VIEWS: dict[Direction, View] = {"request": "request", "answer": "response"}


@dataclass(frozen=True, slots=True)
class Way:
    """How values travel: to whom, and whether without their types."""

    direction: Direction
    is_text: bool

    def has(self, slot: Slot) -> bool:
        return (slot.direction, slot.is_text) == (self.direction, self.is_text)


class Worlds:
    """In a request the base must be contained in the head, in an answer the head in the base.

    Raises Invalid for a place within whose schema is none.
    """

    def __init__(
        self,
        comparison: Comparison,
        schemas: tuple[Schemas, Schemas],
        way: Way,
        slots: Sequence[Slot],
        *,
        seconds: float,
        seed: int,
    ) -> None:
        self.is_answer = way.direction == "answer"
        self.is_text = way.is_text
        self.view = _VIEWS[way.direction]
        documents = (comparison.base, comparison.head)
        self.documents = tuple(reversed(documents)) if self.is_answer else documents
        self._schemas = tuple(reversed(schemas)) if self.is_answer else schemas
        self._alone: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        for slot in slots:
            for side, schema in enumerate(self._ordered(slot.base, slot.head)):
                if schema.pointer not in self._alone[side]:
                    self._alone[side][schema.pointer] = self._schemas[side].alone(schema, self.view)
        self.world = World(*(schemas.definitions(self.view) for schemas in self._schemas))
        self.decider = Decider(self.world, seconds=seconds, seed=seed, is_text=way.is_text)
        self._slots: dict[tuple[str, str, str], Sides] = {}
        self._nodes: dict[tuple[str, str], Sides] = {}
        self._plain: dict[tuple[str, str], Sides] = {}
        for whole in map(self.slot, slots):
            self.world.expect((whole.old, whole.new))

    def slot(self, slot: Slot) -> Sides:
        """The whole values of a slot."""
        key = self.key(slot)
        if key not in self._slots:
            self._slots[key] = self._filled(slot) if self.is_text else self._read_both(slot)
        return self._slots[key]

    def _read_both(self, slot: Slot) -> Sides:
        old, new = self._ordered(slot.base, slot.head)
        return Sides(self._read(0, old), self._read(1, new), self.is_answer)

    def _filled(self, slot: Slot) -> Sides:
        """Empty values are looked at only where no others can differ: servers are not of one mind about them (OAS 3.1 section
        4.8.12.2, `allowEmptyValue`)."""
        sides = self.writable(slot)
        fuller = filled(sides.old, self.world, slot.where)
        if fuller is None or self.decider.prover.contains(fuller, sides.new):
            return sides
        return Sides(fuller, sides.new, self.is_answer)

    def writable(self, slot: Slot) -> Sides:
        """Of values that can be written as text, the empty ones too."""
        both = self._read_both(slot)
        old = writable(both.old, self.world, slot.where)
        return Sides(old, self.received(both.new, slot.where), self.is_answer)

    def unread(self, slot: Slot) -> Sides:
        """Of values that can be written, both sides as they are written down: nothing that a reader makes of them."""
        both = self._read_both(slot)
        old, new = (writable(one, self.world, slot.where) for one in (both.old, both.new))
        return Sides(old, new, self.is_answer)

    def key(self, slot: Slot) -> tuple[str, str, str]:
        """The same for slots whose whole values are the same: of text, what can be written depends on the place."""
        return slot.base.pointer, slot.head.pointer, place(slot.where) if self.is_text else ""

    def node(self, pair: tuple[str, str]) -> Sides:
        """The schemas of a place within, laid flat as their edits are told, for the values that travel."""
        if pair not in self._nodes:
            self._nodes[pair] = self.travelling(self.plain(pair))
        return self._nodes[pair]

    def is_growing(self, use: Use) -> bool:
        """Whether a wider schema at the end of a way never makes a schema on it narrower."""
        return all(self.grows(use, index) for index in range(len(use.path)))

    def grows(self, use: Use, index: int) -> bool:
        """The same of one step. What a branch describes is also what an `unevaluatedProperties` before it leaves alone."""
        step = use.path[index]
        return step.is_growing and not (
            step.kind == "branch" and any(map(self._leaves_a_rest, use.trail[: index + 1]))
        )

    def _leaves_a_rest(self, pair: tuple[str, str]) -> bool:
        sides = self.plain(pair)
        return any(
            isinstance(one, Mapping) and not _REST.isdisjoint(one) for one in (sides.old, sides.new)
        )

    def plain(self, pair: tuple[str, str]) -> Sides:
        """The same as they are written: what edits are made to."""
        if pair not in self._plain:
            old, new = self._ordered(*pair)
            self._plain[pair] = Sides(self._flat(0, old), self._flat(1, new), self.is_answer)
        return self._plain[pair]

    def travelling(self, sides: Sides) -> Sides:
        """For values that travel: of texts, those that can be written, and all that is read from them."""
        if not self.is_text:
            return sides
        old = without_null(sides.old, self.world)
        return Sides(old, self.received(sides.new), self.is_answer)

    def received(self, schema: Node, where: str = "") -> Node:
        """A schema with all that a reader takes, of whole values of a slot if it is named."""
        if not self.is_text:
            return schema
        wide = joined(widened(schema, self.world), where)
        self.decider.widen(wide, schema)
        return wide

    def _flat(self, side: int, where: str) -> Node:
        value = flat(self.documents[side], tuple(pointer.read(where)))
        self._check(side, where, value)
        return self._read(side, Schema(f"{where}#flat", value))

    def _check(self, side: int, where: str, value: Any) -> None:
        """Raises Invalid for what is no JSON Schema."""
        own = self._schemas[side].alone(Schema(f"{where}#flat", value), self.view)
        try:
            jsonschema_rs.meta.validate(own)  # 2020-12, as everything is by now
        except ValueError as error:
            problem = f"the schema is no valid JSON Schema: {getattr(error, 'message', error)}"
            raise Invalid(problem, *self.documents[side].place(where), where) from None

    def _read(self, side: int, schema: Schema) -> Node:
        known = self._alone[side].get(schema.pointer)
        alone = self._schemas[side].alone(schema, self.view) if known is None else known
        return self.world.read(alone, "new" if side else "old")

    def _ordered(self, base: Any, head: Any) -> tuple[Any, Any]:
        return (head, base) if self.is_answer else (base, head)
