"""The command line of `troth test`, and the settings that it means."""

import argparse
import secrets
from pathlib import Path

from contract_tests.settings import Settings
from spec.options import add_document_options

_DESCRIPTION = """\
Hold a deployment to a document: to every limit of its schemas, every status, and every rule that its prose states.
With neither --url nor --target, the deployment is a mock of the document that is started for this run.
"""

_EXAMPLES = """\
examples:
  troth test                                       the vendored document, against its mock
  troth test --target staging.toml --report out    a deployment, with reports in out/
  TROTH_API_KEY=... troth test api.yaml --url https://staging.example
  troth test --target staging.toml --shard 2/5 --report part-2    one machine of five ...
  troth test --merge part-1 part-2 part-3 part-4 part-5           ... and the verdict of all

target file:
  url = "https://staging.example"
  [principals.primary]
  api_key = { env = "TROTH_API_KEY" }   # a key is never written down
  books = ["ids that exist, by the plural of their kind"]
  [principals.stranger]                 # another customer: turns on what is said of isolation
  api_key = { env = "TROTH_STRANGER_KEY" }

exit codes: 0 everything that was tested holds, 1 something is broken or masked, 2 usage, 3 the document or the target
cannot be read or reached
"""


def parser() -> argparse.ArgumentParser:
    """The parser of `troth test`."""
    made = argparse.ArgumentParser(
        prog="troth test",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_document_options(made)
    _add_target(made.add_argument_group("what is tested"))
    _add_extent(made.add_argument_group("how much"))
    _add_manners(made.add_argument_group("manners"))
    _add_connection(made.add_argument_group("connection"))
    _add_reports(made.add_argument_group("reports"))
    return made


def settings_from(args: argparse.Namespace) -> Settings:
    """Raises ValueError saying which option is wrong."""
    defaults = Settings()
    return Settings(
        seed=secrets.randbelow(2**32) if args.seed is None else args.seed,
        max_examples=args.max_examples,
        concurrency=args.concurrency,
        rate=args.rate,
        budget=args.budget,
        timeout=args.timeout,
        prefix=args.prefix,
        operations=tuple(args.operation),
        properties=tuple(args.property),
        shard=args.shard or defaults.shard,
        headers=dict(args.header),
        proxy=args.proxy,
        verify=False if args.insecure else args.ca_bundle or True,
        certificate=_certificate(args),
        undocumented_methods=args.undocumented_methods,
    )


def _add_target(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--url", metavar="URL", help="where the deployment is; the key is in TROTH_API_KEY"
    )
    group.add_argument(
        "--target",
        type=Path,
        metavar="FILE",
        help="whose keys and ids may be used, in TOML (see below)",
    )
    group.add_argument(
        "--fixtures",
        type=Path,
        metavar="FILE",
        help="the world of the mock that is started for this run",
    )
    group.add_argument(
        "--allow-production",
        action="store_true",
        help="test a URL that the document calls production (default: it is refused)",
    )


def _add_extent(group: argparse._ArgumentGroup) -> None:
    defaults = Settings()
    group.add_argument(
        "--max-examples",
        type=_positive,
        default=defaults.max_examples,
        metavar="N",
        help="generated examples of each property (default: %(default)s)",
    )
    group.add_argument(
        "--seed",
        type=_count,
        metavar="N",
        help="makes a run again what it was (default: another each time)",
    )
    group.add_argument(
        "--operation",
        action="append",
        default=[],
        metavar="ID",
        help="only this operation, may be repeated",
    )
    group.add_argument(
        "--property",
        action="append",
        default=[],
        metavar="ID",
        help="only this property, or all of a group such as `upsert`; may be repeated",
    )
    group.add_argument(
        "--shard", type=_shard, metavar="K/N", help="only the K-th of N parts of the run"
    )
    group.add_argument(
        "--undocumented-methods",
        action="store_true",
        help="also send methods that the document does not name (default: never)",
    )


def _add_manners(group: argparse._ArgumentGroup) -> None:
    defaults = Settings()
    group.add_argument(
        "--concurrency",
        type=_positive,
        default=defaults.concurrency,
        metavar="N",
        help="requests under way at one time (default: %(default)s)",
    )
    group.add_argument(
        "--rate",
        type=float,
        default=defaults.rate,
        metavar="N",
        help="requests per second (default: no limit)",
    )
    group.add_argument(
        "--budget",
        type=_count,
        default=defaults.budget,
        metavar="N",
        help="requests in all (default: no limit)",
    )
    group.add_argument(
        "--prefix",
        default=defaults.prefix,
        metavar="TEXT",
        help="how the rows that a run leaves are named (default: %(default)s)",
    )
    group.add_argument(
        "--writes",
        type=Path,
        metavar="FILE",
        help="list every write that was accepted (default: in --report DIR)",
    )


def _add_connection(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--timeout",
        type=float,
        default=Settings().timeout,
        metavar="SECONDS",
        help="the longest wait for an answer (default: %(default)s)",
    )
    group.add_argument(
        "--header",
        type=_header,
        action="append",
        default=[],
        metavar="NAME:VALUE",
        help="send a header with every request, may be repeated",
    )
    group.add_argument("--proxy", metavar="URL", help="(default: as HTTPS_PROXY and NO_PROXY say)")
    group.add_argument("--ca-bundle", metavar="FILE", help="trust these certificates")
    group.add_argument("--insecure", action="store_true", help="do not check the certificate")
    group.add_argument(
        "--cert", metavar="FILE", help="the client certificate, with its key or beside --cert-key"
    )
    group.add_argument("--cert-key", metavar="FILE", help="the key of --cert")


def _add_reports(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write JUnit, JSON, HTML, Markdown, GitHub annotations, SARIF and the list of writes",
    )
    group.add_argument(
        "--known",
        type=Path,
        metavar="FILE",
        help="deviations that are known, each with a reason and an expiry, in TOML",
    )
    group.add_argument(
        "--merge",
        nargs="+",
        type=Path,
        metavar="DIR",
        help="test nothing: join the reports of a run that was split with --shard",
    )
    group.add_argument("--list", action="store_true", help="list the properties, and test nothing")


def _certificate(args: argparse.Namespace) -> str | tuple[str, str] | None:
    if args.cert_key and not args.cert:
        raise ValueError("--cert-key goes with --cert")
    return (args.cert, args.cert_key) if args.cert_key else args.cert


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"expected a number from 1 up, not {text!r}")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"expected a number from 0 up, not {text!r}")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(
            f"expected K/N with K from 1 to N, such as 2/5, not {text!r}"
        )
    return int(part), int(parts)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not (colon and name.strip() and name.isascii()):
        raise argparse.ArgumentTypeError(f"expected NAME:VALUE, not {text!r}")
    return name.strip(), value.strip()
