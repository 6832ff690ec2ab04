"""How each member of a form is written (OAS 3.1 section 4.8.15): what is said, or holds where nothing is."""

from collections.abc import Mapping
from typing import Any

from spec.diff.ledger import Fact, Thing, same
from spec.diff.located import Located
from spec.diff.records import ABSENT, Area
from spec.diff.schema_views import View, view
from spec.pointer import Tokens, read

FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_UNKNOWN = "unknown"
_SCALARS = frozenset({"string", "number", "integer", "boolean"})
_BYTES = "application/octet-stream"


def compare_encodings(thing: Thing, media_type: str) -> None:
    """The encodings of a media type, member by member and word by word."""
    before, after = thing.base.members("encoding"), thing.head.members("encoding")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        members = _member(thing.base, name), _member(thing.head, name)
        if _NONE in members:  # it came or went with the member that it is of, or is of none at all
            continue
        old = _meant(thing.base, one, members[0], media_type)
        new = _meant(thing.head, other, members[1], media_type)
        for word in dict.fromkeys((*new, *old)):
            values = old.get(word, ABSENT), new.get(word, ABSENT)
            if not same(*values):
                subject = f"the encoding of `{name}` in {thing.subject}"
                places = _place(thing.base, one, word), _place(thing.head, other, word)
                is_extension = word.startswith("x-")
                area: Area = "extension" if is_extension else "media-type"
                aspect = word if is_extension else f"encoding.{word}"
                thing.site.note(Fact(area, aspect, subject, *places, *values, thing.direction))


def _place(media_type: Located, encoding: Located | None, word: str) -> Tokens:
    return media_type.place_of("encoding") if encoding is None else encoding.place_of(word)


def _meant(
    media_type: Located, encoding: Located | None, member: View | None, kind: str
) -> Mapping[str, Any]:
    """The words that hold for a member."""
    said = {} if encoding is None else dict(encoding.value)
    if kind == FORM:
        style = said.get("style", "form")
        said = {"style": style, "explode": style == "form", "allowReserved": False, **said}
    if member and _SCALARS.issuperset(_types(member)):
        said.pop("explode", None)  # one value is written in one way
    types = said.get("contentType") or _default(media_type, member)
    if types:
        said["contentType"] = ", ".join(sorted(one.strip().lower() for one in types.split(",")))
    if encoding is not None and "headers" in said:
        said["headers"] = {key: one.value for key, one in encoding.members("headers").items()}
    return said


def _member(media_type: Located, name: str) -> View | None:
    """The schema of a member: `_NONE` where there is none, and None where that cannot be told."""
    schema = media_type.schema()
    if schema is None:
        return None
    whole = view(media_type.document, tuple(read(schema.pointer)))
    if name in whole.members:
        return view(media_type.document, whole.members[name])
    is_known = bool(whole.members) and not whole.branches and _ELSEWHERE.isdisjoint(whole.words)
    return _NONE if is_known else None


_NONE = View((), {}, {}, {}, ())
# Where members may be described beside `properties`.
_ELSEWHERE = frozenset(
    "additionalProperties patternProperties anyOf oneOf if then else dependentSchemas".split()
)


def _default(media_type: Located, member: View | None) -> str:
    """The media type of a part that names none (OAS 3.1 section 4.8.15.1), empty where it cannot be told."""
    types = _types(member) if member else frozenset({_UNKNOWN})
    if not member or _UNKNOWN in types:
        return ""
    if types == {"object"}:
        return _JSON
    if types == {"array"}:
        items = member.words.get("items")
        return _default(media_type, view(media_type.document, items.tokens)) if items else ""
    is_binary = "contentEncoding" in member.words or (
        "format" in member.words and member.words["format"].value == "binary"
    )
    return "" if not types <= _SCALARS else _BYTES if is_binary else "text/plain"


def _types(member: View) -> frozenset[str]:
    types = member.words["type"].value if "type" in member.words else ()
    return frozenset(types or {_UNKNOWN}) - {"null"}
