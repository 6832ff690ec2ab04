"""`troth mock`: serve a document until interrupted."""

import argparse
import gc
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from mock_server import settings as setting_table
from mock_server import target
from mock_server.announcement import announce
from mock_server.assembly import Assembly, assemble, read_world
from mock_server.settings import Settings
from spec.errors import SpecError
from spec.fetch import is_loopback
from spec.options import add_document_options, document_from

OK, USAGE, COULD_NOT_START = 0, 2, 3

_EXAMPLES = """\
examples:
  troth mock                                  the vendored document on http://127.0.0.1:8080
  troth mock api.yaml --port 0                any document, on a free port
  troth mock --fixtures world.yaml            with your own organizations, keys and ids
  troth mock --auto-provision                 ids in the path exist as soon as they are used
  troth mock --write-target target.toml       and write the target file for the contract tests
  troth mock --host 0.0.0.0 --control-token T reachable from elsewhere, /_mock/ by token
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth mock`. Returns 0 after SIGINT or SIGTERM, 3 when it could not start; usage errors exit with 2."""
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        settings = setting_table.from_args(args)
    except ValueError as error:
        parser.error(str(error))
    from mock_server.serving import CannotStart  # uvicorn: not needed for --help

    try:
        return _serve(args, settings)
    except (SpecError, CannotStart) as error:
        print(f"troth: {error}", file=sys.stderr)
        return COULD_NOT_START


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="troth mock",
        description="Serve an OpenAPI document: validate requests, keep what is submitted, answer as the document promises.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_document_options(parser)
    parser.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8080, help="0 takes a free one (default: %(default)s)"
    )
    parser.add_argument(
        "--fixtures",
        type=Path,
        metavar="FILE",
        help="the world before the first request (default: fixtures.yaml beside the document)",
    )
    parser.add_argument(
        "--write-target",
        type=Path,
        metavar="FILE",
        help="write a target file for the contract tests, with this mock's keys and ids",
    )
    parser.add_argument(
        "--log", action="store_true", help="print a line for every request, keys masked"
    )
    setting_table.add_flags(parser)
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {text!r}")
    return int(text)


def _serve(args: argparse.Namespace, settings: Settings) -> int:
    # uvicorn: not needed for --help, nor for a document that cannot be read.
    from mock_server import serving
    from mock_server.running import limits_of, refuser

    entry, document = document_from(args)
    world = read_world(args.fixtures or entry.fixtures)
    loopback = is_loopback(args.host)
    assembly = assemble(document, world, settings, loopback=loopback, log=_logger(args.log))
    return serving.run(
        assembly.app,
        host=args.host,
        port=args.port,
        limits=limits_of(assembly),
        refuse=refuser(assembly),
        on_ready=_ready(assembly, args.write_target),
    )


def _logger(wanted: bool) -> Callable[[str], None] | None:
    return (lambda line: print(line, flush=True)) if wanted else None


def _ready(assembly: Assembly, write_target: Path | None) -> Callable[[str], None]:
    def ready(url: str) -> None:
        print(announce(assembly, url, version=version("troth")))
        if write_target:
            write_target.write_text(target.as_toml(assembly.session, url), encoding="utf-8")
            print(f"target file: {write_target}")
        print(f"listening on {url}", flush=True)
        threading.Thread(target=_settle, args=(assembly,), daemon=True).start()

    return ready


def _settle(assembly: Assembly) -> None:
    """What need not be done before the first answer."""
    assembly.authority.warm()
    # What is there now stays: the collector need not walk through 300,000 objects of modules and schemas again and again.
    gc.collect()
    gc.freeze()
