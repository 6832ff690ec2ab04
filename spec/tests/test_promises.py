"""`x-troth-promises`: read, and refused with a pointer when it does not fit its document."""

import pytest

from spec import catalog
from spec.errors import RuleError
from spec.promises import Declared, read_promises, undeclared
from spec.prose import sentences, texts
from spec.tests.documents import document

PATHS = """
paths:
  /things:
    get:
      description: Gives the
        things. May be slow.
      responses: {'200': {description: The things.}}
"""


def promises(*entries: str):
    lines = "".join(f"  - {entry}\n" for entry in entries)
    return document(f"{PATHS}x-troth-promises:\n{lines}")


def test_entries_become_records():
    """The three forms, and a quote without regard to where lines are folded."""
    loaded = promises(
        "{quote: Gives   the things., by: [answers.schema, /paths/~1things/get]}",
        "{quote: May be slow., promises: nothing, because: it names no time}",
        "{quote: the things, open: which ones, by: [questions]}",
    )
    where = "/x-troth-promises"
    assert read_promises(loaded) == (
        Declared(
            "Gives the things.", ("answers.schema", "/paths/~1things/get"), None, None, f"{where}/0"
        ),
        Declared("May be slow.", (), "it names no time", None, f"{where}/1"),
        Declared("the things", ("questions",), None, "which ones", f"{where}/2"),
    )


def test_a_document_need_not_have_the_list():
    """None is not the empty list: nobody has said anything of its prose."""
    assert read_promises(document(PATHS)) is None


@pytest.mark.parametrize(
    ("entry", "pointer", "problem"),
    [
        pytest.param("{quote: May be quick., by: [a.b]}", "/0/quote", "no sentence of the document says 'May be quick.'", id="not-said"),
        pytest.param("{quote: the things. May, by: [a.b]}", "/0/quote", "no sentence of the document says", id="two-sentences"),
        pytest.param("{quote: The things., by: [/paths/~1things/put]}", "/0/by/0", "the pointer leads nowhere: there is no /paths/~1things/put", id="pointer"),
        pytest.param("{quote: The things., by: [Some words]}", "/0/by/0", "does not match", id="no-id"),
        pytest.param("{quote: The things., by: []}", "/0/by", "[] has less than 1 item", id="by-nothing"),
        pytest.param("{quote: The things.}", "/0", "`by` is missing", id="no-verdict"),
        pytest.param("{quote: The things., promises: nothing}", "/0", "`because` is missing", id="no-reason"),
        pytest.param("{quote: The things., promises: all, because: x}", "/0/promises", '"all" must be "nothing"', id="promises"),
        pytest.param("{quote: The things., by: [a.b], becuase: x}", "/0/becuase", "`becuase` is not known here", id="unknown-word"),
        pytest.param("{quote: ' ', by: [a.b]}", "/0/quote", "does not match", id="blank"),
        pytest.param("text", "/0", "must be an object, and is", id="no-object"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_an_error_with_its_pointer(entry, pointer, problem):
    """A quote of what is said no more, a pointer into nothing and an unknown word do not wait for a run."""
    with pytest.raises(RuleError) as caught:
        read_promises(promises(entry))
    assert caught.value.pointer == "/x-troth-promises" + pointer
    assert problem in caught.value.problem
    assert caught.value.line is not None


@pytest.mark.parametrize("entry", catalog.vendored().values(), ids=catalog.vendored())
def test_every_sentence_of_a_vendored_document_is_accounted_for(entry):
    """Each word of its prose is quoted: as a promise, as an open question, or with why there is nothing to test."""
    loaded = catalog.load_entry(entry)
    declared = read_promises(loaded) or ()
    silent = {
        prose.pointer: rest
        for prose in texts(loaded)
        for sentence in sentences(prose.text)
        if (rest := undeclared(sentence, declared))
    }
    assert silent == {}
