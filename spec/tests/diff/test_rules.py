"""`x-troth`: each rule word that moved is one fact at its place."""

import pytest

from spec.diff.compare import compare
from spec.tests.diff.edits import base_place, between, head_place, rows
from spec.tests.documents import document

UPSERT = "{resource: thing, key: [$request.path.id, '$request.body#/label'], replaces: whole, keeps: [id, createdAt], sets: {source: api}, clock: {created: createdAt}}"
FLAG = "{flag: enabled, of: organization, else: 403}"
EXISTS = "{exists: thing, id: $request.path.id, else: 404}"


def ruled(rules, name="id"):
    extension = f"x-troth: {rules}" if rules else "x-cost: 1"
    return document(
        f"""\
        paths:
          /things/{{{name}}}:
            put:
              parameters: [{{name: {name}, in: path, required: true, schema: {{}}}}]
              responses: {{'200': {{description: ok}}}}
              x-cost: 1
              {extension if rules else "x-size: 1"}
        """.replace("x-size: 1", "x-cost2: 1")
    )


def both(requires=FLAG, upsert=UPSERT):
    return f"{{requires: [{requires}], upsert: {upsert}}}"


CASES = [
    ("key", both(), both(upsert=UPSERT.replace(", '$request.body#/label'", "")), ("upsert.key", "changed")),
    ("a member kept", both(), both(upsert=UPSERT.replace("[id, createdAt]", "[id]")), ("upsert.keeps", "changed")),
    ("a member set otherwise", both(), both(upsert=UPSERT.replace("source: api", "source: web")), ("upsert.sets.source", "changed")),
    ("a member no longer set", both(), both(upsert=UPSERT.replace("{source: api}", "{}")), ("upsert.sets.source", "removed")),
    ("clock", both(), both(upsert=UPSERT.replace("created: createdAt", "created: madeAt")), ("upsert.clock.created", "changed")),
    ("a clock more", both(), both(upsert=UPSERT.replace("created: createdAt", "created: createdAt, updated: updatedAt")), ("upsert.clock.updated", "added")),
    ("upsert gone", both(), f"{{requires: [{FLAG}]}}", ("upsert", "removed")),
    ("status", both(), both(FLAG.replace("403", "409")), ("requires.else", "changed")),
    ("another flag", both(), both(FLAG.replace("enabled", "allowed")), ("requires.flag", "changed")),
    ("a requirement more", both(), both(f"{FLAG}, {EXISTS}"), ("requires", "added")),
    ("a requirement less", both(f"{FLAG}, {EXISTS}"), both(), ("requires", "removed")),
    ("optional", both(EXISTS), both(EXISTS.replace("else", "optional: true, else")), ("requires.optional", "changed")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_rule_word_that_moved_is_one_fact(base, head, expected) -> None:
    """One edit of the rules is told by its word, and nothing else is."""
    assert between(ruled(base), ruled(head)) == [("rule", *expected)]


def test_order_of_requirements_promises_nothing() -> None:
    """Requirements and members kept in another order are the same rules."""
    one = both(f"{FLAG}, {EXISTS}")
    other = both(f"{EXISTS}, {FLAG}", UPSERT.replace("[id, createdAt]", "[createdAt, id]"))
    assert between(ruled(one), ruled(other)) == []


def test_a_word_has_its_place_and_its_index() -> None:
    """The fact of a requirement points into the list on both sides."""
    found = compare(
        ruled(both(f"{FLAG}, {EXISTS}")), ruled(both(f"{EXISTS.replace('404', '410')}, {FLAG}"))
    )
    (change,) = found.changes
    assert change.subject == "rule `requires[0].else`"
    assert base_place(change).pointer.endswith("/x-troth/requires/1/else")
    assert head_place(change).pointer.endswith("/x-troth/requires/0/else")
    assert (change.before, change.after) == (404, 410)


def test_a_renamed_template_moves_no_rule() -> None:
    """Expressions that name a path parameter go with its name."""
    base = ruled(both(EXISTS))
    head = ruled(both(EXISTS, UPSERT).replace("path.id", "path.key"), name="key")
    assert rows(compare(base, head).changes) == [("parameter", "name", "changed")]


def test_rules_where_there_were_none() -> None:
    """Each requirement and the upsert are facts of their own, missing at the operation."""
    found = compare(ruled(""), ruled(both()))
    told = [one for one in found.changes if one.area == "rule"]
    assert [(one.aspect, one.action) for one in told] == [
        ("requires", "added"),
        ("upsert", "added"),
    ]
    assert {base_place(one).pointer for one in told} == {"/paths/~1things~1{id}/put"}
