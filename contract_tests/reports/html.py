"""One page to mail: the ledger first, then the findings. No script, nothing from elsewhere, light or dark as the reader likes."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from contract_tests.reports import words
from contract_tests.reports.plain import count, visible
from contract_tests.result import Clause, Finding, Promise, PropertyRun, Result, Step, Verdict

# Should a text ever escape its element, the page still runs and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --held: #1a7f37; --broken: #cf222e; --open: #0969da; --weak: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --held: #3fb950; --broken: #f85149; --open: #58a6ff; --weak: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { font-weight: 600; }
td:first-child[class], th, .number { white-space: nowrap; } .number { text-align: right; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  border-left: 3px solid var(--line); padding-left: .8rem; margin: .5rem 0; }
details { border-bottom: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
.held { color: var(--held); } .broken, .critical, .error { color: var(--broken); } .open { color: var(--open); }
.masked, .not-shown, .warning { color: var(--weak); } .where, .note { opacity: .7; } .counts a { margin-right: 1.2rem; }
blockquote { margin: .3rem 0 .3rem .8rem; font-style: italic; }
"""
_SIDES = dict.fromkeys(("requests", "trials", "times"), ' class="number"')


def render(result: Result) -> str:
    return "\n".join(_page(result)) + "\n"


def _page(result: Result) -> Iterator[str]:
    word = words.verdict_word(result)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(f'{result.title}: {word}')}</title>\n<style>{_STYLE}</style>\n</head>"
    yield f"<body>\n<h1>{_text(result.title)}</h1>"
    sign = "held" if word == "holds" else "broken"
    yield f'<p><strong class="{sign}">{_text(words.headline(result))}</strong><br>'
    yield f"{_text(words.about(result))}, {_text(result.started)}<br>{_text(words.measured(result))}</p>"
    if result.stopped:
        yield f'<p class="broken">ended early: {_text(result.stopped)}</p>'
    yield from (f'<p class="warning">known deviations: {_text(one)}</p>' for one in result.expired)
    yield from _ledger(result)
    yield from _findings(result)
    yield from _masked(result)
    yield from _questions(result)
    yield from _properties(result)
    yield from _left_behind(result)
    yield "</body>\n</html>"


def _ledger(result: Result) -> Iterator[str]:
    counts = Counter(promise.verdict for promise in result.promises)
    yield '<h2>What the document promises</h2>\n<p class="counts">'
    for verdict in words.ORDER:
        if counts[verdict]:
            yield f'<a class="{_class(verdict)}" href="#{_class(verdict)}">{verdict} {counts[verdict]:,}</a>'
    yield "</p>\n<table>"
    yield _head("verdict", "promise", "tested by", "requests")
    for verdict in words.ORDER:
        for number, promise in enumerate(words.by_verdict(result, verdict)):
            yield _promise(promise, anchor="" if number else f' id="{_class(verdict)}"')
    yield "</table>"


def _promise(promise: Promise, *, anchor: str) -> str:
    note = f'<div class="note">{_text(promise.note)}</div>' if promise.note else ""
    tests = ", ".join(_code(one) for one in promise.properties)
    return (
        f'<tr{anchor}><td class="{_class(promise.verdict)}">{promise.verdict}</td>'
        f"<td>{_text(promise.text)}{note}<div>{_where(promise.clause)}</div></td>"
        f'<td>{tests}</td><td class="number">{promise.requests:,}</td></tr>'
    )


def _findings(result: Result) -> Iterator[str]:
    if result.findings:
        yield "<h2>Findings</h2>"
    for finding in result.findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    """Open, but for what is known."""
    is_known = finding.known is not None
    opened = "" if is_known else " open"
    known = f" <em>known: {_text(finding.known or '')}</em>" if is_known else ""
    named = f"{_code(finding.property)} {_text(finding.operation)}: {_text(finding.problem)}{known}"
    severity = f'<span class="{finding.severity}">{finding.severity}</span>'
    yield f"<details{opened}>\n<summary>{severity} {named}</summary>"
    yield f"<p>when: {_text(words.when(finding))}<br>"
    yield f"{_text(words.again(finding))}, seed {finding.seed}, {_code(finding.id)}</p>"
    for clause in finding.says:
        quote = f"<blockquote>{_text(clause.quote)}</blockquote>" if clause.quote else ""
        yield f"<div>{_where(clause)}{quote}</div>"
    yield from map(_step, finding.steps)
    yield "</details>"


def _step(step: Step) -> str:
    """The answer is seen at once, the request in full on demand: the command says it already."""
    note = f"<p>{_text(step.note)}</p>" if step.note else ""
    sent = (
        f"<details>\n<summary>the request</summary>\n<pre>{_text(step.request)}</pre>\n</details>"
    )
    return f"{note}<pre>$ {_text(step.curl)}</pre>\n{sent}\n<pre>{_text(step.answer)}</pre>"


def _masked(result: Result) -> Iterator[str]:
    if not result.masked:
        return
    yield "<h2>Masked trials</h2>\n<table>"
    yield _head("property", "operation", "trial", "reason")
    for one in result.masked:
        yield _row(_code(one.property), _text(one.operation), _text(one.trial), _text(one.reason))
    yield "</table>"


def _questions(result: Result) -> Iterator[str]:
    if not result.questions:
        return
    yield "<h2>What the deployment does where the document leaves it open</h2>"
    yield f"<details>\n<summary>{count(len(result.questions), 'trial')}</summary>\n<table>"
    yield _head("property", "operation", "tried", "seen")
    for one in result.questions:
        yield _row(
            _code(one.property), _text(one.operation), _text(one.question), _text(one.answer)
        )
    yield "</table>\n</details>"


def _properties(result: Result) -> Iterator[str]:
    yield "<h2>Properties</h2>\n<table>"
    yield _head("verdict", "property", "operation", "trials", "requests")
    yield from map(_property, result.properties)
    yield "</table>"


def _property(one: PropertyRun) -> str:
    note = f'<div class="note">{_text(one.note)}</div>' if one.note else ""
    return (
        f'<tr><td class="{_class(one.verdict)}">{one.verdict}</td>'
        f"<td>{_code(one.property)} {_text(one.claim)}{note}</td><td>{_text(one.operation)}</td>"
        f'<td class="number">{one.trials:,}</td><td class="number">{one.requests:,}</td></tr>'
    )


def _left_behind(result: Result) -> Iterator[str]:
    if not result.writes:
        return
    yield f"<h2>Left behind</h2>\n<details>\n<summary>{count(len(result.writes), 'row')}</summary>\n<table>"
    yield _head("written by", "row", "of", "times")
    for write in result.writes:
        what = _text(f"{write.method} {write.path}")
        yield _row(what, _text(write.key), _text(write.principal), f"{write.times:,}")
    yield "</table>\n</details>"


def _head(*names: str) -> str:
    cells = (f"<th{_SIDES.get(one, '')}>{one}</th>" for one in names)
    return f"<tr>{''.join(cells)}</tr>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _where(clause: Clause) -> str:
    correction = f", by the correction {clause.correction}" if clause.correction else ""
    place = f"{words.place(clause)}{correction} {clause.pointer}"
    return f'<code class="where">{_text(place)}</code>'


def _class(verdict: Verdict) -> str:
    return verdict.replace(" ", "-")


def _code(value: str) -> str:
    return f"<code>{_text(value)}</code>"


def _text(value: str) -> str:
    return escape(visible(value))
