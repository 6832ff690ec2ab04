"""One result from the parts of a run that was split over machines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from contract_tests import findings, result_json
from contract_tests.errors import BadTarget
from contract_tests.result import Promise, PropertyRun, Result, Verdict, Write

REPORT = "report.json"
# What one part shows counts, whatever others could not: they did not try, or tried something else.
_ORDER: tuple[Verdict, ...] = ("broken", "held", "masked", "open", "not shown")


def read_reports(folders: Iterable[Path]) -> list[Result]:
    """The reports in these folders, or files. Raises BadTarget."""
    return [result_json.read(path / REPORT if path.is_dir() else path) for path in folders]


def merge(parts: Sequence[Result]) -> Result:
    """One result. Raises BadTarget when the parts are not those of one run, or one of them is missing or there twice."""
    first = parts[0]
    for name in ("digest", "url", "version"):
        if len({getattr(part, name) for part in parts}) > 1:
            raise BadTarget(f"the reports are of different runs: {name} is not the same")
    _all_there(parts)
    stopped = [part.stopped for part in parts if part.stopped]
    return replace(
        first,
        seconds=max(part.seconds for part in parts),
        requests=sum(part.requests for part in parts),
        started=min(part.started for part in parts),
        statuses=_statuses(parts),
        promises=_joined(parts, "promises", _promise_key, _one_promise),
        properties=_joined(parts, "properties", _property_key, _one_property),
        findings=tuple(findings.merge(chain.from_iterable(part.findings for part in parts))),
        masked=tuple(chain.from_iterable(part.masked for part in parts)),
        questions=tuple(dict.fromkeys(chain.from_iterable(part.questions for part in parts))),
        writes=_joined(parts, "writes", _write_key, _one_write),
        shard=(1, 1),
        stopped="; ".join(dict.fromkeys(stopped)) or None,
        expired=tuple(dict.fromkeys(chain.from_iterable(part.expired for part in parts))),
    )


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
    requests = sum(one.requests for one in group if one.verdict == best.verdict)
    return replace(best, requests=requests)


def _property_key(one: PropertyRun) -> Any:
    return one.property, one.operation


def _one_property(group: list[PropertyRun]) -> PropertyRun:
    return replace(
        _weightiest(group),
        trials=sum(one.trials for one in group),
        requests=sum(one.requests for one in group),
    )


def _weightiest(group: list[Any]) -> Any:
    return min(group, key=lambda one: _ORDER.index(one.verdict))


def _write_key(one: Write) -> Any:
    return one.operation, one.path, one.key


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
