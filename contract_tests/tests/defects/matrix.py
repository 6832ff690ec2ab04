"""The kill matrix: which property of the contract tests catches which defect of the shelf, and whether a lawful server is accused.

Run it as `python -m contract_tests.tests.defects.matrix`; `--help` says how.
"""

import argparse
import fnmatch
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from contract_tests.settings import Settings
from contract_tests.tests.defects.hunt import CORRECT, Outcome, hunt
from contract_tests.tests.defects.shelf import SHELF, THEMES

# Runs that a process makes before a fresh one takes its place: what one leaves in memory does not grow.
_RUNS_PER_PROCESS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every defect is caught and no lawful server accused, 1 otherwise, 2 for a name that is not on the shelf."""
    options = _parser().parse_args(arguments)
    names = sampled(chosen(options.names), options.sample)
    if not names:
        _say("nothing on the shelf has such a name: see --list")
        return 2
    if options.list:
        _say("\n".join(names))
        return 0
    outcomes = list(_hunted(names, options))
    _say("\n" + summary(outcomes))
    if options.first:
        _say(
            "each run ended at its first finding: who else would have caught a defect is not known"
        )
    if options.json:
        text = json.dumps([asdict(outcome) for outcome in outcomes], indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(outcome.is_right for outcome in outcomes) else 1


def chosen(patterns: Sequence[str]) -> list[str]:
    """The names that match: names, patterns with *, themes; with none given, all and the correct server."""
    everything = [CORRECT, *(variant.name for variant in SHELF)]
    wanted = {variant.name for theme in patterns for variant in THEMES.get(theme, ())}
    wanted |= {name for text in patterns for name in fnmatch.filter(everything, text)}
    return [name for name in everything if not patterns or name in wanted]


def sampled(names: list[str], most: int) -> list[str]:
    """At most so many of the names, evenly spread; 0 for all."""
    step = len(names) / most if 0 < most < len(names) else 1
    return [names[int(index * step)] for index in range(int(len(names) / step))]


def row(outcome: Outcome) -> str:
    """One line of the matrix."""
    seen = f"{outcome.requests:5} requests {outcome.seconds:6.1f} s"
    notes = [f"{outcome.masked} masked"] if outcome.masked else []
    notes += [f"stopped: {outcome.stopped}"] if outcome.stopped else []
    notes += [outcome.error] if outcome.error else []
    if outcome.caught_by:
        first = f"first after {outcome.first_requests} by {outcome.first}"
        notes = [first, ", ".join(sorted(outcome.caught_by)), *notes]
    return f"{_verdict(outcome):11} {outcome.name:36} {seen}  {'; '.join(notes)}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """What each property caught, what it alone catches, and what went wrong."""
    return "\n".join([*_by_property(outcomes), "", *_failures(outcomes), *_totals(outcomes)])


def _verdict(outcome: Outcome) -> str:
    if outcome.error:
        return "ERROR"
    if outcome.lawful:
        return "FALSE ALARM" if outcome.caught_by else "quiet"
    return "caught" if outcome.caught_by else "MISSED"


def _by_property(outcomes: Iterable[Outcome]) -> Iterator[str]:
    caught, alone = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for outcome in outcomes:
        if outcome.lawful:
            continue
        for name in outcome.caught_by:
            caught[name].add(outcome.name)
        if len(outcome.caught_by) == 1:
            alone[next(iter(outcome.caught_by))].add(outcome.name)
    yield f"{'property':32} caught  alone"
    for name in sorted(caught, key=lambda one: -len(caught[one])):
        only = " ".join(sorted(alone[name]))
        yield f"{name:32} {len(caught[name]):6} {len(alone[name]):6}  {only}"


def _failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if not outcome.is_right:
            yield f"{_verdict(outcome):11} {outcome.name} (seed {outcome.seed})"
            yield from (f"            {problem}" for problem in outcome.problems[:5])


def _totals(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for what, lawful in (("defects caught", False), ("lawful servers left in peace", True)):
        runs = [outcome for outcome in outcomes if outcome.lawful is lawful]
        if runs:
            right = sum(outcome.is_right for outcome in runs)
            seconds = sum(outcome.seconds for outcome in runs) / len(runs)
            yield f"{right} of {len(runs)} {what} ({right / len(runs):.1%}), {seconds:.1f} s each"


def _hunted(names: Sequence[str], options: argparse.Namespace) -> Iterator[Outcome]:
    """Each variant with each seed, told as they end."""
    seeds = range(options.seed, options.seed + options.seeds)
    ahead = [
        (name, _settings(options, seed), options.first)
        for name, seed in itertools.product(names, seeds)
    ]
    # Not ProcessPoolExecutor: until Python 3.12.3 it comes to a stop when a process has made its last run (gh-115634).
    with get_context("spawn").Pool(options.jobs, maxtasksperchild=_RUNS_PER_PROCESS) as pool:
        for outcome in pool.imap_unordered(_hunt, ahead):
            _say(row(outcome))
            yield outcome


def _hunt(job: tuple[str, Settings, bool]) -> Outcome:
    name, settings, ends_at_first = job
    return hunt(name, settings, ends_at_first=ends_at_first)


def _settings(options: argparse.Namespace, seed: int) -> Settings:
    return Settings(
        seed=seed,
        max_examples=options.max_examples,
        properties=tuple(filter(None, options.properties.split(","))),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.tests.defects.matrix", description=__doc__
    )
    add = parser.add_argument
    add(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"a variant, a pattern with *, or a theme: {', '.join(THEMES)}",
    )
    add("--seeds", type=int, default=1, metavar="N", help="run each variant with so many seeds")
    add("--seed", type=int, default=0, metavar="N", help="the first of them")
    add("--jobs", type=int, default=1, metavar="N", help="so many at a time, each in a process")
    add("--sample", type=int, default=0, metavar="N", help="only so many variants, evenly spread")
    add("--first", action="store_true", help="end the run of a defect at its first finding")
    add("--max-examples", type=int, default=Settings().max_examples, metavar="N")
    add("--properties", default="", metavar="A,B", help="only these properties")
    add(
        "--json",
        type=Path,
        metavar="FILE",
        help="write all outcomes there, to compare later runs with",
    )
    add("--list", action="store_true", help="print the names that would be run")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
