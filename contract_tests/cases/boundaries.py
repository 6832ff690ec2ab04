"""Named cases: a value that is allowed in every place but one, and there at a limit or just past it.

Whether it is allowed is the document's own validator's to say, of the whole value. What it breaks is where the keyword stands
that says so.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

from contract_tests.cases.candidates import candidates
from contract_tests.cases.places import Place, places
from contract_tests.disputed import is_disputed
from contract_tests.draft import put, take
from contract_tests.judge import written_at
from spec import pointer
from spec.document import Document
from spec.operations import Schema
from spec.pointer import Tokens
from spec.schemas import Schemas

MOST = 400  # cases of one schema: a document of hundreds of members is sampled, every place in turn


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """`value` goes to `at`. `promises` are JSON Pointers into the document: what forbids it, or what it is at the limit of."""

    name: str
    at: Tokens
    value: Any
    is_allowed: bool
    promises: tuple[str, ...]


class Boundaries:
    """The cases of schemas in one document."""

    def __init__(self, document: Document, schemas: Schemas) -> None:
        self._document, self._schemas = document, schemas

    def of(self, schema: Schema, value: Any) -> list[Case]:
        """The cases of a request's schema around a value that it allows, in document order; of more than MOST, some of each
        place."""
        by_place = [
            list(self._at(place, schema, value))
            for place in places(self._document, schema.pointer, value)
        ]
        in_turns = (case for turn in zip_longest(*by_place) for case in turn if case is not None)
        chosen = set(islice(_distinct(in_turns), MOST))
        return [key for key in _distinct(chain(*by_place)) if key in chosen]

    def _at(self, place: Place, schema: Schema, value: Any) -> Iterator[Case]:
        validator = self._schemas.validator(schema, "request")
        current = take(value, place.at)
        for keyword, (name, candidate) in candidates(place.keywords, current):
            if is_disputed(candidate) or _shown(candidate) == _shown(current):
                continue
            broken = [
                written_at(self._document, schema.pointer, error.evaluation_path)
                for error in validator.iter_errors(put(value, place.at, candidate))
            ]
            own = f"{place.pointer}/{keyword}" if keyword in place.keywords else place.pointer
            yield Case(
                name=f"{pointer.write(place.at)[1:] or 'body'}: {name}",
                at=place.at,
                value=candidate,
                is_allowed=not broken,
                promises=tuple(dict.fromkeys(broken)) or (own,),
            )


def _distinct(cases: Iterable[Case]) -> Iterator[Case]:
    """Each value once at each place, and each name once."""
    seen: set[object] = set()
    for case in cases:
        keys = {(case.at, _shown(case.value)), case.name}
        if not keys & seen:
            seen |= keys
            yield case


def _shown(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
