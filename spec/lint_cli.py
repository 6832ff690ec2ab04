"""`troth lint`: defects in a document, with their places and corrections."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from spec import catalog, source
from spec.errors import SpecError
from spec.lint import fixes, overlay_text
from spec.lint.problem import LEVELS, Problem
from spec.lint.reports import FORMS, Report
from spec.lint.run import lint
from spec.lint.settings import Settings, read
from spec.lint.table import ALL
from spec.options import add_document_options, fetch_from

CLEAN, DEFECTS, COULD_NOT_READ = 0, 1, 3
# What is read stays to the end: to walk through it again at every 700 new objects, as Python would, costs a fifth of the time.
_OBJECTS = 200_000

_EPILOG = """\
levels, from the gravest on: error, warn, info, hint

exit codes:
  0  nothing at the level of --fail-on or graver
  1  something at that level
  2  a wrong command line
  3  the document, its overlay or the rule file cannot be read

examples:
  troth lint                              the vendored document; what its overlay mends is said to be mended
  troth lint api.yaml --fail-on warn      any document, stricter
  troth lint api.yaml --fix               write the known corrections to api.overlay.yaml
  troth lint api.yaml --config rules.yaml rules off, or of another level: `rules: {tags-used: off}`
  troth lint --rules                      every rule, with its reason
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth lint`. Returns 0, 1 when there is a problem at the level of --fail-on, or 3 when something cannot be read; usage
    errors exit with 2."""
    gc.set_threshold(_OBJECTS)
    args = _parser().parse_args(argv)
    if args.rules:
        print("".join(_rules()), end="")
        return CLEAN
    try:
        problems = _lint(args)
    except SpecError as error:
        print(f"troth: {error}", file=sys.stderr)
        return COULD_NOT_READ
    limit = LEVELS.index(args.fail_on) if args.fail_on != "never" else -1
    return (
        DEFECTS
        if any(LEVELS.index(one.level) <= limit for one in problems if not one.corrected)
        else CLEAN
    )


def _lint(args: argparse.Namespace) -> tuple[Problem, ...]:
    entry = catalog.find(args.document)
    settings = read(args.config) if args.config else Settings()
    text = source.read(entry.document, catalog.shown(entry.document))
    base = entry.document.resolve().parent
    fetch = fetch_from(args)
    paths = list(() if args.no_overlay else args.overlay or entry.overlays)
    if args.fix:
        paths = paths or [
            entry.overlay or entry.document.with_name(f"{entry.document.stem}.overlay.yaml")
        ]
        done = fixes.append(text, paths, settings, base=base, fetch=fetch)
        print("".join(_told(paths[-1], done)), end="", file=sys.stderr)
        paths = [*paths[:-1], *(paths[-1:] if overlay_text.is_begun(paths[-1]) else ())]
    overlays = [source.read(path, catalog.shown(path), kind=source.OVERLAY) for path in paths]
    problems = lint(text, overlays, settings, base=base, fetch=fetch)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    report = Report(entry.name, problems, color, args.all)
    print(FORMS[args.format](report), end="")
    return problems


def _told(overlay: Path, done: fixes.Outcome) -> Iterator[str]:
    known = len(done.written) + len(done.refused)
    yield f"{overlay}: {len(done.written)} of {known} corrections written\n"
    for one in done.refused:
        yield f"  not written for {one.problem.rule} at {one.problem.pointer}: {one.reason}\n"


def _rules() -> Iterator[str]:
    width = max(len(rule.id) for rule in ALL)
    for rule in ALL:
        yield f"{rule.id:{width}}  {rule.level:5}  {rule.says}\n{'':{width}}         because {rule.why}\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="troth lint",
        description="Find what breaks tools and people in an OpenAPI document. What its overlay mends does not count.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_document_options(parser)
    parser.add_argument(
        "--format", choices=tuple(FORMS), default="text", help="(default: %(default)s)"
    )
    parser.add_argument(
        "--fail-on",
        choices=(*LEVELS, "never"),
        default="error",
        metavar="LEVEL",
        help="error, warn, info, hint or never (default: error)",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="a rule file, YAML or JSON")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="append the known corrections to the last overlay, which is made if need be; what breaks something else is refused",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="show hints too, and in text what the overlay mends; JSON always has all",
    )
    parser.add_argument("--rules", action="store_true", help="print every rule, and end")
    return parser


if __name__ == "__main__":
    sys.exit(main())
