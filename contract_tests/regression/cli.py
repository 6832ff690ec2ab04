"""`troth diff`: what a change of a document does to those who go by it."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.errors import TargetError
from contract_tests.regression import overrides, session
from contract_tests.regression.loading import Loaded, load_sides
from contract_tests.regression.options import parser
from contract_tests.regression.outcome import Runner
from contract_tests.regression.records import LEVELS, Verdict
from contract_tests.regression.reports import text
from contract_tests.regression.reports.forms import FORMS, write, write_all
from contract_tests.regression.reports.rules import table
from contract_tests.regression.settings import Settings
from spec.errors import SpecError

HOLDS, BROKEN, USAGE, UNREADABLE = 0, 1, 2, 3
# What is read stays to the end: to walk through it again at every 700 new objects, as Python would, costs a fifth of the time.
_OBJECTS = 200_000
_ERASE = "\r\x1b[K"  # to the start of the line, and erase it (ECMA-48: EL)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth diff`. Returns 0, 1 when something is at the level of --fail-on or graver, 3 when a side cannot be read; usage
    errors exit with 2."""
    gc.set_threshold(_OBJECTS)
    options = parser()
    args = options.parse_args(argv)
    if not args.rules and (args.base is None or args.head is None):
        options.error("give BASE and HEAD, or --rules")
    try:
        if args.rules:
            _print(table())
            return HOLDS
        return _run(args)
    except SpecError as error:
        print(f"troth: {error}", file=sys.stderr)
        return UNREADABLE
    except TargetError as error:
        print(f"troth: {error}", file=sys.stderr)
        return error.exit_code


def is_failing(verdict: Verdict, level: str) -> bool:
    """Whether something that nobody accepted is at a level or graver."""
    if level == "never":
        return False
    grave = LEVELS[: LEVELS.index(level) + 1]
    return any(one.level in grave and one.accepted is None for one in verdict.findings)


def _run(args: argparse.Namespace) -> int:
    given = overrides.read(args.overrides) if args.overrides else overrides.Overrides()
    settings = Settings(
        args.today or datetime.now(UTC).date(),
        args.deprecation_days,
        given.levels,
        given.accepted,
        args.seed,
    )
    loaded = load_sides(args)
    with _runner(args, loaded) as run:
        verdict = session.judge(loaded.base, loaded.head, settings, _progress(), loaded.notes, run)
    _report(args, verdict)
    return BROKEN if is_failing(verdict, args.fail_on) else HOLDS


@contextmanager
def _runner(args: argparse.Namespace, loaded: Loaded) -> Iterator[Runner | None]:
    """What witnesses are sent to, None where nobody asked for it."""
    if not args.execute:
        yield None
        return
    # It starts mocks and sends requests: modules that nobody else waits for.
    from contract_tests.regression.execution import mocks

    with mocks(loaded.base, loaded.head, (args.base, args.head)) as run:
        yield run


def _report(args: argparse.Namespace, verdict: Verdict) -> None:
    if args.format == "text":
        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        shown = text.render(verdict, color=color, everything=args.all)
    else:
        shown = FORMS[args.format].render(verdict)
    _print(shown)
    if args.report:
        write_all(verdict, args.report)
    if args.changelog:
        write(FORMS["changelog"].render(verdict), args.changelog)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if os.environ.get("GITHUB_ACTIONS") == "true" and summary and args.format == "github":
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(FORMS["markdown"].render(verdict))


def _print(shown: str) -> None:
    """A report to where the command was told to write. Raises Unwritable for a disk that is full."""
    encoding = sys.stdout.encoding or "utf-8"  # of a terminal that may not know all signs
    try:
        sys.stdout.write(shown.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in its buffer would be written once more at the end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        problem = f"the report cannot be written: {error.strerror}"
        raise Unwritable(problem, "standard output", "write it somewhere else") from None


class Unwritable(TargetError):
    """Standard output takes no more."""

    exit_code = UNREADABLE


def _progress() -> Callable[[int, int], None] | None:
    """One line that changes, on a terminal only."""
    stream = sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return None

    def listen(done: int, total: int) -> None:
        stream.write(
            _ERASE if done == total else f"{_ERASE}{done:,} of {total:,} questions answered"
        )
        stream.flush()

    return listen
