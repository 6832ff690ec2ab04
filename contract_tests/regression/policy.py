"""From facts and proofs to findings: every change in exactly one, at one level.

The principle: breaking is judged against the promise in the document, not against what today's server tolerates. For schemas
the proof decides and the keyword only picks the row: what is proved to refuse nothing is compatible, what a witness shows to
break has the row's level, and what is neither is undecided, never a guess.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from contract_tests.regression import moments, wording
from contract_tests.regression.circumstances import circumstances
from contract_tests.regression.exchange import Exchanges
from contract_tests.regression.records import LEVELS, Exchange, Finding, Level, Proof
from contract_tests.regression.rules.record import Rule
from contract_tests.regression.rules.table import BY_ID, TOGETHER, find
from contract_tests.regression.settings import Settings
from spec.containment.records import Contained, Escapes, Undecided
from spec.diff.records import Change, Comparison, Direction, OperationPair, Place

_UNKNOWN = BY_ID["schema"]


@dataclass(frozen=True, slots=True)
class _Opinion:
    """A change seen from one direction. `judged` is the level before the team had its say; `together` is set where only all
    changes of a value show it."""

    rule: Rule
    level: Level
    judged: Level
    ground: str
    direction: Direction | None
    proof: Proof | None = None
    together: bool = False


def judge(
    comparison: Comparison,
    proofs: Iterable[Proof],
    settings: Settings,
    equal: frozenset[int] = frozenset(),
    exchanges: Exchanges | None = None,
) -> tuple[Finding, ...]:
    """One finding for each change, in the comparison's order.

    `equal` are the `id()`s of the changes that are proved to say the same in other words. Without `exchanges` no finding shows
    a request or an answer.
    """
    return tuple(_Judge(comparison, proofs, settings, equal, exchanges).findings())


class _Judge:
    def __init__(
        self,
        comparison: Comparison,
        proofs: Iterable[Proof],
        settings: Settings,
        equal: frozenset[int],
        exchanges: Exchanges | None,
    ) -> None:
        self.comparison = comparison
        self.settings = settings
        self.equal = equal
        self.exchanges = exchanges
        self.proofs: dict[int, list[Proof]] = defaultdict(list)
        self.loose: list[Proof] = []
        for proof in proofs:
            if proof.change is not None:
                self.proofs[id(proof.change)].append(proof)
            else:
                self._hand_over(proof)

    def findings(self) -> Iterator[Finding]:
        for change in self.comparison.changes:
            opinions = list(self._opinions(change))
            yield self._finding(change, opinions)
        yield from map(self._loose, self.loose)

    def _hand_over(self, proof: Proof) -> None:
        """What no single change shows is told with the first change that the value has, so that the classes add up."""
        for change in self.comparison.changes:
            if any(use.slot is proof.slot for use in change.uses) and change.area == "schema":
                self.proofs[id(change)].append(proof)
                return
        self.loose.append(proof)

    # --- One change -----------------------------------------------------------------------------------------------------

    def _opinions(self, change: Change) -> Iterator[_Opinion]:
        if change.area != "schema":
            yield self._by_rule(change, change.direction)
            return
        known = self.proofs.get(id(change), [])
        directions: list[Direction | None] = list(
            dict.fromkeys(use.slot.direction for use in change.uses)
        )
        for direction in directions or [None]:
            found = [one for one in known if one.direction == direction]
            if not found:
                yield self._by_rule(change, direction)
            for proof in found:
                yield self._by_proof(change, proof)

    def _by_rule(self, change: Change, direction: Direction | None) -> _Opinion:
        rule = self._rule(change, direction)
        level, ground = rule.level, "by rule"
        if id(change) in self.equal and rule.proved:
            level, ground = "documentation", "proved: both say the same"
        elif rule.proved:
            level, ground = "undecided", "not decided: nothing is known of its values"
        return self._weighed(
            _Opinion(rule, level, level, ground, direction), _operations(change, direction)
        )

    def _by_proof(self, change: Change, proof: Proof) -> _Opinion:
        rule = self._rule(change, proof.direction)
        together = proof.change is None
        level, ground = _decided(rule, proof)
        if id(change) in self.equal and rule.proved and isinstance(proof.answer, Contained):
            level, ground = "documentation", "proved: both say the same"
        opinion = _Opinion(rule, level, level, ground, proof.direction, proof, together)
        return self._weighed(opinion, tuple(slot.operation for slot in proof.slots))

    def _rule(self, change: Change, direction: Direction | None) -> Rule:
        words = circumstances(self.comparison, change, self.settings)
        found = find(change.area, change.aspect, change.action, direction, words)
        return found or _UNKNOWN

    def _weighed(self, opinion: _Opinion, operations: Sequence[OperationPair]) -> _Opinion:
        """What the team says of the rule, and that who calls what is no more than a draft knows it."""
        given = self.settings.levels.get(opinion.rule.id)
        ground, level = opinion.ground, opinion.level
        if given is not None and level == opinion.rule.level:
            level, ground = given, f"{ground}; the overrides make it {given}"
        if (
            level in ("breaking", "undecided")
            and operations
            and all(map(self._is_draft, operations))
        ):
            level, ground = "risky", f"{ground}; lowered, for the operation is a draft"
        return replace(opinion, level=level, ground=ground)

    def _is_draft(self, pair: OperationPair) -> bool:
        """Whether the base says so: a promise is weighed as it was given."""
        document, side = (
            (self.comparison.head, pair.head)
            if pair.base is None
            else (self.comparison.base, pair.base)
        )
        raw = document.at(side.pointer) if side is not None else None
        return moments.stability(raw) in moments.UNSTABLE

    # --- Findings -------------------------------------------------------------------------------------------------------

    def _finding(self, change: Change, opinions: Sequence[_Opinion]) -> Finding:
        worst = min(opinions, key=lambda one: LEVELS.index(one.level))
        operations = _names(_operations(change, None))
        return Finding(
            id=_identity(change),
            rule=worst.rule.id,
            level=worst.level,
            problem=wording.problem(
                change, worst.rule, worst.judged, worst.direction, together=worst.together
            ),
            ground=_grounds(opinions, worst),
            direction=worst.direction,
            operations=operations,
            base=change.base,
            head=change.head,
            before=change.before,
            after=change.after,
            exchange=self._exchange(change, worst),
            correction=self._correction(change),
        )

    def _loose(self, proof: Proof) -> Finding:
        """What is wrong with a value, and no change is known that it comes from."""
        level, ground = _decided(_UNKNOWN, proof)
        base = Place(proof.slot.base.pointer, *self.comparison.base.place(proof.slot.base.pointer))
        head = Place(proof.slot.head.pointer, *self.comparison.head.place(proof.slot.head.pointer))
        text = f"{TOGETHER} {proof.slot.where} {base.pointer} {head.pointer} {proof.direction}"
        return Finding(
            id=hashlib.sha256(text.encode()).hexdigest()[:10],
            rule=_UNKNOWN.id,
            level=level,
            problem=f"{proof.slot.where}: its changes together; {_UNKNOWN.told(proof.direction)}",
            ground=ground,
            direction=proof.direction,
            operations=_names([slot.operation for slot in proof.slots]),
            base=base,
            head=head,
            exchange=self.exchanges.of_proof(proof) if self.exchanges else None,
        )

    def _exchange(self, change: Change, worst: _Opinion) -> Exchange | None:
        if self.exchanges is None:
            return None
        if worst.judged == "documentation":
            return None
        if worst.proof is not None and isinstance(worst.proof.answer, Escapes):
            return self.exchanges.of_proof(worst.proof)
        if change.area != "schema" and worst.level in ("breaking", "risky"):
            return self.exchanges.of_change(change, worst.rule.told(worst.direction))
        return None

    def _correction(self, change: Change) -> str:
        """The overlay action that put the change there."""
        for document, place in (
            (self.comparison.head, change.head),
            (self.comparison.base, change.base),
        ):
            found = document.correction_at(place.pointer) if place is not None else None
            if found is not None:
                return found.name
        return ""


def _decided(rule: Rule, proof: Proof) -> tuple[Level, str]:
    """What a proof makes of a row. A row that is milder than undecided stays what it is: no answer could make it worse."""
    answer = proof.answer
    alone = "" if proof.change is not None else ", of the changes together"
    if isinstance(answer, Escapes):
        level = rule.level
        if proof.change is None:
            level = "breaking"
        return level, f"a witness{alone}: {answer.reason}"
    if isinstance(answer, Undecided):
        told = f"not decided{alone}: {answer.reason}; {answer.tried:,} values tried"
        is_mild = LEVELS.index(rule.level) > LEVELS.index("undecided")
        return (rule.level if is_mild and proof.change is not None else "undecided"), told
    return ("compatible" if rule.proved else rule.level), f"proved: {answer.by}"


def _grounds(opinions: Sequence[_Opinion], worst: _Opinion) -> str:
    """What the verdict rests on; where the two directions are judged apart, both are named."""
    others = [one for one in opinions if one.direction != worst.direction]
    told = worst.ground
    for one in others:
        told += f" (in {'an answer' if one.direction == 'answer' else 'a request'}: {one.level}, {one.ground})"
    return told


def _operations(change: Change, direction: Direction | None) -> tuple[OperationPair, ...]:
    if not change.uses:
        return change.operations
    found = [
        use.slot.operation
        for use in change.uses
        if direction is None or use.slot.direction == direction
    ]
    return tuple({id(one): one for one in found}.values())


def _names(pairs: Iterable[OperationPair]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pair.name for pair in pairs))


def _identity(change: Change) -> str:
    """The same for the same edit: of places and values, not of lines."""
    places = [place.pointer if place else "" for place in (change.base, change.head)]
    values = [change.before, change.after]  # ABSENT is written as its name
    text = json.dumps(
        [
            change.area,
            change.aspect,
            change.action,
            change.direction,
            change.subject,
            places,
            values,
        ],
        sort_keys=True,
        default=repr,
    )
    return hashlib.sha256(text.encode()).hexdigest()[:10]
