"""Security: an OR of ANDs, each scheme by what travels on the wire, with its scopes (OAS 3.1 section 4.8.30)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec.diff.ledger import Fact, Thing
from spec.diff.located import Located
from spec.diff.records import ABSENT
from spec.diff.schemes import compare_scheme, pair_schemes, scheme
from spec.pointer import Tokens


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to be let in: the schemes that it asks for, as the head calls them, with their scopes. `shown` is its text."""

    needs: Mapping[str, frozenset[str]]
    shown: Mapping[str, Any]
    place: Tokens

    @property
    def key(self) -> frozenset[tuple[str, frozenset[str]]]:
        return frozenset(self.needs.items())


@dataclass(frozen=True, slots=True)
class Security:
    """What an operation asks for. An open one has one alternative, which asks for nothing."""

    place: Tokens
    alternatives: tuple[Alternative, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is needed, for all that may be sent."""
        return any(not one.needs for one in self.alternatives)

    @property
    def shown(self) -> list[Mapping[str, Any]]:
        return [one.shown for one in self.alternatives if one.shown]


def compare_security(operation: Thing) -> None:
    """What an operation asks for, and the schemes that it names for it."""
    sides = operation.base, operation.head
    before, after = (_requirements(side, operation) for side in sides)
    names = pair_schemes(
        (name for one in before for name in one),
        (name for one in after for name in one),
        (sides[0].document, sides[1].document),
    )
    replaced: set[str] = set()
    for name, twin in names.items():
        one, other = scheme(sides[0].document, name), scheme(sides[1].document, twin)
        if one.value["type"] != other.value["type"]:
            replaced.add(twin)
        compare_scheme(operation.of("security", f"security scheme `{twin}`", one, other))
    places = _places(sides, is_inherited=operation.direction == "request")
    old = _security(places[0], before, names, replaced)
    new = _security(places[1], after, {}, replaced)
    if {one.key for one in old.alternatives} != {one.key for one in new.alternatives}:
        _differing(operation, old, new)


def _requirements(operation: Located, thing: Thing) -> list[Mapping[str, list[str]]]:
    """The operation's own, or those of the document: these are for its own callers, not for calls that it makes itself."""
    inherited = (
        operation.document.content.get("security", ()) if thing.direction == "request" else ()
    )
    return list(operation.value.get("security", inherited))


def _places(sides: tuple[Located, Located], *, is_inherited: bool) -> list[Tokens]:
    """Where each side says it, or does not: in the operation where one of the two has its own, else in the document."""
    has_own = any("security" in side.value for side in sides)
    found: list[Tokens] = []
    for side in sides:
        if "security" in side.value or not is_inherited:
            found.append(side.place_of("security"))
        elif "security" in side.document.content:
            found.append(("security",))
        else:
            found.append(side.tokens if has_own else ())
    return found


def _security(
    place: Tokens,
    requirements: list[Mapping[str, list[str]]],
    names: Mapping[str, str],
    replaced: set[str],
) -> Security:
    """Scopes of a scheme that is `replaced` by one of another type are part of what it was."""
    called = [{names.get(name, name): one[name] for name in one} for one in requirements]
    alternatives = [
        Alternative(
            {name: frozenset(() if name in replaced else one[name]) for name in one},
            requirement,
            (*place, index),
        )
        for index, (one, requirement) in enumerate(zip(called, requirements, strict=True))
    ]
    return Security(place, tuple(alternatives or [Alternative({}, {}, place)]))


def _differing(operation: Thing, old: Security, new: Security) -> None:
    """An open operation that asks for credentials now, or one that no longer does; else alternative by alternative."""
    if old.is_open and not new.is_open:
        _note(operation, "required", "security", (old.place, new.place), (ABSENT, new.shown))
    elif new.is_open and not old.is_open:
        _note(operation, "required", "security", (old.place, new.place), (old.shown, ABSENT))
    else:
        _alternatives(operation, old, new)


def _alternatives(operation: Thing, old: Security, new: Security) -> None:
    """Each alternative that is new or gone; one with other scopes, or with a scheme more or less, is the same one, changed."""
    kept = {one.key for one in old.alternatives} & {one.key for one in new.alternatives}
    gone = [one for one in old.alternatives if one.key not in kept]
    come = [one for one in new.alternatives if one.key not in kept]
    for one, other in list(_alike(gone, come)):
        gone.remove(one)
        come.remove(other)
        _changed(operation, one, other)
    for one in gone:
        _note(operation, "alternative", _named(one), (one.place, new.place), (one.shown, ABSENT))
    for other in come:
        places = old.place, other.place
        _note(operation, "alternative", _named(other), places, (ABSENT, other.shown))


def _alike(
    gone: list[Alternative], come: list[Alternative]
) -> Iterator[tuple[Alternative, Alternative]]:
    """Alternatives of the same schemes, then those of which one asks for all that the other does."""
    left, right = list(gone), list(come)
    for is_alike in (_asks_same, _asks_more):
        for one in list(left):
            twin = next((other for other in right if is_alike(one, other)), None)
            if twin is not None:
                left.remove(one)
                right.remove(twin)
                yield one, twin


def _asks_same(one: Alternative, other: Alternative) -> bool:
    return one.needs.keys() == other.needs.keys()


def _asks_more(one: Alternative, other: Alternative) -> bool:
    before, after = one.needs.keys(), other.needs.keys()
    return bool(before and after) and (before <= after or after <= before)


def _changed(operation: Thing, old: Alternative, new: Alternative) -> None:
    """The schemes and scopes that one alternative asks for and the other does not."""
    before, after = old.needs, new.needs
    places = old.place, new.place
    for name in dict.fromkeys((*after, *before)):
        subject = f"security scheme `{name}`"
        if name not in before or name not in after:
            value = {name: sorted(after.get(name) or before.get(name) or ())}
            values = (ABSENT, value) if name in after else (value, ABSENT)
            _note(operation, "scheme", subject, places, values)
            continue
        lost, won = sorted(before[name] - after[name]), sorted(after[name] - before[name])
        if lost:
            _note(operation, "scopes", f"scopes of {subject}", places, (lost, ABSENT))
        if won:
            _note(operation, "scopes", f"scopes of {subject}", places, (ABSENT, won))


def _named(one: Alternative) -> str:
    names = " and ".join(f"`{name}`" for name in one.shown)
    return f"security alternative {names}" if names else "access without credentials"


def _note(
    operation: Thing,
    aspect: str,
    subject: str,
    places: tuple[Tokens, Tokens],
    values: tuple[Any, Any],
) -> None:
    fact = Fact("security", aspect, subject, *places, *values, operation.direction)
    operation.site.note(fact)
