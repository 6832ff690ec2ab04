"""Rows and evidence to promises with their verdicts.

    broken       an answer or a trial broke it
    held         and by how many requests that were not masked
    masked       all that tested it proved nothing
    not shown    nothing tested it: what to add
    open         the document does not decide it: what the deployment does

A sentence that names several proofs is as good as the weakest of them.
"""

from collections.abc import Iterable, Iterator, Sequence

from contract_tests.judge import CHECKS
from contract_tests.promises.evidence import Evidence, Index, Tried, upwards
from contract_tests.promises.row import ByAnswers, ByLinks, ByTrials, Row, Undecided, Use
from contract_tests.promises.standing import Standing, of_trials, weakest
from contract_tests.result import Promise
from spec.rules import RequiresFlag

_UNDECLARED = "prose only: declare it as a rule to have it tested"
_UNTESTED = "no property put it to the test"
_UNSEEN = "what the deployment does was not seen"
_UNREAD = "no answer had a body that could be read"
_RULES = "/x-troth"
_NAMED = 4


def judge_rows(rows: Sequence[Row], evidence: Evidence) -> tuple[Promise, ...]:
    """The verdict on every row, in the order of the rows."""
    scales = _Scales(evidence)
    for row in rows:
        if isinstance(row.proof, ByTrials | ByAnswers):
            scales.keep(row)
    return tuple(_promise(row, scales.weigh(row)) for row in rows)


def _promise(row: Row, standing: Standing) -> Promise:
    return Promise(
        kind=row.kind,
        operation=row.operations[0] if len(row.operations) == 1 else "",
        text=row.text,
        clause=row.clause,
        properties=standing.properties,
        verdict=standing.verdict,
        requests=standing.requests,
        note=standing.note,
    )


class _Scales:
    """Weighs the rows of one run by what it saw."""

    def __init__(self, evidence: Evidence) -> None:
        self._index = Index(evidence)
        self._silence = evidence.silence or _UNTESTED
        self._counts: dict[Use, int] = {}
        self._kept: dict[str, list[Standing]] = {}

    def keep(self, row: Row) -> None:
        """Sentences name rows that trials and answers prove by where they stand: these have to be kept first."""
        standing = self.weigh(row)
        for where in upwards(row.clause.pointer):
            self._kept.setdefault(where, []).append(standing)

    def weigh(self, row: Row) -> Standing:
        match row.proof:
            case ByTrials() as proof:
                return self._by_trials(proof, row.operations)
            case ByAnswers() as proof:
                return self._by_answers(proof)
            case ByLinks(links):
                return weakest([self._linked(link, row.operations) for link in links])
            case Undecided() as proof:
                return self._undecided(proof, row.operations)
        return Standing("not shown", notes=(_UNDECLARED,))

    def _by_trials(self, proof: ByTrials, operations: tuple[str, ...]) -> Standing:
        tried = [*self._index.within(proof.pointer), *self._around(proof.pointer)]
        if tried:
            return of_trials(tried)
        return self._untested(proof.properties, operations)

    def _around(self, where: str) -> Iterator[Tried]:
        """A rule is one whole: who tests it tests its parts. Of schemas this is not so."""
        for above in list(upwards(where))[1:]:
            if _RULES in above:
                yield from self._index.at(above)

    def _untested(self, properties: tuple[str, ...], operations: tuple[str, ...]) -> Standing:
        lacking = [
            one.note
            for name in properties
            for one in self._index.by_property(name, operations)
            if one.verdict == "not shown" and one.note
        ]
        notes = tuple(dict.fromkeys(lacking)) or (self._silence,)
        return Standing("not shown", notes=notes, properties=properties)

    def _by_answers(self, proof: ByAnswers) -> Standing:
        judged = sum(map(self._count, proof.uses))
        broken = self._index.broken(proof.at)
        if proof.within is not None:
            broken += self._index.broken_within(proof.within)
        properties = (proof.property,)
        if broken:
            note = f"broken by {broken} of {judged} answers"
            return Standing("broken", judged, (note,), properties)
        if not judged:
            return self._unanswered(proof)
        read = judged - self._index.broken(proof.before)
        if read <= 0:
            return Standing("masked", 0, (_UNREAD,), properties)
        return Standing("held", read, self._missing(proof.uses), properties)

    def _count(self, use: Use) -> int:
        if use not in self._counts:
            answers = self._index.answers(use.operation.id)
            self._counts[use] = sum(count for status, count in answers if use.covers(status))
        return self._counts[use]

    def _missing(self, uses: Iterable[Use]) -> tuple[str, ...]:
        unseen = [use for use in uses if not self._count(use)]
        return (f"not seen: {_names(unseen)}",) if unseen else ()

    def _unanswered(self, proof: ByAnswers) -> Standing:
        """The note says which answers did not come, and what kept the trials from calling for them."""
        needs = [
            note
            for use in proof.uses
            for note in self._untested(_callers(use), (use.operation.id,)).notes
            if note != self._silence
        ]
        note = f"no answer {_names(proof.uses)} was seen"
        return Standing("not shown", 0, (note, *dict.fromkeys(needs)), (proof.property,))

    def _linked(self, link: str, operations: tuple[str, ...]) -> Standing:
        if link.startswith("/"):
            tried = self._index.within(link)
            kept = self._kept.get(link)
            return weakest(kept) if kept else of_trials(tried) if tried else self._untested((), ())
        if self._index.is_found(link, operations):
            return Standing("broken", 0, (f"{link} has findings",), (link,))
        if link in CHECKS:
            return self._check(link, operations)
        tried = self._index.by_property(link, operations)
        return of_trials(tried) if tried else self._untested((link,), operations)

    def _check(self, check: str, operations: tuple[str, ...]) -> Standing:
        """A check that every answer is put to, and that has no findings."""
        seen = sum(
            count
            for operation in operations or self._index.operations
            for _, count in self._index.answers(operation)
        )
        if seen:
            return Standing("held", seen, (), (check,))
        return Standing("not shown", notes=(self._silence,), properties=(check,))

    def _undecided(self, proof: Undecided, operations: tuple[str, ...]) -> Standing:
        """What trials that assert nothing saw: those of the properties and of the places that are named."""
        places = [link for link in proof.links if link.startswith("/")]
        names = [link for link in proof.links if not link.startswith("/")]
        tried = [one for place in places for one in self._index.within(place)]
        if not places:
            tried = [one for name in names for one in self._index.by_property(name, operations)]
        seen = [
            one for one in tried if one.verdict == "open" and (not names or one.property in names)
        ]
        notes = tuple(dict.fromkeys(one.note for one in seen)) or (_UNSEEN,)
        properties = tuple(dict.fromkeys([*names, *(one.property for one in seen)]))
        return Standing("open", sum(one.requests for one in seen), notes, properties)


def _names(uses: Sequence[Use]) -> str:
    """Answers by status and operation, the first few of many."""
    names = [
        f"{use.response.status} of {use.operation.id}" if use.response else f"of {use.operation.id}"
        for use in uses[:_NAMED]
    ]
    more = len(uses) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _callers(use: Use) -> tuple[str, ...]:
    """The properties whose trials are answered so, when the rules say it."""
    rules, response = use.operation.rules, use.response
    if rules is None or response is None:
        return ()
    asked = [rule for rule in rules.requires if use.covers(rule.status)]
    flags = ("requires.flag",) if any(isinstance(one, RequiresFlag) for one in asked) else ()
    records = [one for one in asked if not isinstance(one, RequiresFlag)]
    return (*flags, *(("requires.exists", "requires.stranger") if records else ()))
