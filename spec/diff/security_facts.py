"""Who may call an operation: alternatives of schemes that are needed together, with their scopes (OAS 3.1 section 4.8.30).

Schemes are told apart by what travels on the wire, so that one with another name is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spec.diff.facts import Context, Facts
from spec.diff.records import OperationPair
from spec.document import Document
from spec.operations import Operation, SecurityScheme

Wire = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What one alternative asks for: each scheme with the scopes that it needs. `text` is how the document says it."""

    needs: Mapping[Wire, frozenset[str]]
    text: str

    def suffices(self, other: "Alternative") -> bool:
        """Whether whoever meets this one meets the other too."""
        return all(
            wire in self.needs and scopes <= self.needs[wire]
            for wire, scopes in other.needs.items()
        )


def security_facts(facts: Facts, context: Context, pair: OperationPair) -> None:
    if pair.base is None or pair.head is None:
        return
    before, after = _alternatives(facts.base, pair.base), _alternatives(facts.head, pair.head)
    places = (_place(facts.base, pair.base), _place(facts.head, pair.head))
    own = context.of("security", "security", "request")
    texts = ([one.text for one in before], [one.text for one in after])
    if _is_open(before) or _is_open(after):
        if not _is_open(after):
            facts.added(own, "required", *places, texts[1])
        elif not _is_open(before):
            facts.removed(own, "required", *places, texts[0])
        return
    _lost(facts, own, (before, after), places)
    _gained(facts, own, (before, after), places)


Both = tuple[list["Alternative"], list["Alternative"]]


def _lost(facts: Facts, context: Context, both: Both, places: tuple[str, str]) -> None:
    """What sufficed and does no longer."""
    before, after = both
    for one in before:
        if not any(one.suffices(other) for other in after):
            aspect, value = _asked(one, after)
            if aspect == "alternative":
                facts.removed(context, aspect, *places, value)
            else:
                facts.added(context, aspect, *places, value)


def _gained(facts: Facts, context: Context, both: Both, places: tuple[str, str]) -> None:
    """What suffices and did not: another way in, or less of one that was there."""
    before, after = both
    for other in after:
        if not any(other.suffices(one) for one in before):
            is_weaker = any(one.suffices(other) for one in before)
            facts.added(context, "weaker" if is_weaker else "alternative", *places, other.text)


def _asked(one: Alternative, after: list[Alternative]) -> tuple[str, Any]:
    """What the nearest alternative asks for beyond this one: scopes, another scheme; or there is none near."""
    for other in after:
        if other.needs.keys() == one.needs.keys():
            more = {
                scope for wire, scopes in other.needs.items() for scope in scopes - one.needs[wire]
            }
            return "scopes", sorted(more)
    for other in after:
        if other.needs.keys() > one.needs.keys():
            return "scheme", other.text
    return "alternative", one.text


def _is_open(alternatives: list[Alternative]) -> bool:
    return not alternatives or any(not one.needs for one in alternatives)


def _alternatives(document: Document, operation: Operation) -> list[Alternative]:
    raw = document.at(operation.pointer).get("security", document.content.get("security", []))
    found = []
    for schemes, needs in zip(operation.security, raw, strict=True):
        scopes = {_wire(document, scheme): frozenset(needs[scheme.name]) for scheme in schemes}
        found.append(
            Alternative(scopes, " and ".join(_text(scheme, needs) for scheme in schemes) or "none")
        )
    return found


def _text(scheme: SecurityScheme, needs: Mapping[str, Any]) -> str:
    scopes = ", ".join(needs[scheme.name])
    return f"{scheme.name} ({scopes})" if scopes else scheme.name


def _wire(document: Document, scheme: SecurityScheme) -> Wire:
    if scheme.kind == "unknown":
        value = document.at(scheme.pointer)
        return (str(value.get("type")), str(value.get("scheme")), scheme.carrier)
    return (
        scheme.kind,
        scheme.place,
        scheme.carrier.lower() if scheme.place == "header" else scheme.carrier,
    )


def _place(document: Document, operation: Operation) -> str:
    if "security" in document.at(operation.pointer):
        return f"{operation.pointer}/security"
    return "/security" if "security" in document.content else operation.pointer
