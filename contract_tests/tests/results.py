"""Results written by hand: one of everything that a report can hold, with texts as a hostile server would send them."""

from dataclasses import replace

from contract_tests.result import (
    Clause,
    Finding,
    MaskedTrial,
    Promise,
    PropertyRun,
    Question,
    Result,
    Step,
    Verdict,
    Write,
)

# Markup and commands of every form there is: HTML, Markdown, a terminal, GitHub's workflow, XML; and what no file can hold.
HOSTILE = (
    "<script>alert(1)</script> &lt; &#60; <!-- ]]> a|b \\| **bold** `code` [a](http://evil.example) @team #1 \x1b[31mred\x1b[0m"
    "\r\n::error::mine\n%0A \u202eright-to-left \x00 \x85 \u2028 \ud800 \ufffe é 世 \U0001f600"
)
CLAUSE = Clause("/paths/~1books/post", "Creates a book.", "api/books.yaml", 12)
FIXED = Clause("/components/x", HOSTILE, "api/overlay one.yaml", None, "fix <it>")
STEP = Step(
    "the twin without the fault",
    "curl -i -X POST https://books.example/books -H 'X-Key: '\"$TROTH_API_KEY\"",
    "POST https://books.example/books\nX-Key: $TROTH_API_KEY",
    201,
    "201\ncontent-type: application/json\n\n{}",
)
BAD_STEP = Step(HOSTILE, f"curl {HOSTILE}", HOSTILE, 500, HOSTILE)


def finding(id: str = "aaaa000001", **changes: object) -> Finding:
    plain = Finding(
        id=id,
        property="upsert.echo",
        operation="createBook",
        severity="error",
        problem="the title is not what was sent",
        trial="title: accents",
        says=(CLAUSE,),
        steps=(STEP,),
        seed=7,
        reproduced=3,
        retries=3,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def promise(verdict: Verdict, text: str, **changes: object) -> Promise:
    plain = Promise("prose", "createBook", text, CLAUSE, ("upsert.echo",), verdict, 5)
    return replace(plain, **changes)  # type: ignore[arg-type]


def run(
    property: str, verdict: Verdict, note: str = "", operation: str = "createBook"
) -> PropertyRun:
    return PropertyRun(property, f"what {property} claims", operation, verdict, 4, 9, note)


FINDINGS = (
    finding(
        "aaaa000001",
        severity="critical",
        says=(CLAUSE, FIXED),
        steps=(STEP, BAD_STEP),
        problem=f"worst {HOSTILE}",
        trial=HOSTILE,
        reproduced=1,
        count=3,
    ),
    finding("aaaa000002"),
    finding("aaaa000003", property="document.status", severity="warning", says=(), steps=()),
    finding("aaaa000004", property="upsert.keeps", known=f"ticket 12 {HOSTILE}"),
)
# Holds, and has nothing else to say.
QUIET = Result(
    version="1.2.3",
    document="api/books.yaml",
    title="Books 1.0",
    digest="ab" * 32,
    url="https://books.example",
    seed=7,
    started="2026-11-23T10:00:00+00:00",
    seconds=1.5,
    requests=1234,
    statuses={"createBook": {"201": 1200, "400": 34}},
    promises=(
        promise("held", "It keeps the title."),
        promise("held", "title, maxLength: 9", kind="request", requests=4),
    ),
    properties=(run("upsert.echo", "held"),),
    findings=(),
    masked=(),
    questions=(),
    writes=(),
)
EVERYTHING = replace(
    QUIET,
    title=f"Books {HOSTILE}",
    promises=(
        *QUIET.promises,
        promise("broken", f"It says {HOSTILE}", note=HOSTILE, clause=FIXED),
        promise("masked", "It refuses a long title.", requests=0, note="the twin was refused"),
        promise("not shown", "Each sees its own.", requests=0, note="add [principals.stranger]"),
        promise(
            "not shown", "No other key is taken.", requests=0, note="add [principals.stranger]"
        ),
        promise("open", "whether blanks count", note="they do", operation=""),
    ),
    properties=(
        run("upsert.echo", "broken", HOSTILE),
        run("upsert.keeps", "broken", "known"),
        run("upsert.race", "masked", "1 of 4 trials is masked"),
        run("requires.stranger", "not shown", "add [principals.stranger]; leaks would not be seen"),
        run("questions", "open"),
        run("document.status", "held"),
    ),
    findings=FINDINGS,
    masked=(MaskedTrial("upsert.race", "createBook", HOSTILE, HOSTILE),),
    questions=(Question("questions", "createBook", "blanks", HOSTILE),),
    writes=(Write("createBook", "primary", "POST", "/books", f"title={HOSTILE}", 201, 3),),
    shard=(2, 5),
    stopped=f"the budget is spent {HOSTILE}",
    expired=("known.toml:3 is past its date",),
)
