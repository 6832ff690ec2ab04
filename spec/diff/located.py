"""A value of a document together with where it is written, references followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spec import pointer, references
from spec.document import Document
from spec.operations import Schema
from spec.pointer import Tokens

# OAS 3.1 section 4.8.23: what may stand beside a reference, and wins over the same members of its target.
_BESIDE = ("summary", "description")
_EXTENSIBLE = frozenset(
    {"responses"}
)  # of the maps that are members: in others `x-total` is a name


@dataclass(frozen=True, slots=True)
class Located:
    """`value` stands at `tokens`; `written` is where it is used: there, or where the reference stands that led there.

    Members written beside the reference are in `beside`, with their places.
    """

    document: Document
    tokens: Tokens
    value: Any
    written: Tokens
    beside: Mapping[str, Tokens] = field(default_factory=dict)

    def place_of(self, name: str) -> Tokens:
        """Where a member is written, or the object itself for a member that it has not."""
        if name in self.beside:
            return self.beside[name]
        return (*self.tokens, name) if name in self.value else self.tokens

    def get(self, name: str) -> "Located | None":
        """A member with its references followed, None where there is none."""
        return at(self.document, self.place_of(name)) if name in self.value else None

    def members(self, name: str) -> dict[str, "Located"]:
        """The entries of a map that is a member, by name; empty where there is no such map."""
        holder = self.get(name)
        if holder is None or not isinstance(holder.value, Mapping):
            return {}
        names = (key for key in holder.value if name not in _EXTENSIBLE or not key.startswith("x-"))
        found = ((key, holder.get(key)) for key in names)
        return {key: one for key, one in found if one is not None}

    def list(self, name: str) -> "list[Located]":
        """The entries of a list that is a member, references followed."""
        home, entries = self.place_of(name), self.value.get(name, ())
        return [at(self.document, (*home, index)) for index in range(len(entries))]

    def schema(self) -> Schema | None:
        """The Schema Object that is the member `schema`, named by its own place as compiled operations name it."""
        if "schema" not in self.value:
            return None
        home, value = references.follow_schema(self.document.content, self.place_of("schema"))
        return Schema(pointer.write(home), value)


def at(document: Document, tokens: Tokens, *, merges: bool = False) -> Located:
    """What stands at a place. `merges`: all members beside a reference count, as in a Path Item (OAS 3.1 section 4.8.9)."""
    written = tokens
    value = pointer.get(document.content, tokens)
    beside: dict[str, Tokens] = {}
    extra: dict[str, Any] = {}
    while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
        names = list(value) if merges else _BESIDE if document.version != (3, 0) else ()
        for name in names:
            if name in value and name != "$ref" and name not in beside:
                beside[name] = (*tokens, name)
                extra[name] = value[name]
        tokens = references.read_target(value["$ref"])
        value = pointer.get(document.content, tokens)
    return Located(document, tokens, {**value, **extra} if extra else value, written, beside)
