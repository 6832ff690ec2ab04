"""The OpenAPI Overlay Specification, rule by rule; the tables in overlay_suite are what troth takes it to say."""

import copy
import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from spec import pointer, source
from spec.errors import OverlayError
from spec.overlay import Correction, apply

HEAD = "overlay: {version}\ninfo: {{title: Test, version: '1'}}\n"


def overlay(actions: str, version: str = "1.1.0") -> source.Source:
    """An overlay from the YAML of its actions."""
    return source.parse(
        HEAD.format(version=version) + "actions:\n" + indent(dedent(actions).strip(), "  "),
        "fix.yaml",
    )


def correct(document: str, fix: source.Source) -> tuple[dict[str, Any], tuple[Correction, ...]]:
    content = source.parse(document, "api.yaml").content
    return apply(content, fix.content, source=fix.name, line_of=fix.line)


def refusal(document: str, fix: source.Source) -> str:
    with pytest.raises(OverlayError) as caught:
        correct(document, fix)
    return str(caught.value)


def run(
    content: dict[str, Any], *actions: dict[str, Any], version: str = "1.1.0"
) -> tuple[dict[str, Any], tuple[Correction, ...]]:
    """Apply an overlay that comes from no text."""
    info = {"title": "Test", "version": "1"}
    fix = {"overlay": version, "info": info, "actions": list(actions)}
    return apply(content, fix, source="fix.yaml")


def rows(name: str, section: str) -> list[Any]:
    """The rows of a table in overlay_suite, each under its own name."""
    table = source.read(Path(__file__).parent / "overlay_suite" / name).content[section]
    return [pytest.param(row, id=claim) for claim, row in table.items()]


# --- What the actions do ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("rules.yaml", "1.0 and 1.1"))
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_rule_of_both_versions(version: str, row: dict[str, Any]) -> None:
    """The same overlay does the same in 1.0 and 1.1."""
    check_rule(version, row)


@pytest.mark.parametrize("row", rows("rules.yaml", "1.0"))
def test_a_rule_of_1_0(row: dict[str, Any]) -> None:
    """What 1.1 does differently; the patch version says nothing."""
    check_rule("1.0.7", row)


@pytest.mark.parametrize("row", rows("rules.yaml", "1.1"))
def test_a_rule_of_1_1(row: dict[str, Any]) -> None:
    """What 1.0 does differently or cannot do; the patch version says nothing."""
    check_rule("1.1.23", row)


def check_rule(version: str, row: dict[str, Any]) -> None:
    corrected, corrections = run(row["document"], *row["actions"], version=version)
    # As text: for Python, true equals 1.
    assert json.dumps(corrected, sort_keys=True) == json.dumps(row["result"], sort_keys=True)
    assert [list(correction.pointers) for correction in corrections] == row["pointers"]


NULLABLE = """
type: object
properties:
  note: {type: string, nullable: true}
  score: {type: number, nullable: true}
  grade: {type: string, enum: [good, bad], nullable: true}
  name: {type: string}
"""


def test_nullable_becomes_a_type_union() -> None:
    """The correction that overlays are here for: 3.0's keyword in a 3.1 document, in five actions."""
    corrected, corrections = correct(
        NULLABLE,
        overlay("""
            - {target: '$.properties[?@.nullable == true].type', remove: true}
            - {target: "$.properties['note','grade']", update: {type: [string, 'null']}}
            - {target: $.properties.score, update: {type: [number, 'null'], minimum: 0, maximum: 100}}
            - {target: $.properties.grade.enum, update: [null]}
            - {target: '$.properties[?@.nullable == true].nullable', remove: true}
        """),
    )
    assert corrected["properties"] == {
        "note": {"type": ["string", "null"]},
        "score": {"type": ["number", "null"], "minimum": 0, "maximum": 100},
        "grade": {"type": ["string", "null"], "enum": ["good", "bad", None]},
        "name": {"type": "string"},
    }
    nullable = ("/properties/grade", "/properties/note", "/properties/score")
    score = "/properties/score"
    assert [correction.pointers for correction in corrections] == [
        nullable,
        ("/properties/note/type", "/properties/grade/type"),
        (f"{score}/type", f"{score}/minimum", f"{score}/maximum"),
        ("/properties/grade/enum",),
        nullable,
    ]


def test_a_correction_says_what_was_done_and_why() -> None:
    """Name and reason are the action's own, or say where it is; the effect is what it did."""
    _, corrections = correct(
        "{a: {}, b: {}}",
        overlay("""
            - {target: $.a, x-troth-name: better-a, description: It is said., update: {c: 1}}
            - {target: $.b, copy: $.a}
            - {target: $.a, remove: true, update: {}}
        """),
    )
    assert corrections == (
        Correction("better-a", "It is said.", (), "/actions/0", "update", "fix.yaml"),
        Correction("fix.yaml action 2", "", ("/b/c",), "/actions/1", "copy", "fix.yaml"),
        Correction("fix.yaml action 3", "", ("",), "/actions/2", "remove", "fix.yaml"),
    )


@pytest.mark.parametrize(
    ("first", "then", "pointers"),
    [
        pytest.param({"target": "$.a", "update": {"n": 3}}, "$.a[0]", ("/a/1",), id="it-moves-up"),
        pytest.param({"target": "$.a[1]", "update": {"m": 3}}, "$.a[0]", ("/a/0/m",), id="what-is-around-it-moves-up"),
        pytest.param({"target": "$.a[0]", "update": {"m": 3}}, "$.a[1]", ("/a/0/m",), id="what-is-after-it-goes"),
        pytest.param({"target": "$.a[0]", "update": {"m": 3}}, "$.a[0].m", (), id="it-goes"),
        pytest.param({"target": "$.a[0]", "update": {"m": 3}}, "$.a", (), id="what-is-around-it-goes"),
        pytest.param({"target": "$.a[0].n", "remove": True}, "$.a[0]", (), id="what-it-removed-from-goes"),
        pytest.param({"target": "$.a[1].n", "remove": True}, "$.a[0]", ("/a/0",), id="what-it-removed-from-moves-up"),
        pytest.param({"target": "$.b", "update": 3}, "$.b[0]", ("/b",), id="a-list-of-primitives-stays"),
    ],
)  # fmt: skip
def test_pointers_are_those_of_the_end(
    first: dict[str, Any], then: str, pointers: tuple[str, ...]
) -> None:
    """A later removal moves or drops what an earlier action touched."""
    document = {"a": [{"n": 1}, {"n": 2}], "b": [1]}
    _, corrections = run(document, first, {"target": then, "remove": True})
    assert corrections[0].pointers == pointers


def test_one_removal_can_move_its_own_places() -> None:
    """Items go from around and from inside of items that stay, and the pointers are those after it."""
    corrected, (correction,) = correct(
        "{a: [{n: 1}, {n: 2, m: 1}, {n: 3}]}",
        overlay("- {target: '$..[?@ == 2 || @.n == 1]', remove: true}"),
    )
    assert corrected == {"a": [{"m": 1}, {"n": 3}]}
    assert correction.pointers == ("/a", "/a/0")


# --- What is refused ----------------------------------------------------------------------------------------------------

API = "{info: {title: t}, tags: [a, b], paths: {/p: {get: {tags: [a]}}}, x: {title: [t]}}"


@pytest.mark.parametrize("row", rows("refusals.yaml", "actions in 1.1"))
def test_an_action_that_is_refused_says_why(row: dict[str, Any]) -> None:
    """Place, what was found, and what to do where there is something to say."""
    check_refusal(overlay(f"- {json.dumps(row['action'])}"), row)


@pytest.mark.parametrize("row", rows("refusals.yaml", "actions in 1.0"))
def test_what_1_0_cannot_do_says_so(row: dict[str, Any]) -> None:
    """Whatever 1.1 brought is named as such."""
    check_refusal(overlay(f"- {json.dumps(row['action'])}", "1.0.0"), row)


@pytest.mark.parametrize("row", rows("refusals.yaml", "overlays"))
def test_an_overlay_that_is_refused_says_why(row: dict[str, Any]) -> None:
    """Each field has its type, its version and its place; no other field is taken."""
    check_refusal(source.parse(row["overlay"], "fix.yaml"), row)


def check_refusal(fix: source.Source, row: dict[str, Any]) -> None:
    with pytest.raises(OverlayError) as caught:
        correct(API, fix)
    error = caught.value
    assert (error.problem, error.hint) == (row["problem"], row.get("hint"))
    assert (error.source, error.line, error.pointer) == (
        "fix.yaml",
        row.get("line", 4),
        row["pointer"],
    )


def test_extensions_and_extends_are_taken() -> None:
    """Extensions may stand in each of the three objects, and `extends` is for whoever reads the files."""
    text = """
    overlay: 1.1.0
    x-a: 1
    info: {title: t, version: '1', description: d, x-b: [2]}
    extends: ./somewhere-else.yaml
    actions: [{target: $.info, remove: true, x-c: null}]
    """
    corrected, _ = correct("info: {}", source.parse(dedent(text), "fix.yaml"))
    assert corrected == {}


def test_a_document_too_deep_to_search_is_an_error() -> None:
    """The search has a bound, and the error says how to stay within it."""
    deep = "{a: " * 120 + "1" + "}" * 120
    assert refusal(deep, overlay("- {target: $..b, remove: true}")) == (
        "fix.yaml:4 at /actions/0/target: action 1 searches deeper than 100 levels: $..b\n"
        "  hint: name the part of the document that `..` is to search"
    )


def test_a_path_too_deep_to_read_is_an_error() -> None:
    """No recursion of the parser reaches the user."""
    nested = "(" * 3000 + "@.a" + ")" * 3000
    assert "it is nested too deep" in refusal(API, overlay(f"- {{target: '$[?{nested}]', remove: true}}"))  # fmt: skip


def test_an_error_without_lines_still_names_its_place() -> None:
    """`line_of` is optional; an overlay need not come from a text."""
    with pytest.raises(OverlayError) as caught:
        run({"a": 1}, {"target": "$.b", "remove": True})
    assert (caught.value.source, caught.value.line) == ("fix.yaml", None)
    assert caught.value.pointer == "/actions/0/target"


# --- What holds for all documents ---------------------------------------------------------------------------------------

PRIMITIVES = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a", "~/"])
NAMES = st.sampled_from(["a", "b", "~/", "'"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    PRIMITIVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=3)


def nodes(value: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The location of every value in a document."""
    yield location
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for token, member in members:
        yield from nodes(member, (*location, token))


def normalized(location: tuple[str | int, ...]) -> str:
    """The normalized path of a location (RFC 9535 section 2.7)."""
    names = (f"[{t}]" if isinstance(t, int) else "['" + t.replace("'", "\\'") + "']" for t in location)  # fmt: skip
    return "$" + "".join(names)


@st.composite
def one_action(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """An action with a target in the document; it need not be applicable."""
    locations = list(nodes(document))
    target = normalized(draw(st.sampled_from(locations)))
    match draw(st.sampled_from(["update", "update", "remove", "copy"])):
        case "remove":
            return {"target": target, "remove": True}
        case "copy":
            return {"target": target, "copy": normalized(draw(st.sampled_from(locations)))}
    return {"target": target, "update": draw(VALUES)}


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A document and up to four actions that apply to it, each to the result of the one before."""
    document = draw(OBJECTS)
    content, actions = document, []
    for _ in range(draw(st.integers(1, 4))):
        action = draw(one_action(content))
        try:
            content, _ = run(content, action)
        except OverlayError:
            continue
        actions.append(action)
    assume(actions)
    return document, actions


@given(cases())
def test_applying_changes_neither_document_nor_overlay(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """The result is a copy that shares nothing with what it was made of."""
    document, actions = case
    before = copy.deepcopy(case)
    corrected, _ = run(document, *actions)
    scribble(corrected)
    assert case == before


def scribble(value: Any) -> None:
    """Change every object and array of a document."""
    for member in list(value.values()) if isinstance(value, dict) else list(value):
        if isinstance(member, dict | list):
            scribble(member)
    value.update(scribble=1) if isinstance(value, dict) else value.append("scribble")


@given(cases())
def test_actions_at_once_do_what_they_do_one_by_one(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Each action is applied to the result of the one before."""
    document, actions = case
    together, _ = run(document, *actions)
    for action in actions:
        document, _ = run(document, action)
    assert json.dumps(together) == json.dumps(document)


@given(cases())
def test_every_pointer_leads_to_a_value_of_the_result(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Also after later actions removed and moved things; and there is a correction for each action."""
    document, actions = case
    corrected, corrections = run(document, *actions)
    assert len(corrections) == len(actions)
    for correction in corrections:
        assert len(set(correction.pointers)) == len(correction.pointers)
        for where in correction.pointers:
            pointer.get(corrected, pointer.read(where))


@given(cases())
def test_pointers_cover_what_changed_and_nothing_else(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Of one action, what differs lies at or below a pointer, and something differs at or below each."""
    document, actions = case
    for action in actions:
        corrected, (correction,) = run(document, action)
        places = [pointer.read(where) for where in correction.pointers]
        changed = [tuple(map(str, place)) for place in differences(document, corrected)]
        for place in changed:
            assert any(place[: len(known)] == known for known in places)
        for known in places:
            assert any(place[: len(known)] == known for place in changed)
        document = corrected


def differences(
    before: Any, after: Any, location: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Where two documents differ; an array that is not only longer differs as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            if name in before and name in after:
                yield from differences(before[name], after[name], (*location, name))
            else:
                yield (*location, name)
    elif isinstance(before, list) and isinstance(after, list) and len(before) <= len(after):
        for index, item in enumerate(after):
            if index >= len(before):
                yield (*location, index)
            else:
                yield from differences(before[index], item, (*location, index))
    elif json.dumps(before) != json.dumps(after):
        yield location


@given(cases())
def test_an_update_that_was_made_is_no_longer_needed(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """What is applied to its own result changes nothing, and is refused for it."""
    document, actions = case
    for action in actions:
        document, _ = run(document, action)
        if "update" in action:
            with pytest.raises(OverlayError, match="changes nothing"):
                run(document, action)


@given(st.data())
def test_actions_on_disjoint_parts_may_come_in_any_order(data: st.DataObject) -> None:
    """Three actions, each within a member of its own: all six orders end in the same document and pointers."""
    document = {name: data.draw(OBJECTS) for name in ("one", "two", "three")}
    actions = []
    for name, part in document.items():
        action = data.draw(one_action(part))
        for field in action.keys() & {"target", "copy"}:
            action[field] = action[field].replace("$", f"$.{name}", 1)
        try:
            run(document, action)
        except OverlayError:
            action = {"target": f"$.{name}", "update": {"new": name}}
        actions.append(action)
    ends = [run(document, *order) for order in permutations(actions)]
    assert len({json.dumps(corrected, sort_keys=True) for corrected, _ in ends}) == 1
    assert len({frozenset(c.pointers for c in corrections) for _, corrections in ends}) == 1


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=3), max_size=3), st.integers(0, 2))
@example([[0, 1], [0]], 2)
def test_a_place_is_followed_through_removals(removals: list[list[int]], row: int) -> None:
    """However the items around it are removed, a pointer leads to what its action added, as long as that is there."""
    document = {"rows": [{"cells": [{"n": 0}, {"n": 1}]} for _ in range(3)]}
    add = {"target": f"$.rows[{row}].cells", "update": {"mark": True}}
    actions: list[dict[str, Any]] = [add]
    for picks in removals:
        where = "$.rows" if picks[0] < 2 else "$.rows[*].cells"
        action = {"target": f"{where}[{','.join(map(str, picks))}]", "remove": True}
        try:
            run(document, *actions, action)
        except OverlayError:
            continue
        actions.append(action)
    corrected, corrections = run(document, *actions)
    found = [pointer.get(corrected, pointer.read(where)) for where in corrections[0].pointers]
    left = json.dumps(corrected).count("mark")
    assert found == [{"mark": True}] * left


@given(st.text(alphabet="$.[]*?@'\"()=<>&|,:-ab01 \\é\n", max_size=12).map("${}".format))
def test_any_text_as_a_target_applies_or_is_refused(text: str) -> None:
    """Nothing but an OverlayError comes out, whatever stands there."""
    document = {"a": [1, {"b": "ab"}], "b": {"a": None}}
    refused = "/actions/0/target"
    try:
        run(document, {"target": text, "remove": True})
    except OverlayError as error:
        refused = str(error.pointer)
    assert refused == "/actions/0/target"
