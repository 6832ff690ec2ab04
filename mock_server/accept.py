"""Content negotiation by the `Accept` header (RFC 9110 section 12.5.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

# No repeat may give back what it took (`++`, `*+`): a header of 30 kB must not cost more than its length.
_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++"  # noqa: S105
_OPEN = r'"(?:[^"\\]|\\.)*+'
_ELEMENT = re.compile(rf'(?:[^,"]|{_OPEN}"?)++', re.DOTALL)
_RANGE = re.compile(
    rf"(?P<type>{_TOKEN})/(?P<subtype>{_TOKEN})(?P<parameters>[ \t]*+(?:;.*)?)", re.DOTALL
)
_PARAMETER = re.compile(rf'(?:[^;"]|{_OPEN}"?)++', re.DOTALL)
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# JSON has no charset (RFC 8259 section 8.1), and clients that name one do not mean to exclude anything.
_NO_MATTER = "charset"
# Ranges that are read of one header, since what was read is kept: browsers send fewer than ten.
_MOST = 100


@dataclass(frozen=True, slots=True)
class MediaRange:
    """A media type, or a range of them where a part is `*`. `weight` is the client's, from 0 to 1."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float = 1.0

    @property
    def is_concrete(self) -> bool:
        return "*" not in (self.type, self.subtype)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The more specific of two ranges has the higher rank."""
        return self.type != "*", self.subtype != "*", len(self.parameters)

    def covers(self, offer: "MediaRange") -> bool:
        """Whether something that is offered can satisfy this range; an offered range can be narrowed to it."""
        return (
            (self.type == offer.type or "*" in (self.type, offer.type))
            and (self.subtype == offer.subtype or "*" in (self.subtype, offer.subtype))
            and (self.parameters <= offer.parameters or not offer.is_concrete)
        )


def is_json(name: str) -> bool:
    """`application/json` and what ends in `+json` (RFC 6839 section 3.1)."""
    essence = name.partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def acceptable(offers: Sequence[str], accept: str | None) -> list[tuple[int, str]]:
    """The offers that a client accepts, best first: the index of each, and the media type to send.

    `offers` are media types or ranges as a document has them. Among equals JSON comes first, then the order of the offers. An
    `accept` that is missing, or of which nothing can be read, accepts everything.
    """
    ranges = parse(accept) if accept else ()
    found = []
    for index, name in enumerate(offers):
        weight, sent = _weighed(name, ranges)
        if weight > 0:
            found.append((-weight, not is_json(sent), index, sent))
    return [(index, sent) for _, _, index, sent in sorted(found)]


@lru_cache(maxsize=256)
def parse(accept: str) -> tuple[MediaRange, ...]:
    """The ranges of an `Accept` header, up to a number; what cannot be read is left out."""
    found = (_read(element.strip()) for element in islice(_ELEMENT.findall(accept), _MOST))
    return tuple(each for each in found if each)


def _read(text: str) -> MediaRange | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    weight, parameters = 1.0, set()
    for parameter in _PARAMETER.findall(match["parameters"]):
        name, equals, value = (part.strip().lower() for part in parameter.partition("="))
        if name == "q":
            weight = float(value) if _WEIGHT.fullmatch(value) else 1.0
        elif equals and name != _NO_MATTER:
            parameters.add((name, value.strip('"')))
    return MediaRange(
        match["type"].lower(), match["subtype"].lower(), frozenset(parameters), weight
    )


def _weighed(name: str, ranges: tuple[MediaRange, ...]) -> tuple[float, str]:
    """How much a client wants an offer, and the media type that it would be sent as."""
    offer = _read(name)
    if offer is None or not ranges:
        return 1.0, concrete(name)
    covering = [each for each in ranges if each.covers(offer)]
    if not covering:
        return 0.0, name
    if offer.is_concrete:
        return max(covering, key=lambda each: each.rank).weight, name
    best = max(covering, key=lambda each: (each.weight, each.is_concrete))
    if best.is_concrete:
        return best.weight, f"{best.type}/{best.subtype}"
    return best.weight, concrete(name if best.type == "*" else f"{best.type}/{best.subtype}")


def concrete(name: str) -> str:
    """A media type to send where a document has a range, which nothing can be sent as."""
    if "*" not in name:
        return name
    kind = name.partition("/")[0].strip().lower()
    return {"*": "application/json", "application": "application/json", "text": "text/plain"}.get(
        kind, "application/octet-stream"
    )
