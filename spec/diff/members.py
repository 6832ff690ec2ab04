"""The plain members of a thing: flags, prose, examples, extensions, and whatever else has a value and no parts to be paired."""

from collections.abc import Mapping
from typing import Any

from spec.diff.ledger import Fact, Thing, same
from spec.diff.located import Located
from spec.diff.records import ABSENT, Action

PROSE = frozenset("title summary description example examples externalDocs".split())
FLAGS: Mapping[str, Any] = dict.fromkeys(
    ("required", "deprecated", "allowReserved", "allowEmptyValue"), False
)
# Other files' texts, which are compared where a reference leads into them.
_EMBEDDED = "x-troth-files"


def compare_members(
    thing: Thing,
    *,
    but: frozenset[str] = frozenset(),
    defaults: tuple[Mapping[str, Any], Mapping[str, Any]] = (FLAGS, FLAGS),
) -> None:
    """Note every member that differs, but those in `but`. `defaults` say what a member means that is not there, each side's own."""
    base, head = thing.base.value, thing.head.value
    for name in dict.fromkeys((*head, *base)):
        if name in but or name == _EMBEDDED:
            continue
        before = base.get(name, defaults[0].get(name, ABSENT))
        after = head.get(name, defaults[1].get(name, ABSENT))
        if before is after or same(before, after):
            continue
        if name == "examples":
            _examples(thing)
        elif name.startswith("x-"):
            _extension(thing, name, before, after)
        else:
            thing.aspect(name, before, after, facing=name not in PROSE)


def compare_extensions(thing: Thing) -> None:
    """Note the extensions that differ, and nothing else."""
    others = {*thing.base.value, *thing.head.value}
    compare_members(thing, but=frozenset(name for name in others if not name.startswith("x-")))


def _extension(thing: Thing, name: str, before: Any, after: Any) -> None:
    action: Action = "added" if before is ABSENT else "removed" if after is ABSENT else "changed"
    thing.site.note(
        Fact(
            "extension",
            name,
            action,
            thing.subject,
            thing.base.place_of(name),
            thing.head.place_of(name),
            before,
            after,
        )
    )


def _examples(thing: Thing) -> None:
    """Examples by name, so that one by reference and the same one in place are equal."""
    base, head = thing.base.members("examples"), thing.head.members("examples")
    for name in dict.fromkeys((*head, *base)):
        one, other = base.get(name), head.get(name)
        if one is None or other is None or not same(one.value, other.value):
            before, after = _value(one), _value(other)
            thing.site.note(
                Fact(
                    thing.area,
                    "examples",
                    "added" if one is None else "removed" if other is None else "changed",
                    f"example `{name}` of {thing.subject}",
                    one.tokens if one else thing.base.place_of("examples"),
                    other.tokens if other else thing.head.place_of("examples"),
                    before,
                    after,
                )
            )


def _value(example: Located | None) -> Any:
    return ABSENT if example is None else example.value
