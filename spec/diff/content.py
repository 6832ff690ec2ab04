"""Media types: the `content` of a body, of an answer, of a parameter or of a header."""

from dataclasses import dataclass

from spec.diff.covering import pair_names
from spec.diff.ledger import Fact, Site, Thing, same, whole
from spec.diff.located import Located
from spec.diff.members import compare_members
from spec.diff.records import ABSENT, Area, Direction

_HANDLED = frozenset({"schema", "encoding"})


@dataclass(frozen=True, slots=True)
class Channel:
    """What values of one kind travel in. `where` names it in slots, `subject` to people."""

    site: Site
    where: str
    subject: str
    direction: Direction


def normal(name: str) -> str:
    """A media type in the one spelling: lower case, parameters sorted (RFC 9110 section 8.3.1), without the charset that is meant
    anyway."""
    essence, *parameters = name.split(";")
    pairs = sorted(_parameter(text) for text in parameters if text.strip())
    kept = [f";{key}={value}" for key, value in pairs if (key, value) != ("charset", "utf-8")]
    return essence.strip().lower() + "".join(kept)


def _parameter(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    key, value = key.strip().lower(), value.strip().strip('"')
    return key, value.lower() if key == "charset" else value


def covers(wide: str, narrow: str) -> bool:
    """Whether a media type range (RFC 9110 section 12.5.1) holds another."""
    wide, narrow = normal(wide), normal(narrow)
    if wide == narrow or ";" in wide:
        return False
    kind, _, subtype = wide.partition("/")
    essence = narrow.partition(";")[0]
    if kind == "*":
        return True
    if subtype == "*":
        return essence.partition("/")[0] == kind
    return essence == wide


def compare_content(channel: Channel, base: Located, head: Located) -> None:
    """The media types of two objects that have a `content`, or none."""
    before, after = base.members("content"), head.members("content")
    for names in pair_names(list(before), list(after), normal, covers):
        name = names.head or names.base or ""
        one, other = before.get(names.base or ""), after.get(names.head or "")
        subject = f"media type `{name}` of {channel.subject}"
        if one is None or other is None:
            whole(channel.site, "media-type", subject, (one, other), channel.direction)
            continue
        thing = Thing(channel.site, "media-type", subject, one, other, channel.direction)
        if normal(names.base or "") != normal(name):
            _renamed(thing, names.base, names.head)
        _media_type(thing, f"{channel.where} {name}")


def _renamed(thing: Thing, before: str | None, after: str | None) -> None:
    thing.site.note(
        Fact(
            "media-type",
            "name",
            "changed",
            thing.subject,
            thing.base.tokens,
            thing.head.tokens,
            before,
            after,
            thing.direction,
        )
    )


def _media_type(thing: Thing, where: str) -> None:
    compare_schema(thing, where)
    compare_members(thing, but=_HANDLED)
    before, after = thing.base.members("encoding"), thing.head.members("encoding")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"the encoding of `{name}` in {thing.subject}"
        if one is None or other is None:
            thing.site.note(
                Fact(
                    "media-type",
                    "encoding",
                    "added" if one is None else "removed",
                    subject,
                    one.tokens if one else None,
                    other.tokens if other else None,
                    one.value if one else ABSENT,
                    other.value if other else ABSENT,
                    thing.direction,
                )
            )
        else:
            _encoding(Thing(thing.site, "media-type", subject, one, other, thing.direction))


def _encoding(thing: Thing) -> None:
    base, head = thing.base.value, thing.head.value
    for name in dict.fromkeys((*head, *base)):
        before, after = base.get(name, ABSENT), head.get(name, ABSENT)
        if not same(before, after):
            thing.aspect("encoding", before, after, member=name)


def compare_schema(thing: Thing, where: str) -> None:
    """A slot where both sides have a schema; where one has, that is a fact."""
    base, head = thing.base.schema(), thing.head.schema()
    if base is not None and head is not None:
        if thing.direction is not None:
            thing.site.slot(thing.direction, where, base, head)
    elif base is not None or head is not None:
        thing.aspect("schema", base.value if base else ABSENT, head.value if head else ABSENT)


def value_of(thing: Thing, where: str, *, area: Area) -> None:
    """The value of a parameter or header: by `schema` or by `content` (OAS 3.1 section 4.8.12), the change of one into the
    other being a fact of its own."""
    kinds = [
        "content" if "content" in side.value else "schema" for side in (thing.base, thing.head)
    ]
    if kinds == ["content", "content"]:
        assert thing.direction is not None  # noqa: S101  # parameters and headers travel
        channel = Channel(thing.site, where, thing.subject, thing.direction)
        compare_content(channel, thing.base, thing.head)
    elif kinds[0] != kinds[1]:
        thing.site.note(
            Fact(
                area,
                "content",
                "changed",
                thing.subject,
                thing.base.place_of(kinds[0]),
                thing.head.place_of(kinds[1]),
                {kinds[0]: thing.base.value.get(kinds[0])},
                {kinds[1]: thing.head.value.get(kinds[1])},
                thing.direction,
            )
        )
    else:
        compare_schema(thing, where)
