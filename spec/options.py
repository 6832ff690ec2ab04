"""The command-line options that say which document is meant, the same for every command."""

import argparse
from pathlib import Path

from spec import catalog
from spec.document import Document
from spec.embedding import Fetch


def add_document_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document",
        nargs="?",
        metavar="DOCUMENT",
        help="an OpenAPI 3.0 or 3.1 file, or the name of a vendored document (default: the vendored one)",
    )
    parser.add_argument(
        "--overlay",
        action="append",
        type=Path,
        metavar="FILE",
        help="an OpenAPI Overlay to apply, may be repeated (default: NAME.overlay.yaml or overlay.yaml beside the document)",
    )
    parser.add_argument(
        "--no-overlay", action="store_true", help="read the document as it is, without any overlay"
    )
    parser.add_argument(
        "--allow-remote-refs",
        action="store_true",
        help="fetch the https addresses that $ref names (default: they are refused)",
    )


def document_from(args: argparse.Namespace) -> tuple[catalog.Entry, Document]:
    """The document that parsed options mean. Raises SpecError."""
    entry = catalog.find(args.document)
    overlays = () if args.no_overlay else args.overlay
    return entry, catalog.load_entry(entry, overlays=overlays, fetch=fetch_from(args))


def fetch_from(args: argparse.Namespace) -> Fetch | None:
    """What gets remote references: nothing, unless the user allowed it."""
    if not args.allow_remote_refs:
        return None
    from spec.fetch import fetch  # urllib costs 30 ms, and nearly nobody needs it

    return fetch
