"""Media types: the `content` of a body, of an answer, of a parameter or of a header."""

from collections.abc import Mapping
from typing import Any

from spec.diff.covering import pair_names
from spec.diff.encodings import FORM, compare_encodings
from spec.diff.ledger import Fact, Thing
from spec.diff.located import Located
from spec.diff.members import PROSE, compare_members
from spec.diff.records import ABSENT

_HANDLED = frozenset({"schema", "encoding"})


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
        # Of multipart, parts may be JSON, which has types (OAS 3.1 section 4.8.14.4).
        is_form = normal(name) == FORM
        if not _say_nothing(own, name):
            compare_schema(own, where if is_single else f"{where} {name}", is_text=is_form)
        compare_members(own, but=_HANDLED)
        compare_encodings(own, normal(name))


def _renamed(thing: Thing, before: str | None, after: str | None) -> None:
    """A media type that the other side's range speaks for."""
    places = thing.base.tokens, thing.head.tokens
    thing.site.note(
        Fact("media-type", "name", thing.subject, *places, before, after, thing.direction)
    )


def compare_schema(thing: Thing, where: str, *, is_text: bool) -> None:
    """A slot where both sides have a schema; where one has, that is a fact. `is_text`: types are not written."""
    base, head = thing.base.schema(), thing.head.schema()
    if base is not None and head is not None:
        if thing.direction is not None:
            thing.site.slot(thing.direction, where, base, head, is_text=is_text)
    elif base is not None or head is not None:
        thing.aspect("schema", base.value if base else ABSENT, head.value if head else ABSENT)


def _say_nothing(thing: Thing, name: str) -> bool:
    """Whether both sides allow any body, in two ways: without a schema, or with one that is empty. Of bytes that are no JSON,
    `format: binary` said so in OpenAPI 3.0 (OAS 3.1 section 4.8.14.3)."""
    schemas = thing.base.schema(), thing.head.schema()
    said = [one.value if one is not None else True for one in schemas]
    if None not in schemas and said[0] == said[1]:
        return False
    is_json = "json" in name
    return all(one is True or _is_any(one) or (not is_json and _is_of_bytes(one)) for one in said)


def _is_any(schema: Any) -> bool:
    return isinstance(schema, Mapping) and not schema


def _is_of_bytes(schema: Any) -> bool:
    if not isinstance(schema, Mapping):
        return False
    words = {name: value for name, value in schema.items() if name not in PROSE}
    return words in (
        {"type": "string", "format": "binary"},
        {"contentMediaType": "application/octet-stream"},
    )


def compare_value(thing: Thing, where: str) -> None:
    """The value of a parameter or header, described by `schema` or by `content` (OAS 3.1 section 4.8.12); to go from the one to
    the other is a fact of its own, except for a text."""
    is_mixed = ("content" in thing.base.value) is not ("content" in thing.head.value)
    base, head = map(_text, (thing.base, thing.head)) if is_mixed else (thing.base, thing.head)
    if "content" in base.value and "content" in head.value:
        compare_content(thing, where, is_single=True)
    elif "content" not in base.value and "content" not in head.value:
        compare_schema(thing.of(thing.area, thing.subject, base, head), where, is_text=True)
    else:
        names = ["content" if "content" in one.value else "schema" for one in (base, head)]
        places = thing.base.place_of(names[0]), thing.head.place_of(names[1])
        values = thing.base.value.get(names[0]), thing.head.value.get(names[1])
        thing.site.note(
            Fact(thing.area, "content", thing.subject, *places, *values, thing.direction)
        )


def _text(holder: Located) -> Located:
    """The only media type of a text, which is written as a schema's text is; anything else as it stands."""
    for name, media_type in holder.members("content").items():
        schema = media_type.schema()
        value = schema.value if schema else None
        if normal(name) == "text/plain" and isinstance(value, Mapping):
            return media_type if value.get("type") == "string" else holder
    return holder
