"""One result from the parts of a run that was split over machines."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from contract_tests import findings, result_json
from contract_tests.errors import BadTarget
from contract_tests.result import Promise, PropertyRun, Result, Verdict, Write

REPORT = "report.json"
# What one part shows counts, whatever others could not: they did not try, or tried something else.
_ORDER: tuple[Verdict, ...] = ("broken", "held", "masked", "open", "not shown")
Judged = TypeVar("Judged", Promise, PropertyRun)
_LEFT_OUT = re.compile(r"and \d+ more")  # as the ledger of promises ends a long note
_SENTENCES = ("prose", "security")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def read_reports(folders: Iterable[Path]) -> list[Result]:
    """The reports in these folders, or files. Raises BadTarget."""
    return [result_json.read(path / REPORT if path.is_dir() else path) for path in folders]


def merge(parts: Sequence[Result]) -> Result:
    """One result. Raises BadTarget when the parts are not those of one run, or one of them is missing or there twice.

    The seed may be another in each part: a finding names its own.
    """
    if not parts:
        raise BadTarget("there is no report to join", hint="give the DIR of each part")
    for name, of in _SAME.items():
        if len({of(part) for part in parts}) > 1:
            raise BadTarget(f"the reports are of different runs: {name} is not the same")
    _all_there(parts)
    parts = sorted(parts, key=lambda part: part.shard)
    properties = _joined(parts, "properties", _property_key, _one_property)
    stopped = [part.stopped for part in parts if part.stopped]
    return replace(
        parts[0],
        seconds=max(part.seconds for part in parts),
        requests=sum(part.requests for part in parts),
        started=min(part.started for part in parts),
        statuses=_statuses(parts),
        promises=tuple(
            _together(promise, properties)
            for promise in _joined(parts, "promises", _promise_key, _one_promise)
        ),
        properties=properties,
        findings=tuple(findings.merge(chain.from_iterable(part.findings for part in parts))),
        masked=tuple(chain.from_iterable(part.masked for part in parts)),
        questions=tuple(dict.fromkeys(chain.from_iterable(part.questions for part in parts))),
        writes=_joined(parts, "writes", _write_key, _one_write),
        shard=(1, 1),
        stopped="; ".join(dict.fromkeys(stopped)) or None,
        expired=tuple(dict.fromkeys(chain.from_iterable(part.expired for part in parts))),
    )


def _address(part: Result) -> str:
    """Where the deployment is. Each machine has a mock of its own, on whatever port."""
    host = urlsplit(part.url).hostname
    return "this machine" if host in _LOOPBACK else part.url


_SAME: dict[str, Callable[[Result], str]] = {
    "the document": lambda part: part.digest,
    "the URL": _address,
    "the version of troth": lambda part: part.version,
}


def _all_there(parts: Sequence[Result]) -> None:
    total = parts[0].shard[1]
    numbers = sorted(part.shard[0] for part in parts)
    if any(part.shard[1] != total for part in parts):
        raise BadTarget("the reports are of runs that were split into different numbers of parts")
    doubles = [number for number in numbers if numbers.count(number) > 1]
    if doubles:
        raise BadTarget(f"part {doubles[0]} of {total} is there twice")
    missing = [str(number) for number in range(1, total + 1) if number not in numbers]
    if missing:
        raise BadTarget(f"of {total} parts there is no {', '.join(missing)}", hint="give them all")


def _joined(
    parts: Sequence[Result], name: str, key: Callable[[Any], Any], join: Callable[[list[Any]], Any]
) -> tuple[Any, ...]:
    """What the parts have under one name, joined where it is about one thing."""
    groups: dict[Any, list[Any]] = {}
    for one in chain.from_iterable(getattr(part, name) for part in parts):
        groups.setdefault(key(one), []).append(one)
    return tuple(join(group) for group in groups.values())


def _promise_key(one: Promise) -> Any:
    return one.kind, one.operation, one.text, one.clause.pointer


def _one_promise(group: list[Promise]) -> Promise:
    best = _weightiest(group)
    alike = [one for one in group if one.verdict == best.verdict]
    seen = [one for one in alike if one.requests] or alike
    return replace(
        best,
        requests=sum(one.requests for one in alike),
        properties=tuple(dict.fromkeys(chain.from_iterable(one.properties for one in group))),
        note=_notes(one.note for one in seen),
    )


def _together(promise: Promise, properties: Sequence[PropertyRun]) -> Promise:
    """A sentence that several properties prove together, when no part ran all of these: as good as the weakest of them.

    A part says of such a sentence that it is not shown. Only what each of its properties came to tells that it is."""
    runs = [
        [
            run
            for run in properties
            if run.property == name and promise.operation in ("", run.operation)
        ]
        for name in promise.properties
    ]
    if promise.verdict != "not shown" or promise.kind not in _SENTENCES or not all(runs):
        return promise
    best = [_weightiest(group) for group in runs if group]
    if not best or any(run.verdict != "held" for run in best):
        return promise
    return replace(
        promise,
        verdict="held",
        requests=min(run.requests for run in best),
        note="shown by several parts together",
    )


def _notes(notes: Iterable[str]) -> str:
    """What is said of one thing in the parts, each once. What a part left out for want of room stays out."""
    said = list(dict.fromkeys(text for note in notes for text in note.split("; ") if text))
    told = [text for text in said if not _LEFT_OUT.fullmatch(text)]
    return "; ".join(told if len(told) == len(said) else [*told, "and more"])


def _property_key(one: PropertyRun) -> Any:
    return one.property, one.operation


def _one_property(group: list[PropertyRun]) -> PropertyRun:
    return replace(
        _weightiest(group),
        trials=sum(one.trials for one in group),
        requests=sum(one.requests for one in group),
        note=_notes(one.note for one in group),
    )


def _weightiest(group: Sequence[Judged]) -> Judged:
    return min(group, key=lambda one: _ORDER.index(one.verdict))


def _write_key(one: Write) -> Any:
    return one.operation, one.principal, one.method, one.path, one.key


def _one_write(group: list[Write]) -> Write:
    return replace(group[0], times=sum(one.times for one in group))


def _statuses(parts: Sequence[Result]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for part in parts:
        for operation, counts in part.statuses.items():
            known = table.setdefault(operation, {})
            for status, count in counts.items():
                known[status] = known.get(status, 0) + count
    return table
