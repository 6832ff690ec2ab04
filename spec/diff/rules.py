"""`x-troth`: the rules of an operation, word by word."""

from collections.abc import Mapping, Sequence
from typing import Any

from spec.diff.ledger import Fact, Thing, same
from spec.diff.records import ABSENT
from spec.pointer import Tokens

RULES = "x-troth"
_SETS = frozenset({"keeps"})  # lists whose order says nothing
_NAMES = ("flag", "of", "exists", "id")  # what tells one requirement from another

_MEANT: Mapping[str, Any] = {"optional": False}  # what a word that is not there says

Both = tuple[Any, Any]


def compare_rules(thing: Thing) -> None:
    """Every rule word that two operations do not share. A path parameter with another name is the same parameter."""
    base = _renamed(thing.base.value.get(RULES, {}), thing.site.renamed)
    head = thing.head.value.get(RULES, {})
    if same(base, head):
        return
    _requirements(thing, base.get("requires", ()), head.get("requires", ()))
    rest = [
        {word: value for word, value in side.items() if word != "requires"} for side in (base, head)
    ]
    _words(thing, ("", ""), (rest[0], rest[1]), ((), ()))


def _requirements(thing: Thing, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Requirements by what they require: their order is the mock's, and promises nothing."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    for is_alike in (_require_same, _differ_in_one):
        for index, item in list(right.items()):
            twin = next((place for place, one in left.items() if is_alike(one, item)), None)
            if twin is not None:
                names = ("requires", f"requires[{index}]")
                values = left.pop(twin), right.pop(index)
                _words(thing, names, values, (("requires", twin), ("requires", index)))
    for index, item in right.items():
        _note(thing, ("requires", f"requires[{index}]"), (ABSENT, item), ((), ("requires", index)))
    for index, item in left.items():
        _note(thing, ("requires", f"requires[{index}]"), (item, ABSENT), (("requires", index), ()))


def _require_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(word) == other.get(word) for word in _NAMES)


def _differ_in_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and sum(one[word] != other[word] for word in one) == 1


def _words(
    thing: Thing, names: tuple[str, str], values: Both, places: tuple[Tokens, Tokens]
) -> None:
    """The words of two rules. `names` are those of the aspect and of the subject so far."""
    before, after = values
    for word in dict.fromkeys((*after, *before)):
        one, other = (side.get(word, _MEANT.get(word, ABSENT)) for side in values)
        inner = (*places[0], word), (*places[1], word)
        named = f"{names[0]}.{word}".lstrip("."), f"{names[1]}.{word}".lstrip(".")
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            _words(thing, named, (one, other), inner)
        elif not _equal(word, one, other):
            where = (
                inner[0] if word in before else places[0],
                inner[1] if word in after else places[1],
            )
            _note(thing, named, (one, other), where)


def _equal(word: str, one: Any, other: Any) -> bool:
    if word in _SETS and isinstance(one, Sequence) and isinstance(other, Sequence):
        return sorted(one) == sorted(other)
    return same(one, other)


def _note(
    thing: Thing, names: tuple[str, str], values: Both, places: tuple[Tokens, Tokens]
) -> None:
    """Note a word. Where an operation has no rules at all, they are missing at the operation."""
    base, head = (
        (*side.place_of(RULES), *(place if RULES in side.value else ()))
        for side, place in zip((thing.base, thing.head), places, strict=True)
    )
    thing.site.note(Fact("rule", names[0], f"rule `{names[1]}`", base, head, *values))


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A copy in which expressions call the path's parameters as the head does."""
    if isinstance(value, Mapping):
        return {key: _renamed(member, names) for key, member in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    prefix = "$request.path."
    if isinstance(value, str) and value.startswith(prefix):
        name = value.removeprefix(prefix)
        return prefix + names.get(name, name)
    return value
