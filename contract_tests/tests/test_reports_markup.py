"""The pages: HTML to mail, and Markdown for the summary of a job."""

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from contract_tests.reports import html, markdown
from contract_tests.reports.plain import visible
from contract_tests.tests.results import EVERYTHING, QUIET, finding, promise
from spec import markup

VOID = {"br", "meta"}


class Page(HTMLParser):
    """What a browser sees: the elements that are open, all tags and attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.seen = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.seen += data


def test_the_page_is_well_formed_whatever_a_server_sent():
    """Each element is closed in its order, and no text has become an element or an attribute."""
    page = Page(html.render(EVERYTHING))
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "b"}
    assert "<script>alert(1)</script>" in page.seen


def test_the_page_needs_nothing_from_elsewhere():
    """No script, no link but to its own parts, and a policy that says so to the browser."""
    page = Page(html.render(EVERYTHING))
    places = [
        value for _, named in page.tags for name, value in named.items() if name in ("href", "src")
    ]
    assert places
    assert all(value and value.startswith("#") for value in places)
    assert not any(name.startswith("on") for _, named in page.tags for name in named)
    policies = [named for tag, named in page.tags if tag == "meta" and "http-equiv" in named]
    assert policies[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_link_of_the_page_leads_somewhere():
    """The counts at the top lead to the first row of their verdict."""
    page = Page(html.render(EVERYTHING))
    ids = {named["id"] for _, named in page.tags if "id" in named}
    assert {f"#{id}" for id in ids} == {named["href"] for _, named in page.tags if "href" in named}


def test_the_page_has_the_whole_ledger():
    """Each promise has its row, in HTML also those that hold."""
    rows = tuple(promise("held", f"promise number {number}.") for number in range(300))
    page = Page(html.render(replace(QUIET, promises=rows)))
    assert all(one.text in page.seen for one in rows)


def test_a_finding_is_open_unless_it_is_known():
    """What is to be done is seen at once; what is agreed on is folded."""

    def unfolded(found):
        text = html.render(replace(QUIET, findings=(found,)))
        return "<details open>" in text

    assert unfolded(finding())
    assert not unfolded(finding(known="ticket 1"))


def test_the_page_tells_the_ledger_before_the_findings():
    """The first question is what holds."""
    text = html.render(EVERYTHING)
    assert text.index("What the document promises") < text.index("<h2>Findings</h2>")


def rendered(text: str) -> Page:
    """As GitHub reads Markdown: with tables, and HTML as it is."""
    return Page(MarkdownIt("commonmark").enable("table").render(text))


def words_of(text: str) -> str:
    return " ".join(visible(text).split())


@example(
    " _a_ *b* `c` ~~d~~ [e](f) ![g](h) <i> &amp; \\| | http://i.example www.j.example k@l.example"
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_is_itself_in_markdown(value):
    """Whatever a text holds, a reader sees that and nothing else: in a cell, and as code in a cell."""
    shown = f"x{value}x"
    table = f"| a | b |\n|---|---|\n| {markup.text(shown)} | {markup.code(shown)} |\n"
    page = rendered(table)
    assert [tag for tag, _ in page.tags].count("td") == 2
    assert {tag for tag, _ in page.tags} <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.seen.count(words_of(shown)) >= 2


def test_markdown_is_well_formed_whatever_a_server_sent():
    """Rendered, the summary has the elements that it means, and the hostile text is text."""
    page = rendered(markdown.render(EVERYTHING))
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "img", "a", "h1", "h2"}
    assert [tag for tag, _ in page.tags].count("details") == len(EVERYTHING.findings) + 1
    assert "<script>alert(1)</script>" in page.seen


def test_markdown_begins_with_the_verdict():
    """The first line of a summary is what a reviewer reads."""
    assert markdown.render(QUIET).startswith(
        "### \u2705 Books 1\\.0: holds: no findings, 2 of 2 promises held\n"
    )


def test_markdown_stays_below_what_github_takes():
    """A thousand findings with long answers, and as many promises, are less than a megabyte."""
    step = replace(EVERYTHING.findings[0].steps[0], answer="x" * 9000, curl="y" * 9000)
    found = tuple(finding(f"{number:010}", steps=(step,) * 3) for number in range(1000))
    rows = tuple(promise("not shown", "z" * 300) for _ in range(5000))
    text = markdown.render(replace(QUIET, findings=found, promises=rows))
    assert len(text.encode()) < 1_000_000
    assert "and 950 more: see the report" in text
    assert "and 4,800 more" in text
