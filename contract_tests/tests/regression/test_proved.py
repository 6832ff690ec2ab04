"""What proofs make of a change: the witness and not the keyword decides, and neither is undecided."""

import pytest

from contract_tests.regression import policy
from contract_tests.regression.records import Proof
from contract_tests.regression.session import judge
from contract_tests.regression.settings import Settings
from contract_tests.tests.regression.library import (
    ADD,
    ANSWER,
    BASE,
    BOOK,
    GONE,
    TODAY,
    document,
    edited,
    findings,
    verdict,
)
from spec.containment.records import Contained, Escapes, Undecided
from spec.diff.compare import compare

ESCAPES = Escapes({"title": 1}, "/title", "1 is not of type string")
CONTAINED = Contained("by itself it refuses nothing that was valid")
UNDECIDED = Undecided("two patterns", 12)


def compared(edits):
    return compare(document(BASE, "base.json"), document(edited(edits), "head.json"))


def judged(edits, answer, *, alone=True, equal=False, **settings):
    """The finding of the one schema change of the edits, with an answer in every direction."""
    comparison = compared(edits)
    (change,) = [one for one in comparison.changes if one.area == "schema"]
    slots = [use.slot for use in change.uses]
    proofs = [
        Proof(change if alone else None, slot.direction, answer, slot, (slot,)) for slot in slots
    ]
    same = frozenset({id(change)}) if equal else frozenset()
    options = Settings(TODAY, **settings)
    found = policy.judge(comparison, proofs, options, same)
    assert len(found) == len(comparison.changes)
    return next(one for one in found if one.base == change.base and one.head == change.head)


LENGTH = {f"{BOOK}/properties/title/maxLength": 500}
GROWN = {f"{ANSWER}/properties/state/enum": ["in", "out", "lost"]}
OPEN = {f"{BOOK}/properties/new": {"type": "string"}}


@pytest.mark.parametrize(
    ("edits", "answer", "level"),
    [
        pytest.param(LENGTH, ESCAPES, "breaking", id="a-witness-breaks"),
        pytest.param(LENGTH, CONTAINED, "compatible", id="a-proof-excuses"),
        pytest.param(LENGTH, UNDECIDED, "undecided", id="neither-is-undecided"),
        pytest.param(GROWN, ESCAPES, "risky", id="a-witness-has-the-level-of-its-row"),
        pytest.param(GROWN, UNDECIDED, "risky", id="no-answer-makes-a-mild-row-worse"),
        pytest.param(OPEN, ESCAPES, "compatible", id="a-new-member-of-an-open-object"),
    ],
)
def test_the_proof_decides(edits, answer, level):
    """The keyword picks the row, and the answer the level."""
    assert judged(edits, answer).level == level


def test_an_undecided_change_says_what_was_tried():
    """The reason and the number of values are in the ground."""
    assert judged(LENGTH, UNDECIDED).ground == "not decided: two patterns; 12 values tried"


def test_a_change_without_a_proof_is_undecided():
    """Silence is no proof."""
    comparison = compared(LENGTH)
    (found,) = policy.judge(comparison, (), Settings(TODAY))
    assert found.level == "undecided"


def test_what_is_shown_together_is_breaking():
    """A witness that no single change explains is told with the first change of its value, and nothing is told twice."""
    found = judged(LENGTH, ESCAPES, alone=False)
    assert found.level == "breaking"
    assert "together with the other changes" in found.problem


def test_what_says_the_same_is_documentation():
    """A change that both schemas are proved to be equal after is a rewrite."""
    assert judged(LENGTH, CONTAINED, equal=True).level == "documentation"


def test_a_rewrite_with_a_witness_is_none():
    """Equality is believed where nothing speaks against it."""
    assert judged(LENGTH, ESCAPES, equal=True).level == "breaking"


def test_levels_of_the_overrides_count_for_witnesses():
    """A team's level takes the place of the row's, and is said."""
    found = judged(LENGTH, ESCAPES, levels={"text-length": "risky"})
    assert found.level == "risky"
    assert "the overrides make it risky" in found.ground


def test_levels_of_the_overrides_do_not_touch_what_is_proved():
    """What is proved to break nothing stays compatible."""
    assert judged(LENGTH, CONTAINED, levels={"text-length": "breaking"}).level == "compatible"


@pytest.mark.parametrize(
    ("edits", "rules"),
    [
        pytest.param(
            {
                f"{BOOK}/properties/kind": {
                    "anyOf": [{"const": "essay"}, {"const": "novel"}],
                }
            },
            {"enum", "any-of"},
            id="enum-to-anyOf-of-consts",
        ),
        pytest.param(
            {
                f"{BOOK}/properties/price": {"type": ["string", "number"]},
            },
            {"type", "any-of"},
            id="anyOf-to-type-array",
        ),
        pytest.param(
            {f"{BOOK}/properties/size": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}},
            {"one-of", "any-of"},
            id="oneOf-to-anyOf-of-disjoint-types",
        ),
        pytest.param(
            {f"{BOOK}/properties/kind/maxLength": 5},
            {"text-length"},
            id="maxLength-that-the-enum-implies",
        ),
    ],
)
def test_rewrites_are_recognised(edits, rules):
    """The same in other words is documentation, whatever rule lists say of the keyword."""
    found = findings(edits)
    assert {name: one.level for name, one in found.items()} == dict.fromkeys(rules, "documentation")


def test_a_change_used_both_ways_gets_the_worse_level_and_names_both():
    """One schema in a request and in an answer: wider is fine for the one and breaks the other."""
    shared = edited(
        {
            "/components/schemas/Title": {"type": "string", "maxLength": 9},
            f"{BOOK}/properties/title": {"$ref": "#/components/schemas/Title"},
            f"{ANSWER}/properties/title": {"$ref": "#/components/schemas/Title"},
        }
    )
    wider = edited({"/components/schemas/Title/maxLength": 10}, shared)
    found = judge(document(shared), document(wider), Settings(TODAY)).findings
    assert [(one.rule, one.level, one.direction) for one in found] == [
        ("text-length", "breaking", "answer")
    ]
    assert "in a request: compatible" in found[0].ground


def test_drafts_may_break():
    """What only a draft operation has may change: risky, and the reason is told."""
    content = edited({f"{ADD}/x-stability": "draft"})
    other = edited({f"{BOOK}/properties/title/maxLength": 5}, content)
    (found,) = judge(document(content), document(other), Settings(TODAY)).findings
    assert found.level == "risky"
    assert "lowered, for the operation is a draft" in found.ground


def test_no_finding_for_no_change():
    """A document is compatible with itself, and is not renamed for it."""
    found = verdict({})
    assert found.findings == ()
    assert found.next_version == found.version == "1.4.2"


def test_a_removed_member_says_nothing_of_others():
    """The finding of an edit stands at its own line of the head, or where it is missing."""
    (found,) = verdict({f"{BOOK}/properties/note": GONE}).findings
    assert found.head is not None
    assert found.base is not None
    assert found.head.source == "head.json"
    assert found.base.pointer.endswith("/properties/note")
