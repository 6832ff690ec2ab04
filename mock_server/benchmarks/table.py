"""Figures for people: Markdown tables whose columns are aligned, for a terminal and for a README."""

from collections.abc import Sequence

from mock_server.benchmarks.load import Effort
from mock_server.benchmarks.startup import Start
from mock_server.benchmarks.state import Growth
from mock_server.benchmarks.throughput import Comparison, Side


def throughput(comparisons: Sequence[Comparison]) -> str:
    header = "answers|server|requests|seconds|requests/s|CPU us each|p50 ms|p95 ms|p99 ms|peak MB|ratio to bare"
    rows = [header.split("|")]
    for one in comparisons:
        low, high = min(one.ratios), max(one.ratios)
        goal = f", goal {one.scenario.goal:.2f}" if one.scenario.goal else ""
        ratio = f"{one.ratio:.2f} ({low:.2f} to {high:.2f}{goal})"
        rows.append(_side(one.scenario.name, "mock", one.server, ratio))
        rows.append(_side("", "bare", one.bare, ""))
    return _table(rows)


def note(comparisons: Sequence[Comparison], effort: Effort) -> str:
    """What a reader must know to believe the figures."""
    samples = [s for one in comparisons for side in (one.server, one.bare) for s in side.samples]
    busy = max(sample.client_work / sample.seconds for sample in samples)
    return (
        f"{effort.connections} connections, {effort.rounds} rounds of {effort.seconds:g} s for each server, in turn.\n"
        f"The ratio is the median of the rounds. The client was busy for {busy:.0%} of a round at the most."
    )


def _side(name: str, server: str, side: Side, ratio: str) -> list[str]:
    latencies = [f"{side.latency(percent) * 1000:.2f}" for percent in (50, 95, 99)]
    counts = [f"{side.requests:,}", f"{side.seconds:.1f}", f"{side.requests / side.seconds:,.0f}"]
    work = "unknown" if side.work is None else f"{side.work * 1e6:.0f}"
    return [name, server, *counts, work, *latencies, _megabytes(side.memory), ratio]


def start_up(starts: Sequence[Start]) -> str:
    rows = [["from process start to the first answer", "median s", "fastest s", "slowest s"]]
    for one in starts:
        figures = one.median, min(one.seconds), max(one.seconds)
        rows.append([one.name, *(f"{figure:.2f}" for figure in figures)])
    return _table(rows)


def state(growth: Growth) -> str:
    def each(seconds: float) -> str:
        return f"{seconds / 10_000 * 1e6:.0f}"

    return _table(
        [
            ["rows", "first 10,000: us each", "last 10,000: us each", "MB before", "MB after"],
            [
                f"{growth.requests:,}",
                each(growth.slices[0]),
                each(growth.slices[-1]),
                _megabytes(growth.before),
                _megabytes(growth.after),
            ],
        ]
    )


def _megabytes(size: int | None) -> str:
    return "unknown" if size is None else f"{size / 1e6:,.0f}"


def _table(rows: list[list[str]]) -> str:
    """The first column to the left, figures to the right."""
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    rule = [f"{'-' * (width - 1)}{':' if i else '-'}" for i, width in enumerate(widths)]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(
        "| "
        + " | ".join(_padded(cell, widths[i], left=i == 0) for i, cell in enumerate(line))
        + " |"
        for line in lines
    )


def _padded(cell: str, width: int, *, left: bool) -> str:
    return cell.ljust(width) if left else cell.rjust(width)
