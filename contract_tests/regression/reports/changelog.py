"""What changed, for the customers of an API: Markdown, by operation, without our words for it."""

from collections import defaultdict
from collections.abc import Iterator

from contract_tests.regression.records import Finding, Verdict
from contract_tests.regression.reports import words
from contract_tests.regression.reports.markdown import prose
from spec.markup import text

_HEADINGS = {
    "breaking": "What you have to change",
    "undecided": "What may concern you",
    "risky": "What may concern you",
    "compatible": "What is new",
}
_GOES = "What will go"
# Rules that say when something goes, or that it does.
_ENDS = ("deprecated", "sunset")
_WHOLE = "The API as a whole"


def render(verdict: Verdict) -> str:
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"## {text(_version(verdict))}"
    sections: dict[str, list[Finding]] = defaultdict(list)
    for found in words.ordered(verdict):
        if found.level in _HEADINGS:
            sections[_heading(found)].append(found)
    if not sections:
        yield from ("", "Nothing changes for you.")
    for heading in dict.fromkeys((*list(_HEADINGS.values())[:-1], _GOES, *_HEADINGS.values())):
        if heading in sections:
            yield from ("", f"### {heading}")
            yield from _by_operation(sections[heading])


def _heading(found: Finding) -> str:
    is_back = found.rule == "deprecated" and found.after is not True
    is_end = found.rule.startswith(_ENDS) and found.level != "breaking" and not is_back
    return _GOES if is_end else _HEADINGS[found.level]


def _by_operation(findings: list[Finding]) -> Iterator[str]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        groups[", ".join(found.operations) or _WHOLE].append(found)
    for name, group in groups.items():
        yield from ("", f"**{text(name)}**", "")
        for found in group:
            yield f"- {prose(_sentence(found))}"


def _sentence(found: Finding) -> str:
    told = f"{found.problem[:1].upper()}{found.problem[1:]}."
    exchange = found.exchange
    if exchange is not None and exchange.marked and found.level in ("breaking", "undecided"):
        return f"{told} For example: {exchange.reason}."
    return told


def _version(verdict: Verdict) -> str:
    return verdict.next_version or verdict.version or "The next version"
