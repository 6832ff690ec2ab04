"""What may be said on the command line of `troth diff`."""

import argparse
from datetime import date
from pathlib import Path

from contract_tests.regression.records import LEVELS
from contract_tests.regression.reports.forms import FORMS

_DESCRIPTION = """\
Compare two OpenAPI documents and say what the change does to those who go by them.

Each edit gets one verdict. For schemas it is proved or shown: a request that was allowed and is refused now, or an answer that
may come now and could not before. What is neither proved nor shown is said to be undecided.
"""
_EPILOG = """\
levels, from the gravest on:
  breaking       calls that worked fail, or answers come that were not promised
  undecided      neither a proof nor a counterexample was found
  risky          the document leaves open whether somebody is hurt
  compatible     proved, or by rule
  documentation  what is said, and nothing that is done

exit codes:
  0  nothing at the level of --fail-on or graver
  1  something is
  2  the command line or the overrides are wrong
  3  a document cannot be read

examples:
  troth diff old.yaml new.yaml                      two files
  troth diff main:api/openapi.yaml api/openapi.yaml against a branch, with no checkout of it
  troth diff main:api.yaml api.yaml --format github annotations on the changed lines, and the summary of the job
  troth diff old.yaml new.yaml --report reports     every form of the report in a folder
  troth diff old.yaml new.yaml --fail-on risky      be stricter
  troth diff old.yaml new.yaml --overrides troth-diff.toml
                                                    what is accepted, why, and until when
  troth diff --rules                                every rule, its level, and oasdiff's names for it

an overrides file:
  [levels]
  "operation-id" = "documentation"

  [[accept]]
  rule = "enum-grown"
  pointer = "/paths/~1orders/*"
  reason = "the one customer that reads it is told"
  expires = 2026-12-31
"""


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="troth diff",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    side = "a file, the name of a vendored document, or REV:PATH in this git repository"
    found.add_argument("base", nargs="?", metavar="BASE", help=f"what was promised: {side}")
    found.add_argument("head", nargs="?", metavar="HEAD", help="what is to be promised: the same")
    _add_documents(found)
    _add_policy(found)
    _add_output(found)
    return found


def _add_documents(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("documents")
    group.add_argument(
        "--overlay",
        action="append",
        metavar="FILE",
        help="an overlay for the head, and for the base unless it has its own; may be repeated "
        "(default: the overlay beside each document, if any)",
    )
    group.add_argument(
        "--base-overlay", action="append", metavar="FILE", help="an overlay for the base"
    )
    group.add_argument("--no-overlay", action="store_true", help="read both as they are written")
    group.add_argument(
        "--allow-remote-refs",
        action="store_true",
        help="fetch the https addresses that $ref names (default: they are refused)",
    )


def _add_policy(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("policy")
    group.add_argument(
        "--fail-on",
        choices=(*LEVELS, "never"),
        default="breaking",
        metavar="LEVEL",
        help=f"exit with 1 at this level or a graver one: {', '.join((*LEVELS, 'never'))} "
        "(default: %(default)s)",
    )
    group.add_argument(
        "--overrides",
        type=Path,
        metavar="FILE",
        help="levels of rules, and findings that are accepted",
    )
    group.add_argument(
        "--deprecation-days",
        type=_days,
        metavar="N",
        help="what was deprecated for N days may be removed, and a sunset must be N days away "
        "(default: a sunset alone decides)",
    )
    group.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        help="the day that sunsets and overrides are judged by, such as 2026-12-31 (default: today)",
    )
    group.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of the search for witnesses (default: 0)"
    )
    group.add_argument("--rules", action="store_true", help="print every rule, and end")


def _add_output(found: argparse.ArgumentParser) -> None:
    group = found.add_argument_group("output")
    group.add_argument(
        "--format",
        choices=tuple(FORMS),
        default="text",
        metavar="FORM",
        help=f"what is printed: {', '.join(FORMS)} (default: %(default)s)",
    )
    group.add_argument(
        "--all", action="store_true", help="in text, show what is compatible and documentation too"
    )
    group.add_argument("--report", type=Path, metavar="DIR", help="write every form to a folder")
    group.add_argument(
        "--changelog",
        type=Path,
        metavar="FILE",
        help="write what customers should read, in Markdown",
    )
    group.add_argument(
        "--execute",
        action="store_true",
        help="send each witness to a mock of the base and to one of the head, and say what they answer",
    )


def _days(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-12-31") from None
