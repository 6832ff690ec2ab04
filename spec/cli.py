"""The commands that need a document and nothing else: `troth show`."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from spec.compile import compile_operations
from spec.document import Document
from spec.errors import SpecError
from spec.options import add_document_options, document_from
from spec.writer import to_json, to_yaml

OK, COULD_NOT_READ = 0, 3

_SHOW = """\
examples:
  troth show                                the vendored document, corrected
  troth show api.yaml --format json         any document, for a tool that reads JSON
  troth show api.yaml --overlay fix.yaml    with this overlay in place of the one beside it
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `python -m spec COMMAND`. Returns the exit code: 0, or 3 when the document cannot be read; usage errors exit with 2."""
    args = _parser().parse_args(argv)
    try:
        text = _show(args)
    except SpecError as error:
        print(f"troth: {error}", file=sys.stderr)
        return COULD_NOT_READ
    sys.stdout.write(text)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="troth", description="Understand an OpenAPI document.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    show = commands.add_parser(
        "show",
        help="print the corrected document",
        description="Print the document as troth reads it: corrected by its overlay, one file, rules included.",
        epilog=_SHOW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_document_options(show)
    show.add_argument(
        "--format", choices=("yaml", "json"), default="yaml", help="(default: %(default)s)"
    )
    return parser


def _show(args: argparse.Namespace) -> str:
    _, document = document_from(args)
    compile_operations(document)  # a rule outside the vocabulary is an error here too
    if args.format == "json":
        return to_json(document.content)
    return "".join(f"# {line}\n" for line in _corrections(document)) + to_yaml(document.content)


def _corrections(document: Document) -> Iterator[str]:
    """The corrections in force, each with what it changed: JSON has no place for them, YAML has comments."""
    places: dict[str, list[str]] = {}
    for correction in document.corrections:
        places.setdefault(correction.name, []).extend(correction.pointers)
    if places:
        overlays = ", ".join(overlay.name for overlay in document.overlays)
        yield f"{document.name}, corrected by {overlays}:"
    for name, pointers in places.items():
        yield f"  {name}"
        yield from (f"    {where}" for where in dict.fromkeys(pointers))
