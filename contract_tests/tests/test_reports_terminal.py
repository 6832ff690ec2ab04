"""The report on a terminal."""

from dataclasses import replace

from contract_tests.reports import terminal
from contract_tests.tests.results import CLAUSE, EVERYTHING, QUIET, finding, promise


def test_all_that_holds_fits_a_screen():
    """The whole page of a run that holds: sums instead of rows, and the verdict last."""
    assert terminal.render(QUIET) == (
        "Books 1.0: api/books.yaml against https://books.example, seed 7\n"
        "1,234 requests in 1.5 s: 201 1,200x, 400 34x\n"
        "\n"
        "held (2)\n"
        "      1 sentence, by 5 requests\n"
        "      1 constraint of requests, by 4 requests\n"
        "\n"
        "holds: no findings, 2 of 2 promises held\n"
    )


def test_what_holds_is_summed_by_its_kind():
    """Of several alike, the least that each was put to the test."""
    rows = tuple(promise("held", f"promise {number}", requests=number) for number in (9, 7, 1200))
    assert "\n      3 sentences, each by 7 requests or more\n" in terminal.render(
        replace(QUIET, promises=rows)
    )


def test_a_finding_is_told_whole():
    """What is wrong, when, what the document says and where, what was sent and got, how often, and the seed."""
    shown = terminal.render(replace(QUIET, findings=(finding(count=3, reproduced=2),)))
    assert (
        "1. error  upsert.echo  createBook  aaaa000001\n"
        "   the title is not what was sent\n"
        "   when: title: accents, and 2 more like it\n"
        "   says: api/books.yaml:12\n"
        "         /paths/~1books/post\n"
        "         “Creates a book.”\n"
        "   # the twin without the fault\n"
        "   $ curl -i -X POST https://books.example/books -H 'X-Key: '\"$TROTH_API_KEY\"\n"
        "     201\n"
        "     content-type: application/json\n"
        "     {}\n"
        "   seen again 2 of 3 times (intermittent), seed 7\n"
    ) in shown


def test_the_ledger_comes_first_and_the_worst_on_top():
    """Broken, masked, not shown, open, held, then the findings, then the verdict."""
    text = terminal.render(EVERYTHING)
    headings = [
        "broken (1)",
        "masked: what tested it proved nothing (1)",
        "cannot be shown with this target (2)",
        "open questions, and what the deployment does (1)",
        "held (2)",
        "findings (3)",
        "known deviations (1)",
        "masked trials (1)",
        "properties that were not put to the test (1)",
        "left behind: 1 row, written 3 times",
        "ended early: ",
        "violated: ",
    ]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_what_to_add_is_said_once():
    """One lack that keeps many promises from being shown is told once, with all of them below."""
    text = terminal.render(EVERYTHING)
    assert (
        "  add [principals.stranger]\n"
        "    - Each sees its own.  [api/books.yaml:12]\n"
        "    - No other key is taken.  [api/books.yaml:12]\n"
    ) in text


def test_what_a_skipped_property_costs_is_said():
    """A property that was not put to the test is named, with what would not be seen."""
    text = terminal.render(EVERYTHING)
    assert "  requires.stranger\n    add [principals.stranger]; leaks would not be seen\n" in text


def test_prose_fits_a_hundred_columns():
    """Only what must be copied in one piece is wider."""
    long = "every word of it is short but there are very many of them " * 9
    ledger = tuple(promise(verdict, long, note=long) for verdict in ("broken", "masked", "open"))
    found = finding(problem=long, trial=long, says=(replace(CLAUSE, quote=long),))
    text = terminal.render(replace(QUIET, promises=ledger, findings=(found,)))
    assert max(len(line) for line in text.splitlines()) <= 100


def test_many_rows_of_a_kind_are_cut():
    """A document of a thousand operations is summed up; the other forms have it all."""
    rows = tuple(promise("not shown", f"promise {number}", note="add ids") for number in range(999))
    text = terminal.render(replace(QUIET, promises=rows))
    assert "and 979 more: see the report" in text
    assert len(text.splitlines()) < 40


def test_colours_only_when_asked_for():
    """No control character is in a text without colours."""
    assert "\x1b" not in terminal.render(EVERYTHING)
    assert "\x1b[31mviolated: " in terminal.render(EVERYTHING, color=True)
    assert "\x1b[32mholds: " in terminal.render(QUIET, color=True)
