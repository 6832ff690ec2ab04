"""Requests that start from a document and a target, before anything is sent."""

import pytest

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT
from contract_tests.settings import Settings
from contract_tests.target import Principal, Target
from contract_tests.tests import benches
from contract_tests.trial import NotShown


def test_a_full_request_has_every_member_and_the_targets_ids():
    """Every member that the document names is there, and what a rule looks up is an id of the target."""
    bench = benches.bench()
    full = bench.full(bench.operations[0])
    assert full.parameters == {("path", "shop"): benches.SHOP}
    assert sorted(full.body) == ["note", "price", "rack", "title"]
    assert full.body["rack"] == benches.RACK


def test_a_least_request_has_what_cannot_be_left_out():
    """Of alternatives the one that the document names first stays."""
    bench = benches.bench()
    assert sorted(bench.least(bench.operations[0]).body) == ["price", "title"]


def test_an_optional_reference_is_left_out_when_the_target_has_none():
    """The stranger's target names no rack: its request does without."""
    bench = benches.bench()
    assert "rack" not in bench.full(bench.operations[0], "stranger").body


def test_a_missing_id_says_what_to_add():
    """A target without the ids that a rule looks up is named with the line to add."""
    document = benches.document(benches.books())
    bench = Bench(document, Target("http://x", {"primary": Principal("primary", "k")}), Settings())
    with pytest.raises(NotShown) as lack:
        bench.full(bench.operations[0])
    assert lack.value.reason == "the target names no shop of primary"
    assert lack.value.needs == "give [principals.primary] with shops = [...]"


@pytest.mark.parametrize(
    ("responses", "refusals"),
    [
        pytest.param(("201", "400", "404"), {400}, id="400"),
        pytest.param(("201", "400", "422"), {400, 422}, id="both"),
        pytest.param(("201", "401", "418"), {418}, id="another-4xx"),
    ],
)
def test_statuses_that_refuse_are_the_documents_own(responses, refusals):
    """What says that a request breaks the document is 400 or 422 where documented, else what 4xx there is."""
    answers = {status: {"description": "x"} for status in responses}
    bench = benches.bench(
        benches.books(responses=answers, **{"x-troth": {"requires": benches.RULES["requires"]}})
    )
    assert bench.refusals(bench.operations[0]) == refusals


def test_pool_rows_are_the_same_in_every_run_of_a_slot():
    """A later run writes the rows of an earlier one again, and leaves no more than there were."""
    titles = []
    for _ in range(2):
        bench = benches.bench(seed=8)
        draft = bench.full(bench.operations[0])
        titles.append([bench.keyed(draft, name).body["title"] for name in ("a", "b", "a")])
    assert titles[0] == titles[1] == ["troth-test-0-a", "troth-test-0-b", "troth-test-0-a"]


def test_fresh_rows_are_never_the_same():
    """A key for what must not exist yet is another each time."""
    bench = benches.bench()
    draft = bench.full(bench.operations[0])
    titles = {bench.fresh(draft, "a").body["title"] for _ in range(50)}
    assert len(titles) == 50
    assert all(
        bench.is_allowed(draft.operation, {**draft.body, "title": title}) for title in titles
    )


def test_a_narrow_key_takes_values_of_its_schema():
    """A key that allows no prefix gets values that its pattern does, one for each row."""
    content = benches.books()
    schema = {
        **benches.BOOK,
        "properties": {
            **benches.BOOK["properties"],
            "title": {"type": "string", "pattern": "^[0-9]{6}$"},
        },
    }
    operation = content["paths"]["/shops/{shop}/books"]["post"]
    operation["requestBody"]["content"]["application/json"]["schema"] = schema
    bench = benches.bench(content)
    draft = bench.full(bench.operations[0])
    titles = {bench.keyed(draft, name).body["title"] for name in "abcdef"}
    assert len(titles) == 6
    assert all(title.isdigit() and len(title) == 6 for title in titles)


def test_a_value_of_the_target_goes_where_it_says():
    """`values` fill what neither rule nor schema can know."""
    principal = Principal(
        "primary",
        "k",
        {"shops": (benches.SHOP,)},
        {"body.note": "given", "placeBook.path.shop": "x"},
    )
    bench = Bench(
        benches.document(benches.books()), Target("http://x", {"primary": principal}), Settings()
    )
    full = bench.full(bench.operations[0])
    assert full.body["note"] == "given"
    assert full.parameters["path", "shop"] == "x"


def test_a_draft_is_edited_without_being_changed():
    """Each edit gives a new draft, and what it copied stays as it was."""
    bench = benches.bench()
    draft = bench.full(bench.operations[0])
    before = dict(draft.body)
    edited = (
        draft.with_member(("price",), ABSENT)
        .with_member(("tags",), ["a"])
        .with_member(("tags", 1), "b")
    )
    assert draft.body == before
    assert "price" not in edited.body
    assert edited.body["tags"] == ["a", "b"]
