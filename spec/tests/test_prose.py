"""Prose to sentences."""

import pytest

from spec.prose import Prose, sentences, texts
from spec.tests.documents import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three? 4 of five.", ["One.", "Two!", "Three?", "4 of five."], id="stops"),
        pytest.param("Folded\n  over\nlines. Next.", ["Folded over lines.", "Next."], id="folded"),
        pytest.param("A name, e.g. Anna or i.e. Bob. Next.", ["A name, e.g. Anna or i.e. Bob.", "Next."], id="abbreviations"),
        pytest.param('E.g. "Compliance Check". Next.', ['E.g. "Compliance Check".', "Next."], id="quotes"),
        pytest.param("Sent by J. Smith vs. Q. Next.", ["Sent by J. Smith vs. Q. Next."], id="initials"),
        pytest.param("See `a. B` there. `limit` caps it.", ["See `a. B` there.", "`limit` caps it."], id="code"),
        pytest.param("0\u2013100. Null when absent.", ["0\u2013100.", "Null when absent."], id="numbers"),
        pytest.param("Version 1.2 is 3.5 times as fast.", ["Version 1.2 is 3.5 times as fast."], id="decimals"),
        pytest.param("Calls, chats — plus more. **Bold.** End", ["Calls, chats — plus more.", "**Bold.**", "End"], id="dashes-and-bold"),
        pytest.param("It waits (for long. Then no more). End.", ["It waits (for long. Then no more).", "End."], id="brackets"),
        pytest.param("Wait ... and see. Go… On.", ["Wait ... and see.", "Go… On."], id="ellipsis"),
        pytest.param("# Heading\n\nText.\n\n- one\n- two. Three\n1. four", ["Text.", "one", "two.", "Three", "four"], id="blocks"),
        pytest.param("Before.\n\n```json\n{\"a\": 1}. No.\n```\nAfter.", ["Before.", "After."], id="fences"),
        pytest.param("Seen <!-- not. Seen --> again.", ["Seen", "again."], id="comments"),
        pytest.param("| a | b |\n|---|---|\n| Yes. | No. |", ["a | b", "Yes. | No."], id="tables"),
        pytest.param("値は必須です。空にできません。", ["値は必須です。", "空にできません。"], id="ideographic"),
        pytest.param(" \n ---\n ... ", [], id="nothing"),
        pytest.param("a. " * 30_000, ["a. " * 29_999 + "a."], id="a-long-one"),
        pytest.param("(" + "A one. " * 30_000, ["(" + "A one. " * 29_999 + "A one."], id="an-open-bracket"),
    ],
)  # fmt: skip
def test_a_text_is_its_sentences(text, expected):
    """A sentence ends where a reader says that it does: not in code, not in brackets, not after an abbreviation."""
    assert list(sentences(text)) == expected


def test_every_summary_and_description_is_prose_but_those_of_examples():
    """A member that is called `description` is no prose, nor is data, and an example's summary promises nothing."""
    loaded = document("""
    tags: [{name: a, description: Tag.}]
    paths:
      /things:
        summary: Path.
        get:
          description: Operation.
          x-note: {description: Extension.}
          responses:
            '200':
              description: Answer.
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Thing'}
                  examples: {one: {summary: Example., value: {description: Data.}}}
    components:
      schemas:
        Thing: {properties: {description: {type: string, description: Member.}}}
    """)
    thing = "/components/schemas/Thing/properties/description/description"
    found = list(texts(loaded))
    assert {prose.text for prose in found} == {"Tag.", "Path.", "Operation.", "Answer.", "Member."}
    assert Prose(thing, "Member.") in found
