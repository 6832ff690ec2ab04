"""Media types: the `content` of a body, of an answer, of a parameter or of a header."""

from spec.diff.covering import pair_names
from spec.diff.ledger import Fact, Thing, same
from spec.diff.located import Located
from spec.diff.members import compare_members
from spec.diff.records import ABSENT

_HANDLED = frozenset({"schema", "encoding"})
# Of multipart, parts may be JSON, which has types (OAS 3.1 section 4.8.14.4).
_FORM = "application/x-www-form-urlencoded"


def normal(name: str) -> str:
    """A media type in the one spelling (RFC 9110 section 8.3.1): lower case, parameters sorted, without the charset that is
    meant anyway."""
    essence, *parameters = name.split(";")
    pairs = sorted(_parameter(text) for text in parameters if text.strip())
    kept = [f";{key}={value}" for key, value in pairs if (key, value) != ("charset", "utf-8")]
    return essence.strip().lower() + "".join(kept)


def _parameter(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    key, value = key.strip().lower(), value.strip().strip('"')
    return key, value.lower() if key == "charset" else value


def covers(wide: str, narrow: str) -> bool:
    """Whether a media range (RFC 9110 section 12.5.1) holds another, or a media type."""
    wide, narrow = normal(wide), normal(narrow)
    if wide == narrow or ";" in wide:
        return False
    kind, _, subtype = wide.partition("/")
    essence = narrow.partition(";")[0]
    if kind == "*":
        return True
    return essence.partition("/")[0] == kind if subtype == "*" else essence == wide


def compare_content(thing: Thing, where: str, *, is_single: bool = False) -> None:
    """The media types of a thing. `where` begins the names of slots; `is_single`: it is all of the name."""
    before, after = thing.base.members("content"), thing.head.members("content")
    for names in pair_names(list(before), list(after), normal, covers):
        name = names.head or names.base or ""
        one, other = before.get(names.base or ""), after.get(names.head or "")
        subject = f"media type `{name}` of {thing.subject}"
        if one is None or other is None:
            thing.without("media-type", subject, (one, other), shown=name)
            continue
        own = thing.of("media-type", subject, one, other)
        if normal(names.base or "") != normal(name):
            _renamed(own, names.base, names.head)
        is_form = normal(name) == _FORM
        compare_schema(own, where if is_single else f"{where} {name}", is_text=is_form)
        compare_members(own, but=_HANDLED)
        _encodings(own)


def _renamed(thing: Thing, before: str | None, after: str | None) -> None:
    """A media type that the other side's range speaks for."""
    places = thing.base.tokens, thing.head.tokens
    thing.site.note(
        Fact("media-type", "name", thing.subject, *places, before, after, thing.direction)
    )


def _encodings(thing: Thing) -> None:
    """How each member of a form is written (OAS 3.1 section 4.8.15)."""
    before, after = thing.base.members("encoding"), thing.head.members("encoding")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"the encoding of `{name}` in {thing.subject}"
        if one is None or other is None:
            thing.without("media-type", subject, (one, other), aspect="encoding")
            continue
        encoding = thing.of("media-type", subject, one, other)
        for member in dict.fromkeys((*other.value, *one.value)):
            old, new = one.value.get(member, ABSENT), other.value.get(member, ABSENT)
            if not same(old, new) and not _same_headers(member, one, other):
                encoding.aspect("encoding", old, new, member=member)


def _same_headers(member: str, base: Located, head: Located) -> bool:
    """Whether the headers of a part are the same once references are followed."""
    before, after = base.members(member), head.members(member)
    return (
        member == "headers"
        and before.keys() == after.keys()
        and all(same(before[name].value, after[name].value) for name in before)
    )


def compare_schema(thing: Thing, where: str, *, is_text: bool) -> None:
    """A slot where both sides have a schema; where one has, that is a fact. `is_text`: types are not written."""
    base, head = thing.base.schema(), thing.head.schema()
    if base is not None and head is not None:
        if thing.direction is not None:
            thing.site.slot(thing.direction, where, base, head, is_text=is_text)
    elif base is not None or head is not None:
        thing.aspect("schema", base.value if base else ABSENT, head.value if head else ABSENT)


def compare_value(thing: Thing, where: str) -> None:
    """The value of a parameter or header, described by `schema` or by `content` (OAS 3.1 section 4.8.12); to go from the one to
    the other is a fact of its own."""
    base, head = (
        "content" if "content" in one.value else "schema" for one in (thing.base, thing.head)
    )
    if base == head == "content":
        compare_content(thing, where, is_single=True)
    elif base == head:
        compare_schema(thing, where, is_text=True)
    else:
        thing.site.note(
            Fact(
                thing.area,
                "content",
                thing.subject,
                thing.base.place_of(base),
                thing.head.place_of(head),
                thing.base.value.get(base),
                thing.head.value.get(head),
                thing.direction,
            )
        )
