"""The plain members of a thing: flags, prose, examples, extensions, and whatever else has a value and no parts to be paired."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from spec.diff.ledger import Fact, Thing, same
from spec.diff.located import Located
from spec.diff.records import ABSENT
from spec.references import FILES

# What people read and nothing obeys.
PROSE = frozenset("title summary description example examples externalDocs".split())
FLAGS: Mapping[str, Any] = dict.fromkeys(
    ("required", "deprecated", "allowReserved", "allowEmptyValue"), False
)
# Extensions that say how long a thing lives and how firm it is: they are told as its own.
LIFE = ("x-sunset", "x-stability", "x-deprecat", "x-troth-promises")


def compare_members(
    thing: Thing,
    *,
    but: frozenset[str] = frozenset(),
    defaults: tuple[Mapping[str, Any], Mapping[str, Any]] = (FLAGS, FLAGS),
) -> None:
    """Note every member that differs, but those in `but`. `defaults` say what a member means that is not there, to each side."""
    base, head = thing.base.value, thing.head.value
    if base is head:
        return
    for name in dict.fromkeys((*head, *base)):
        if name in but or name == FILES:
            continue
        before = base.get(name, defaults[0].get(name, ABSENT))
        after = head.get(name, defaults[1].get(name, ABSENT))
        if not same(before, after):
            _member(thing, name, before, after)


def compare_extensions(thing: Thing) -> None:
    """Note the extensions that differ, and nothing else."""
    names = {*thing.base.value, *thing.head.value}
    compare_members(thing, but=frozenset(name for name in names if not name.startswith("x-")))


def _member(thing: Thing, name: str, before: Any, after: Any) -> None:
    silent = replace(thing, direction=None)
    if name == "examples":
        _examples(silent)
    elif name.startswith("x-"):
        silent.aspect(
            name, before, after, area=thing.area if name.startswith(LIFE) else "extension"
        )
    else:
        (silent if name in PROSE else thing).aspect(name, before, after)


def _examples(thing: Thing) -> None:
    """Examples by name, so that one by reference and the same one in place are equal."""
    base, head = thing.base.members("examples"), thing.head.members("examples")
    if not base and not head:  # a list of them, or none on either side
        values = (side.value.get("examples", ABSENT) for side in (thing.base, thing.head))
        thing.aspect("examples", *values)
    for name in dict.fromkeys((*head, *base)):
        one, other = base.get(name), head.get(name)
        if one is None or other is None or not same(one.value, other.value):
            thing.site.note(
                Fact(
                    thing.area,
                    "examples",
                    f"example `{name}` of {thing.subject}",
                    _where(thing.base, one, other),
                    _where(thing.head, other, one),
                    ABSENT if one is None else one.value,
                    ABSENT if other is None else other.value,
                )
            )


def _where(holder: Located, own: Located | None, twin: Located | None) -> tuple[str | int, ...]:
    if own is None:
        return holder.place_of("examples")
    return own.written if twin is None else own.tokens
