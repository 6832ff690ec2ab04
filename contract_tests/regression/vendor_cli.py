"""`troth vendor`: refresh a vendored document from where it is published."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from contract_tests.regression import upstream
from contract_tests.regression.upstream import Upstream
from spec import markup
from spec.errors import SpecError
from spec.plain import one_line
from spec.vendor.gather import Listener, Rules
from spec.vendor.refresh import Outcome, Plan, refresh, write

DONE, DIFFERS, UNREADABLE = 0, 1, 3
FORMATS = ("text", "markdown", "json", "github", "sarif", "html", "changelog")
_ERASE = "\r\x1b[K"  # to the start of the line, and erase it (ECMA-48: EL)

_DESCRIPTION = """\
Take a document from where it is published, byte for byte, and record where it is from: address, date, SHA-256 and what the
server calls that version, in provenance.toml beside it. What is on record is asked for on condition, so that a server has to
send only what changed. The document itself is never edited: corrections stand in an overlay.

A SOURCE is
  an OpenAPI document   file or address
  a page in Markdown    that holds an OpenAPI document in a fenced block, as documentation sites do for each operation
  an index              a text (.txt, such as llms.txt) that links to such pages: relative links, and those on its own host

Several documents are merged into one, operation by operation and component by component; what one says of all its operations
holds for these alone. Where two of them say different things, both places and both values are named, and nothing is written.
"""
_EPILOG = """\
exit codes:
  0  done, or nothing changed
  1  --check: what is published differs, or the overlay no longer applies as a whole
  2  the command line is wrong
  3  a source cannot be read, is no OpenAPI document, or contradicts another

examples:
  troth vendor https://api.example.com/openapi.yaml --out vendored/openapi.yaml
  troth vendor https://docs.example.com/llms.txt --only '*/api-reference/*' --out vendored/openapi.yaml
  troth vendor pages/*.md --out openapi.yaml        pages that were saved
  troth vendor --out vendored/openapi.yaml          once more, from the sources on record
  troth vendor --check --out vendored/openapi.yaml  for a nightly job: what changed, and whom that breaks
  troth vendor --check --format github              the same in a GitHub job, with its summary

Without a SOURCE, what is on record is read as it was; --only, --skip, --allow-origin and --prefer are added to that, and go on
record. With a SOURCE, what is named is all.

Addresses are https, or http on this machine. An answer may have 16 MiB and take a minute, an index list 500 pages, and all of
it take 15 minutes. Redirects are held to the same rules.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth vendor`. Returns 0, 1 when --check found something, 3 when a source cannot be read; usage errors exit with 2."""
    parser = _parser()
    args = parser.parse_args(argv)
    if args.format and not args.check:
        parser.error("--format is what --check is told in: give --check too")
    if str(args.out) == "-":
        parser.error("--out is a file: what is vendored has a record beside it")
    try:
        outcome = refresh(_plan(args), _progress())
        _tell_notes(outcome)
        if args.check:
            return _check(outcome, args.format or "text")
        write(outcome)
        _say_written(outcome)
        for note in upstream.stale(outcome):
            _tell(f"note: {note}")
    except SpecError as error:
        sys.stderr.write(f"troth: {error}\n")
        if args.format == "github":
            _fail(args.out, error)
        return UNREADABLE
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="troth vendor",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="a document, a page or an index (default: what is on record for --out)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("openapi.yaml"),
        metavar="FILE",
        help="the vendored document (default: %(default)s)",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; say what changed upstream, what that breaks, and how much of the overlay still applies",
    )
    parser.add_argument("--format", choices=FORMATS, help="what --check is told in (default: text)")
    _add_rules(parser.add_argument_group("what is read"))
    return parser


def _add_rules(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PATTERN",
        help="of an index, follow the links that match (*, ? and [] against the address); may be repeated",
    )
    group.add_argument(
        "--skip",
        action="append",
        default=[],
        metavar="PATTERN",
        help="of an index, leave out the links that match; may be repeated",
    )
    group.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="HOST",
        help="links and redirects may lead to this host too (host or host:port); may be repeated",
    )
    group.add_argument(
        "--prefer",
        choices=("first", "last"),
        help="where sources contradict each other, take this one, and say so (default: write nothing)",
    )


def _plan(args: argparse.Namespace) -> Plan:
    hosts = tuple(host.lower() for host in args.allow_origin)
    rules = Rules(tuple(args.only), tuple(args.skip), hosts)
    today = datetime.now(UTC).date()
    return Plan(tuple(args.sources), args.out, rules, args.prefer, today)


def _say(text: str) -> None:
    # As far as the terminal knows the signs.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _tell(text: str) -> None:
    sys.stderr.write(f"{one_line(text)}\n")


def _tell_notes(outcome: Outcome) -> None:
    for note in outcome.notes:
        _tell(f"note: {note}")
    for conflict in outcome.conflicts:
        first, *rest = conflict.lines
        for line in (f"conflict {first}", *rest):
            _tell(line)
    if outcome.is_edited:
        _tell(
            f"note: {outcome.path} is no longer what was vendored: corrections belong in an overlay"
        )


def _say_written(outcome: Outcome) -> None:
    if not outcome.is_changed:
        _say(f"unchanged: {outcome.path}")
    for path, _ in outcome.files:
        _say(f"wrote {path}")


def _check(outcome: Outcome, form: str) -> int:
    found = upstream.compare(outcome)
    if form == "text":
        _say_text(outcome, found)
    else:
        _say_form(found, form)
    return DIFFERS if outcome.is_changed or found.notes else DONE


def _say_text(outcome: Outcome, found: Upstream) -> None:
    if outcome.before is None:
        _say(f"{outcome.path} is not there yet: all of it is new")
    elif not outcome.is_changed:
        _say(f"unchanged: {outcome.path} is what is published")
        for note in found.notes:
            _say(one_line(f"note: {note}"))
    else:
        # The whole of the comparison, which nothing needs as long as nothing changed.
        from contract_tests.regression.reports.text import render

        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        _say(f"{outcome.path} differs from what is published\n")
        _say(render(found.verdict(), color=color, everything=True).rstrip("\n"))
    if found.applies:
        _say(one_line(found.applies))


def _say_form(found: Upstream, form: str) -> None:
    # As above.
    from contract_tests.regression import job
    from contract_tests.regression.reports.forms import FORMS

    verdict = found.verdict()
    shown = found.in_files(verdict) if form in ("github", "sarif") else verdict
    _say(FORMS[form].render(shown).rstrip("\n"))
    if form == "github":
        applies = f"\n{markup.text(found.applies)}\n" if found.applies else ""
        job.here().summarize(FORMS["markdown"].render(verdict) + applies)


def _fail(out: Path, error: SpecError) -> None:
    # Nothing else needs it.
    from contract_tests.regression import job

    job.here().fail(f"{out} could not be compared with what is published", str(error))


def _progress() -> Listener:
    """One line that changes, on a terminal only."""
    stream = sys.stderr

    def listen(done: int, total: int) -> None:
        stream.write(_ERASE if done == total else f"{_ERASE}{done} of {total} pages read")
        stream.flush()

    is_shown = stream.isatty() and os.environ.get("TERM") != "dumb"
    return listen if is_shown else lambda _done, _total: None
