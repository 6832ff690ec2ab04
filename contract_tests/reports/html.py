"""One page to mail: the ledger first, then the findings. No script, nothing from elsewhere, light or dark as the reader likes."""

from collections.abc import Iterator
from html import escape

from contract_tests.reports import words
from contract_tests.result import Clause, Finding, Promise, Result, Step

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --held: #1a7f37; --broken: #cf222e; --open: #0969da; --weak: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --held: #3fb950; --broken: #f85149; --open: #58a6ff; --weak: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid var(--line); } th { font-weight: 600; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { overflow-x: auto; white-space: pre-wrap; word-break: break-word;
  border-left: 3px solid var(--line); padding-left: .8rem; margin: .5rem 0; }
details { border-bottom: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
.held { color: var(--held); } .broken, .critical, .error { color: var(--broken); } .open { color: var(--open); }
.masked, .not-shown, .warning { color: var(--weak); } .where { opacity: .7; } .number { text-align: right; }
blockquote { margin: .3rem 0 .3rem .8rem; font-style: italic; }
"""


def render(result: Result) -> str:
    return "\n".join(_page(result)) + "\n"


def _page(result: Result) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(result.title)}: {words.verdict_word(result)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{_text(result.title)}</h1>"
    sign = "held" if words.verdict_word(result) == "holds" else "broken"
    yield f'<p><strong class="{sign}">{_text(words.headline(result))}</strong><br>'
    yield f"{_text(result.document)} against {_text(result.url)}, seed {result.seed}, {_text(result.started)}<br>"
    yield f"{_text(words.measured(result))}</p>"
    if result.stopped:
        yield f'<p class="broken">ended early: {_text(result.stopped)}</p>'
    yield from (f'<p class="warning">known deviations: {_text(one)}</p>' for one in result.expired)
    yield from _ledger(result)
    yield from _findings(result)
    yield from _properties(result)
    yield from _left_behind(result)
    yield "</body></html>"


def _ledger(result: Result) -> Iterator[str]:
    yield "<h2>What the document promises</h2><table>"
    yield "<tr><th>verdict<th>promise<th>tested by<th class=number>requests</tr>"
    for verdict in words.ORDER:
        for promise in words.by_verdict(result, verdict):
            yield _row(promise)
    yield "</table>"


def _row(promise: Promise) -> str:
    kind = promise.verdict.replace(" ", "-")
    note = f"<br>{_text(promise.note)}" if promise.note else ""
    tests = ", ".join(f"<code>{_text(one)}</code>" for one in promise.properties)
    return (
        f'<tr><td class="{kind}">{promise.verdict}<td>{_text(promise.text)}{note}'
        f"<br>{_where(promise.clause)}<td>{tests}<td class=number>{promise.requests:,}</tr>"
    )


def _findings(result: Result) -> Iterator[str]:
    if result.findings:
        yield "<h2>Findings</h2>"
    for finding in result.findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    known = f" <em>known: {_text(finding.known)}</em>" if finding.known else ""
    yield f'<details open id="{finding.id}"><summary><span class="{finding.severity}">{finding.severity}</span> '
    yield f"<code>{_text(finding.property)}</code> {_text(finding.operation)}: {_text(finding.problem)}{known}</summary>"
    more = f", and {finding.count - 1} more like it" if finding.count > 1 else ""
    again = f"again {finding.reproduced} of {finding.retries} times, seed {finding.seed}, <code>{finding.id}</code>"
    yield f"<p>{_text(finding.trial)}{more}; {again}</p>"
    for clause in finding.says:
        quote = f"<blockquote>{_text(clause.quote)}</blockquote>" if clause.quote else ""
        yield f"<div>{_where(clause)}{quote}</div>"
    yield from (_step(step) for step in finding.steps)
    yield "</details>"


def _step(step: Step) -> str:
    note = f"<p>{_text(step.note)}</p>" if step.note else ""
    sent = f"<details><summary>the request</summary><pre>{_text(step.request)}</pre></details>"
    return f"{note}<pre>$ {_text(step.curl)}</pre>{sent}<pre>{_text(step.answer)}</pre>"


def _properties(result: Result) -> Iterator[str]:
    yield "<h2>Properties</h2><table>"
    yield "<tr><th>verdict<th>property<th>operation<th class=number>trials<th class=number>requests</tr>"
    for one in result.properties:
        kind = one.verdict.replace(" ", "-")
        note = f"<br>{_text(one.note)}" if one.note else ""
        yield (
            f'<tr><td class="{kind}">{one.verdict}<td><code>{_text(one.property)}</code> {_text(one.claim)}{note}'
            f"<td>{_text(one.operation)}<td class=number>{one.trials:,}<td class=number>{one.requests:,}</tr>"
        )
    yield "</table>"


def _left_behind(result: Result) -> Iterator[str]:
    if not result.writes:
        return
    yield f"<h2>Left behind</h2><details><summary>{len(result.writes):,} rows</summary><table>"
    for write in result.writes:
        what = f"{_text(write.method)} {_text(write.path)}"
        yield f"<tr><td>{what}<td>{_text(write.key)}<td>{_text(write.principal)}<td class=number>{write.times:,}x</tr>"
    yield "</table></details>"


def _where(clause: Clause) -> str:
    correction = f", correction {_text(clause.correction)}" if clause.correction else ""
    place = f"{_text(words.place(clause))} {_text(clause.pointer)}{correction}"
    return f'<code class="where">{place}</code>'


def _text(value: str) -> str:
    return escape(words.visible(value))
