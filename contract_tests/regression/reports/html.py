"""One page to mail: verdicts, then each edit side by side. No script, nothing from elsewhere, light or dark."""

from collections.abc import Iterator
from html import escape

from contract_tests.regression.exchange import marked_lines
from contract_tests.regression.records import LEVELS, Finding, Verdict
from contract_tests.regression.reports import words
from contract_tests.reports.plain import visible
from spec.diff.records import Place
from spec.document import Document

# Should a text ever escape its element, the page still runs and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --breaking: #cf222e; --undecided: #8250df; --risky: #9a6700;
  --compatible: #1a7f37; --documentation: #0969da; --gone: #ff818226; --come: #2da44e26; }
@media (prefers-color-scheme: dark) { :root { --breaking: #f85149; --undecided: #bc8cff; --risky: #d29922;
  --compatible: #3fb950; --documentation: #58a6ff; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0;
  padding: .3rem .6rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; margin: .5rem 0; } .sides > div { min-width: 0;
  border: 1px solid var(--line); }
.sides header { font-size: .8rem; opacity: .7; padding: .2rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
.base .hit { background: var(--gone); } .head .hit { background: var(--come); } .hit { display: block; }
.witness { border-left: 3px solid var(--line); margin: .5rem 0; } .mark { color: var(--breaking); font-weight: 600; }
details { border-bottom: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
.breaking { color: var(--breaking); } .undecided { color: var(--undecided); } .risky { color: var(--risky); }
.compatible { color: var(--compatible); } .documentation { color: var(--documentation); } .note { opacity: .7; }
@media (max-width: 50rem) { .sides { grid-template-columns: 1fr; } }
"""
_AROUND = 3  # lines shown around a changed one
_LONGEST_LINE = 300
_OPEN = ("breaking", "undecided")


def render(verdict: Verdict) -> str:
    return "\n".join(_page(verdict)) + "\n"


def _page(verdict: Verdict) -> Iterator[str]:
    title = f"{words.about(verdict)}: {words.headline(verdict)}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{_text(words.about(verdict))}</h1>\n<p><strong>{_text(words.headline(verdict))}</strong><br>"
    yield f"{_text(words.measured(verdict))}; {_text(words.version(verdict))}</p>"
    yield from (f'<p class="risky">{_text(note)}</p>' for note in verdict.notes)
    lines = _lines(verdict.comparison.base), _lines(verdict.comparison.head)
    for level in LEVELS:
        found = words.by_level(verdict, level)
        if found:
            yield f'<h2 class="{level}">{_text(words.heading(verdict, level))}</h2>'
        for one in found:
            yield from _finding(one, lines)
    yield "</body>\n</html>"


def _finding(
    found: Finding, lines: tuple[dict[str, list[str]], dict[str, list[str]]]
) -> Iterator[str]:
    opened = " open" if found.level in _OPEN and found.accepted is None else ""
    yield f'<details{opened}>\n<summary><span class="{found.level}">{found.level}</span> {_text(found.problem)}</summary>'
    accepted = f"<br>accepted: {_text(found.accepted)}" if found.accepted is not None else ""
    correction = f"<br>by the correction {_text(found.correction)}" if found.correction else ""
    yield f'<p class="note"><code>{_text(found.rule)} {found.id}</code> {_text(words.operations(found))}<br>'
    yield f"{_text(found.ground)}{correction}{accepted}</p>"
    yield '<div class="sides">'
    yield _side("base", found.base, lines[0])
    yield _side("head", found.head, lines[1])
    yield "</div>"
    yield from _exchange(found)
    yield "</details>"


def _side(name: str, place: Place | None, files: dict[str, list[str]]) -> str:
    if place is None:
        return f'<div class="{name}"><header>{name}: not there</header></div>'
    head = f"<header>{name}: {_text(words.place(place))} {_text(place.inside)}</header>"
    lines = files.get(place.source, [])
    if not place.line or place.line > len(lines):
        return f'<div class="{name}">{head}</div>'
    first = max(1, place.line - _AROUND)
    last = min(len(lines), place.line + _AROUND)
    rows = []
    for number in range(first, last + 1):
        row = f"{number:>5}  {_text(lines[number - 1][:_LONGEST_LINE])}"
        rows.append(f'<span class="hit">{row}</span>' if number == place.line else f"{row}\n")
    return f'<div class="{name}">{head}<pre>{"".join(rows)}</pre></div>'


def _exchange(found: Finding) -> Iterator[str]:
    exchange = found.exchange
    if exchange is None:
        return
    rows = []
    for line, is_marked in marked_lines(words.cut(exchange.request or exchange.answer), exchange):
        rows.append(f'<span class="mark">{_text(line)}</span>' if is_marked else _text(line))
    yield f"<p>{_text(words.meant(found))}:</p>"
    yield f'<div class="witness"><pre>{"&#10;".join(rows)}</pre></div>'
    marked = f"<code>{_text(exchange.marked)}</code> " if exchange.marked else ""
    yield f'<p class="{found.level}">{marked}{_text(exchange.reason)}</p>'
    if exchange.executed:
        yield f"<p>executed: {_text(exchange.executed)}</p>"


def _lines(document: Document) -> dict[str, list[str]]:
    """The lines of each file that a place may be in."""
    files = [document.text, *document.overlays, *document.files.values()]
    return {one.name: one.text.split("\n") for one in files}


def _text(value: str) -> str:
    return escape(visible(value))
