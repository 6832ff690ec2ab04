"""`make bench`: the mock's speed as ratios to a bare server, and its start-up."""

import argparse
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from mock_server.benchmarks import processes, scenarios, startup, state, table, throughput
from mock_server.benchmarks.load import Effort, WrongAnswer
from mock_server.benchmarks.scenarios import Scenario

_STARTS = 5
_TEXT = """\
The mock and a bare ASGI application that answers a constant, each in a process of its own on the same uvicorn settings, are asked
in turn by this process, over connections that are kept. Every answer must have the expected status.
"""
_EXAMPLES = """\
examples:
  python -m mock_server.benchmarks                         throughput and start-up
  python -m mock_server.benchmarks throughput --rounds 2  a quick look
  python -m mock_server.benchmarks state                   a million rows: takes minutes
"""


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    try:
        found = scenarios.read(args.requests)
        print(
            f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}"
        )
        for part in args.parts or ("throughput", "start-up"):
            print(f"\n{_PARTS[part](found, args)}", flush=True)
    except (OSError, KeyError, yaml.YAMLError, RuntimeError, WrongAnswer) as error:
        print(f"benchmarks: {error!r}", file=sys.stderr)
        return 1
    return 0


def _throughput(found: list[Scenario], args: argparse.Namespace) -> str:
    effort = Effort(seconds=args.seconds, rounds=args.rounds, connections=args.connections)
    comparisons = []
    for one in found:
        print(f"measuring: {one.name}", file=sys.stderr)
        comparisons.append(throughput.compare(processes.MOCK, one, effort))
    return f"{table.throughput(comparisons)}\n\n{table.note(comparisons, effort)}"


def _start_up(found: list[Scenario], _: argparse.Namespace) -> str:
    print("measuring: start-up", file=sys.stderr)
    return table.start_up(startup.measure(processes.MOCK, found[0], times=_STARTS))


def _state(found: list[Scenario], args: argparse.Namespace) -> str:
    print(f"measuring: {args.rows:,} rows", file=sys.stderr)
    return table.state(state.measure(found[0], requests=args.rows))


_PARTS: dict[str, Callable[[list[Scenario], argparse.Namespace], str]] = {
    "throughput": _throughput,
    "start-up": _start_up,
    "state": _state,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mock_server.benchmarks",
        description=_TEXT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "parts", nargs="*", choices=[*_PARTS, []], help="throughput, start-up, state"
    )
    parser.add_argument("--seconds", type=float, default=1, help="of each round (default: 1)")
    parser.add_argument("--rounds", type=int, default=10, help="of each server (default: 10)")
    parser.add_argument("--connections", type=int, default=16, help="kept open (default: 16)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="for state (default: 1000000)")
    parser.add_argument("--requests", type=Path, help="the file of scenarios (default: bench.yaml)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
