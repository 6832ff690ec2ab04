import pytest

from mock_server import fixtures
from mock_server.fixtures import FixturesError
from spec import source
from spec.kinds import plural, singular

WORLD = """\
shops:
  - {id: s1, apiKeys: [k1, k2], open: true}
  - {id: s2, apiKeys: [k3]}
stands:
  - {id: t1, shopId: s1}
books:
  - {id: 7C9E6679-7425-40DE-944B-E07FC1F90AE7, standId: t1}
"""


def read(text, world=None):
    return fixtures.read(source.parse(text, "world.yaml"), world)


def test_records_belong_to_owners_directly_or_through_others():
    """A book is its stand's shop's; any of a shop's keys stands for it."""
    world = read(WORLD)
    book = world.find("book", "7c9e6679-7425-40de-944b-e07fc1f90ae7")
    assert book is not None
    assert book.owner == "s1"
    assert book.id == "7C9E6679-7425-40DE-944B-E07FC1F90AE7"
    principal = world.principal(b"k2")
    assert principal is not None
    assert principal.members == {"id": "s1", "open": True, "shopId": "s1"}
    assert world.principal(b"k4") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[]", "world.yaml:1 at the root: has no object at the root: name kinds of records there", id="list"),
        pytest.param("shops: 1", "world.yaml:1 at /shops: 'shops' is no list of records", id="no-list"),
        pytest.param("shops:\n  - 1", "world.yaml:2 at /shops/0: a shop is no object", id="no-object"),
        pytest.param("shops:\n  - {apiKeys: [a]}", "world.yaml:2 at /shops/0: a shop has no `id` that is a string", id="no-id"),
        pytest.param("shops:\n  - {id: a, apiKeys: a}", "world.yaml:2 at /shops/0/apiKeys: `apiKeys` is no list of strings", id="no-keys"),
        pytest.param("shops:\n  - {id: a, apiKeys: [k]}\n  - {id: a, apiKeys: [l]}", "world.yaml:3 at /shops/1/id: the id 'a' is there twice", id="double-id"),
        pytest.param("shops:\n  - {id: a, apiKeys: [secret, secret]}", "world.yaml:2 at /shops/0/apiKeys/1: this key already belongs to another record", id="double-key"),
        pytest.param("stands:\n  - {id: a}", "world.yaml:2 at /stands/0: this stand belongs to nobody\n  hint: name its owner, or a record that has one, by a member such as `shopId`", id="orphan"),
        pytest.param(WORLD + "pens:\n  - {id: p, standId: t9}", "world.yaml:9 at /pens/0/standId: there is no stand 't9'", id="dangling"),
        pytest.param("as:\n  - {id: a, bId: b}\nbs:\n  - {id: b, aId: a}", "world.yaml:4 at /bs/0: these records name each other in a circle", id="circle"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text, message):
    """File, line, pointer and what is wrong; a key is never repeated."""
    with pytest.raises(FixturesError) as caught:
        read(text)
    assert str(caught.value) == message


def test_adding_leaves_the_world_before_as_it_was():
    """A bad or a good addition makes a new world."""
    world = read(WORLD)
    more = read("stands: [{id: t2, shopId: s2}]", world)
    assert world.find("stand", "t2") is None
    assert more.find("stand", "t2") is not None
    with pytest.raises(FixturesError, match="the id 't1' is there twice"):
        read("stands: [{id: t1, shopId: s2}]", world)


@pytest.mark.parametrize(
    ("one", "many"),
    [("shop", "shops"), ("policy", "policies"), ("day", "days"), ("box", "boxes"), ("branch", "branches"), ("bus", "buses")],
)  # fmt: skip
def test_plurals(one, many):
    """A kind and the list of its records name each other."""
    assert (plural(one), singular(many)) == (many, one)
