"""`troth test`: hold a deployment to a document."""

import argparse
import difflib
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract_tests import known, merge, options, target_reader
from contract_tests.errors import BadTarget, TargetError
from contract_tests.launch import own_mock
from contract_tests.reports import terminal
from contract_tests.reports.forms import REPORTS, write_all
from contract_tests.reports.progress import Progress
from contract_tests.result import Result
from contract_tests.settings import Settings
from contract_tests.target import Target
from contract_tests.writes import write_file
from spec.compile import compile_operations
from spec.document import Document
from spec.errors import SpecError
from spec.options import document_from

OURS = frozenset({"contract_tests", "spec"})
HOLDS, VIOLATED, USAGE, NOT_REACHABLE, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth test`. Returns 0 when what was tested holds, 1 when something is broken or masked, 3 when the document or the
    target cannot be read or reached; usage errors exit with 2."""
    parser = options.parser()
    args = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8
    try:
        if args.list:
            return _list()
        deviations = known.read(args.known) if args.known else ()  # before a run that it might cost
        result = merge.merge(merge.read_reports(args.merge)) if args.merge else _run(args)
        return _report(args, known.apply(result, deviations, datetime.now(UTC).date()))
    except ValueError as error:
        parser.error(str(error))
    except (SpecError, TargetError) as error:
        print(f"troth: {error}", file=sys.stderr)
        return error.exit_code if isinstance(error, TargetError) else NOT_REACHABLE


def verdict(result: Result) -> int:
    """The exit code of a result: what is masked proves nothing, and a run that proved nothing does not hold."""
    if result.stopped == "interrupted":
        return INTERRUPTED
    if result.violations or result.stopped or not result.is_proof:
        return VIOLATED
    return HOLDS


def _run(args: argparse.Namespace) -> Result:
    settings = options.settings_from(args)
    _, document = document_from(args)
    run = _module("contract_tests.run").run
    _check_names(settings, document)
    with _target(args, document) as target:
        result: Result = run(document, target, settings, Progress(sys.stderr))
        return result


def _check_names(settings: Settings, document: Document) -> None:
    """Raises BadTarget for a property or an operation that there is not."""
    known = {one.id for one in _module("contract_tests.properties.registry").ALL}
    known |= {id.partition(".")[0] for id in known}
    for name in settings.properties:
        if name not in known:
            raise BadTarget(f"there is no property {name!r}", "--property", "see --list")
    operations = [operation.id for operation in compile_operations(document)]
    for name in settings.operations:
        if name not in operations:
            close = difflib.get_close_matches(name, operations, 5, 0) or operations[:5]
            hint = f"the document has {', '.join(close)}"
            raise BadTarget(f"there is no operation {name!r}", "--operation", hint)


@contextmanager
def _target(args: argparse.Namespace, document: Document) -> Iterator[Target]:
    if args.url or args.target:
        target = (
            target_reader.read(args.target, url=args.url, environ=os.environ)
            if args.target
            else target_reader.from_url(args.url, os.environ)
        )
        target_reader.check_production(target, document, allow=args.allow_production)
        yield target
        return
    with own_mock(_mock_arguments(args)) as target:
        yield target


def _mock_arguments(args: argparse.Namespace) -> list[str]:
    """The same document for the mock: what its own command line calls it."""
    arguments = [args.document] if args.document else []
    for overlay in args.overlay or ():
        arguments += ["--overlay", str(overlay)]
    if args.no_overlay:
        arguments.append("--no-overlay")
    if args.allow_remote_refs:
        arguments.append("--allow-remote-refs")
    if args.fixtures:
        arguments += ["--fixtures", str(args.fixtures)]
    return arguments


def _report(args: argparse.Namespace, result: Result) -> int:
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(terminal.render(result, color=color), end="")
    if args.report:
        write_all(result, args.report)
        print(f"reports: {args.report}")
    writes = args.writes or (args.report / "writes.txt" if args.report else None)
    if writes:
        write_file(result.writes, writes)
    _tell_github(result)
    return verdict(result)


def _tell_github(result: Result) -> None:
    """In a GitHub job: annotations, and the summary of the job."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    print(REPORTS["github"].render(result), end="")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(REPORTS["markdown"].render(result))


def _list() -> int:
    every = _module("contract_tests.properties.registry").ALL
    width = max(len(one.id) for one in every)
    for one in every:
        print(f"{one.id:{width}}  {one.claim}")
    return HOLDS


def _module(name: str) -> Any:
    """A module that needs Hypothesis and Schemathesis: half a second that --help does not wait for, and an extra that may be
    missing. Raises BadTarget saying what to install."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in OURS:
            raise
        needs = f"the contract tests need {missing.name}, which is not installed"
        raise BadTarget(needs, hint="pip install 'troth[test]'") from None
