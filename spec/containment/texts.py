"""Strings: lengths, patterns and formats of a case against those of a schema."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spec.containment.cases import Case
from spec.containment.characters import Unsupported
from spec.containment.languages import find, is_met
from spec.containment.properties import narrowed

TEXTS = frozenset("minLength maxLength pattern format".split())
_TIME = "[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]+)?([zZ]|[+-][0-2][0-9]:[0-5][0-9])"
# Formats whose texts are all within a regular language: what a format proves of patterns and lengths (RFC 9562, 3339, 791, 3986,
# 4291, 1123, 5321).
_WITHIN = {
    "uuid": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
    "date": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "ipv4": "^(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}$",
    "email": "^[^@]+@.+$",
    "hostname": "^[!-~]{1,255}$",
    "ipv6": "^(?=.*:)[0-9a-fA-F:.]{2,45}$",
    "uri": "^[A-Za-z][A-Za-z0-9+.-]*:",
    "duration": "^P[0-9A-Z.,]+$",
    "time": f"^{_TIME}$",
    "date-time": f"^[0-9]{{4}}-[01][0-9]-[0-3][0-9][Tt ]{_TIME}$",
}
# Of these the language is the format.
_EXACT = frozenset({"uuid", "ipv4"})
# Formats that another one includes (RFC 3987 section 1.2, RFC 6531 section 3.3).
_INCLUDED = {
    "email": ("idn-email",),
    "uri": ("uri-reference", "iri", "iri-reference"),
    "uri-reference": ("iri-reference",),
    "iri": ("iri-reference",),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """What a case leaves of the strings."""

    shortest: int
    longest: int | None
    patterns: tuple[str, ...]
    excluded: tuple[str, ...]
    formats: frozenset[str]

    @property
    def wanted(self) -> tuple[str, ...]:
        return (
            *self.patterns,
            *(_WITHIN[name] for name in sorted(self.formats) if name in _WITHIN),
        )

    @property
    def is_any(self) -> bool:
        """Whether every text is left."""
        is_bounded = self.shortest > 0 or self.longest is not None
        return not (is_bounded or self.patterns or self.excluded or self.formats)

    @property
    def is_empty(self) -> bool:
        if self.longest is not None and self.shortest > self.longest:
            return True
        return bool(self.wanted) and self._lacks()

    def keeps(self, keyword: str, limit: Any) -> bool:
        """Whether every text is proved to keep a keyword of a schema."""
        if keyword == "minLength":
            return self.shortest >= limit or self._lacks(longest=limit - 1)
        if keyword == "maxLength":
            short = self.longest is not None and self.longest <= limit
            return short or self._lacks(shortest=limit + 1)
        if keyword == "enum":
            return any(isinstance(value, str) for value in limit) and self._lacks(
                unwanted=(one_of(limit),)
            )
        if keyword == "pattern":
            if "\\p{" in limit and limit not in self.patterns:
                limit = narrowed(limit)
            return limit in self.patterns or (limit is not None and self._lacks(unwanted=(limit,)))
        if limit in self.formats or any(limit in _INCLUDED.get(one, ()) for one in self.formats):
            return True
        return limit in _EXACT and self._lacks(unwanted=(_WITHIN[limit],))

    def _lacks(
        self, *, unwanted: tuple[str, ...] = (), shortest: int = 0, longest: int | None = None
    ) -> bool:
        """Whether there is proved to be no text of this kind."""
        if not self.wanted and not unwanted:
            return False
        least = max(self.shortest, shortest)
        most = (
            self.longest
            if longest is None
            else min(longest, longest if self.longest is None else self.longest)
        )
        is_alone = len(self.wanted) == 1 and not self.excluded and not unwanted
        if is_alone and is_met(self.wanted[0], least, most):
            return False
        try:
            return (
                find(self.wanted, (*self.excluded, *unwanted), shortest=least, longest=most) is None
            )
        except Unsupported:
            pass
        if not unwanted:
            return False
        try:  # without the lengths: more texts, fewer states
            return find(self.wanted, unwanted) is None
        except Unsupported:
            return False


def texts(case: Case) -> Texts:
    lengths = [atom["maxLength"] for atom in case if "maxLength" in atom]
    refused = [atom["not"] for atom in case if isinstance(atom.get("not"), dict)]
    return Texts(
        shortest=max((int(atom["minLength"]) for atom in case if "minLength" in atom), default=0),
        longest=int(min(lengths)) if lengths else None,
        patterns=tuple(dict.fromkeys(atom["pattern"] for atom in case if "pattern" in atom)),
        excluded=tuple(map(_refused, filter(_is_text, refused))),
        formats=frozenset(atom["format"] for atom in case if "format" in atom),
    )


def one_of(values: Iterable[Any]) -> str:
    """A pattern for the texts among some values, of which there is one at least."""
    texts = [re.escape(value) for value in values if isinstance(value, str)]
    return f"^(?:{'|'.join(texts)})$"


def _is_text(refused: dict[str, Any]) -> bool:
    """Whether what is refused are the texts of a pattern, or some of a list."""
    if set(refused) <= {"pattern", "type"}:
        return "pattern" in refused and "string" in refused.get("type", ("string",))
    return set(refused) == {"enum"} and any(isinstance(one, str) for one in refused["enum"])


def _refused(refused: dict[str, Any]) -> str:
    return refused["pattern"] if "pattern" in refused else one_of(refused["enum"])
