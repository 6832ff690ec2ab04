"""`make bench` for `troth diff`: whole processes, beside one that only reads the same two files."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from contract_tests.benchmarks import large
from spec.catalog import find

_READERS = {
    "json": "import json, sys; [json.load(open(one)) for one in sys.argv[1:]]",
    "yaml": "import yaml, sys; [yaml.load(open(one), yaml.CSafeLoader) for one in sys.argv[1:]]",
}
_EXITS = (0, 1)  # of a diff that was made


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.benchmarks", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=3, help="the fastest counts (default: 3)")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        print("| documents | size | troth diff | reading them | ratio |\n|---|---|---|---|---|")
        for name, base, head in _pairs(Path(folder)):
            size = sum(one.stat().st_size for one in (base, head)) / 2e6
            reading = _fastest([sys.executable, "-c", _READERS[base.suffix[1:]]], base, head, args)
            taken = _fastest([sys.executable, "-m", "troth", "diff"], base, head, args)
            row = f"{size:.1f} MB | {taken:.2f} s | {reading:.2f} s | {taken / reading:.1f}"
            print(f"| {name} | {row} |", flush=True)
    return 0


def _pairs(folder: Path) -> list[tuple[str, Path, Path]]:
    vendored = find().document.read_text(encoding="utf-8")
    narrowed = vendored.replace("maximum: 100", "maximum: 10", 1)
    small = _written(folder, "small", "yaml", [vendored, narrowed])
    sides = large.document(), large.released()
    texts = [json.dumps(one) for one in sides]
    yamls = [yaml.dump(one, Dumper=yaml.CSafeDumper, sort_keys=False) for one in sides]
    return [
        ("the vendored one, a limit lowered", *small),
        ("870 operations, 25 edits, JSON", *_written(folder, "large", "json", texts)),
        ("870 operations, 25 edits, YAML", *_written(folder, "large", "yaml", yamls)),
    ]


def _written(folder: Path, name: str, suffix: str, texts: list[str]) -> tuple[Path, Path]:
    base, head = (folder / f"{name}-{side}.{suffix}" for side in ("base", "head"))
    base.write_text(texts[0], encoding="utf-8")
    head.write_text(texts[1], encoding="utf-8")
    return base, head


def _fastest(command: list[str], base: Path, head: Path, args: argparse.Namespace) -> float:
    """Seconds of the fastest of some runs: what else the machine does only adds to them."""
    return min(_once([*command, str(base), str(head)]) for _ in range(args.rounds))


def _once(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in _EXITS:
        raise SystemExit(f"{command[:3]} failed: {done.stderr}")
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
