import pytest

from spec.compile import compile_operations
from spec.errors import RuleError
from spec.rules import Constant, FromRecord, RequiresFlag, RequiresRecord
from spec.tests.documents import operation

OK = "responses: {'200': {description: fine}}\n"
RULES = """\
x-troth:
  requires:
    - {flag: open, of: shop, else: 403}
    - {exists: basket, id: $request.path.id, in: shop, else: 404}
    - {exists: coupon, id: '$request.body#/coupon', where: {city: from basket}, optional: true, else: 422}
  upsert:
    resource: item
    key: [$request.path.id, '$request.body#/name']
    replaces: whole
    keeps: [id, made]
    sets: {origin: web, basket: $request.path.id, city: from basket, shop: from credential}
    clock: {created: made, updated: changed}
"""


def test_rules_become_records():
    """Every word of the vocabulary, parsed."""
    (compiled,) = compile_operations(operation(OK + RULES))
    rules = compiled.rules
    assert rules is not None
    assert rules.upsert is not None
    flag, basket, coupon = rules.requires
    assert isinstance(flag, RequiresFlag)
    assert (flag.flag, flag.of, flag.status) == ("open", "shop", 403)
    assert isinstance(basket, RequiresRecord)
    assert (basket.kind, basket.id.name, basket.within, basket.optional) == (
        "basket", "id", "shop", False,
    )  # fmt: skip
    assert isinstance(coupon, RequiresRecord)
    assert coupon.where == {"city": FromRecord("basket")}
    assert rules.upsert.sets["origin"] == Constant("web")
    assert rules.upsert.sets["shop"] == FromRecord("credential")
    assert [part.tokens for part in rules.upsert.key] == [(), ("name",)]
    assert (rules.upsert.created, rules.upsert.updated) == ("made", "changed")


@pytest.mark.parametrize(
    ("rules", "pointer", "problem"),
    [
        pytest.param("{}", "", "has fewer than 1 members", id="empty"),
        pytest.param("{require: []}", "/require", "`require` is not known here", id="unknown-word"),
        pytest.param("{requires: [{flag: a, off: b, else: 403}]}", "/requires/0/off", "`off` is not known here", id="misspelt"),
        pytest.param("{requires: [{flag: a, of: b, else: 200}]}", "/requires/0/else", "200 is less than the minimum of 400", id="status"),
        pytest.param("{requires: [{exists: a, id: '$request.boddy', else: 404}]}", "/requires/0/id", "does not match", id="expression"),
        pytest.param("{upsert: {resource: a, key: [$request.body#/x], replaces: merged}}", "/upsert/replaces", '"merged" must be "whole"', id="merge"),
        pytest.param("{upsert: {resource: a, key: [], replaces: whole}}", "/upsert/key", "[] has less than 1 item", id="no-key"),
        pytest.param("{upsert: {resource: a, key: [$request.body#/x], replaces: whole, sets: {y: from nobody}}}", "/upsert/sets/y", "'from nobody': no requirement before this one finds a nobody", id="unknown-record"),
        pytest.param("{upsert: {resource: a, key: [$request.body#x], replaces: whole}}", "/upsert/key/0", "a JSON Pointer is empty or starts with '/'", id="pointer"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_an_error_with_its_pointer(rules, pointer, problem):
    """The vocabulary is closed: what troth does not understand it does not skip."""
    with pytest.raises(RuleError) as caught:
        compile_operations(operation(OK + f"x-troth: {rules}\n"))
    assert caught.value.pointer == "/paths/~1things/post/x-troth" + pointer
    assert problem in caught.value.problem
    assert caught.value.line is not None
