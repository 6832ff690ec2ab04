"""Answers: statuses with their headers, bodies and links."""

from spec.diff.content import compare_content, compare_value
from spec.diff.covering import pair_names
from spec.diff.ledger import Fact, Thing
from spec.diff.links import compare_links
from spec.diff.located import Located
from spec.diff.members import FLAGS, PROSE, compare_extensions, compare_members

_HANDLED = frozenset({"headers", "content", "links"})
_VALUE = frozenset({"schema", "content"})
_DEFAULTS = {**FLAGS, "style": "simple", "explode": False}


def compare_answers(operation: Thing) -> None:
    """The responses of an operation."""
    before, after = operation.base.members("responses"), operation.head.members("responses")
    base, head = operation.base.get("responses"), operation.head.get("responses")
    holder = operation.of(
        "operation", "the responses", base or operation.base, head or operation.head
    )
    if base is not None and head is not None:
        compare_extensions(holder)
    is_settled = "default" in before and "default" in after

    def covers(wide: str, narrow: str) -> bool:
        # A default that stays speaks for errors: a success status that comes or goes is no change of it.
        is_other = wide == "default" and is_settled and narrow[:1] not in ("4", "5")
        sides = (before, after) if narrow in before else (after, before)
        return (
            _covers(wide, narrow)
            and not is_other
            and not _says_less(sides[1].get(wide), sides[0].get(narrow))
        )

    for names in pair_names(list(before), list(after), str.upper, covers):
        status = names.head or names.base or ""
        one, other = before.get(names.base or ""), after.get(names.head or "")
        subject = f"status {status}"
        if one is None or other is None:
            holder.without("status", subject, (one, other), shown=status)
            continue
        thing = operation.of("status", subject, one, other)
        is_other = (names.base or "").upper() != status.upper()
        if is_other:
            _ranged(thing, names.base, names.head)
        _answer(thing, status, is_other=is_other)


def _covers(wide: str, narrow: str) -> bool:
    """Whether what is promised for `wide` holds for `narrow` where nothing else does (OAS 3.1 section 4.8.16)."""
    wide, narrow = wide.upper(), narrow.upper()
    if wide == "DEFAULT":
        return narrow != "DEFAULT"
    return wide.endswith("XX") and wide != narrow and wide[0] == narrow[0]


def _says_less(wide: Located | None, narrow: Located | None) -> bool:
    """Whether a response has no body described where the other has: it does not speak of that one's."""
    if wide is None or narrow is None:
        return False
    return not wide.members("content") and bool(narrow.members("content"))


def _ranged(thing: Thing, before: str | None, after: str | None) -> None:
    """A status that the other side describes by its range or by its default."""
    places = thing.base.written, thing.head.written
    subject = f"status {before}"
    thing.site.note(Fact("status", "range", subject, *places, before, after, thing.direction))


def _answer(thing: Thing, status: str, *, is_other: bool) -> None:
    """`is_other`: the sides describe it under two names, whose prose is not of one thing."""
    compare_members(thing, but=_HANDLED | PROSE if is_other else _HANDLED)
    _headers(thing, status)
    compare_content(thing, status)
    compare_links(thing)


def _headers(thing: Thing, status: str) -> None:
    """Headers by name, which has no case (RFC 9110 section 5.1)."""
    before, after = _by_lower(thing.base), _by_lower(thing.head)
    for key in dict.fromkeys((*after, *before)):
        (gone, one), (name, other) = before.get(key, ("", None)), after.get(key, ("", None))
        subject = f"header `{name or gone}` of {thing.subject}"
        if one is None or other is None:
            thing.without("header", subject, (one, other))
            continue
        header = thing.of("header", subject, one, other)
        compare_members(header, but=_VALUE, defaults=(_DEFAULTS, _DEFAULTS))
        compare_value(header, f"{status} header {name}")


def _by_lower(answer: Located) -> dict[str, tuple[str, Located]]:
    """Without Content-Type, which is described elsewhere (OAS 3.1 section 4.8.17)."""
    found = {name.lower(): (name, one) for name, one in answer.members("headers").items()}
    found.pop("content-type", None)
    return found
