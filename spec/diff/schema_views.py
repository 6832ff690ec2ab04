"""A schema as its meaning is compared: references followed, `allOf` laid flat where that changes nothing, one spelling of each.

nullable (3.0)  -> null among the types        const        -> an enum of one
type: string    -> a list of types             exclusiveMinimum: true (3.0) -> the number
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec import pointer, references
from spec.canonical import canonical
from spec.document import Document
from spec.pointer import Tokens

# Keywords whose meaning hangs on what stands beside them in the same object: a branch with one stays a branch.
_TIED = frozenset(
    "additionalProperties patternProperties unevaluatedProperties unevaluatedItems items prefixItems if then else contains "
    "discriminator not anyOf oneOf allOf".split()
)
_NOTHING: dict[str, Any] = {
    "minLength": 0,
    "minItems": 0,
    "minProperties": 0,
    "uniqueItems": False,
    "nullable": False,
    "deprecated": False,
    "readOnly": False,
    "writeOnly": False,
}
_SKIPPED = frozenset("$schema $id $anchor $defs definitions $comment".split())
_MOST_BRANCHES = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword's value, in the one spelling, and where it is written."""

    value: Any
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class View:
    """One schema. `members` and `required` are those of all its flattened branches; `branches` what could not be laid flat."""

    tokens: Tokens
    words: Mapping[str, Word]
    members: Mapping[str, Tokens]
    required: Mapping[str, Tokens]
    branches: tuple[Tokens, ...]
    truth: bool | None = None  # of a schema that is `true` or `false`


def view(document: Document, tokens: Tokens) -> View:
    """The schema at a place of a document."""
    home, value = references.follow_schema(document.content, tokens)
    if not isinstance(value, Mapping):
        return View(home, {}, {}, {}, (), truth=value is not False)
    words: dict[str, Word] = {}
    members: dict[str, Tokens] = {}
    required: dict[str, Tokens] = {}
    branches: list[Tokens] = []
    for at, atom in _atoms(document, home, value):
        spelled = _spelled(atom, at, document.version)
        if at != home and not _fits(atom, spelled, words, members):
            branches.append(at)
            continue
        for name, word in spelled.items():
            words.setdefault(name, word)
        members.update({name: (*at, "properties", name) for name in _mapping(atom, "properties")})
        required.update(
            {name: (*at, "required", index) for index, name in enumerate(atom.get("required", ()))}
        )
    return View(home, words, members, required, tuple(branches))


def _atoms(
    document: Document, tokens: Tokens, schema: Mapping[str, Any]
) -> Iterator[tuple[Tokens, Mapping[str, Any]]]:
    """The schema and its branches, the branches of branches included."""
    opened: set[Tokens] = set()
    ahead: list[tuple[Tokens, Any]] = [(tokens, schema)]
    while ahead and len(opened) < _MOST_BRANCHES:
        at, atom = ahead.pop(0)
        if at in opened:
            continue
        opened.add(at)
        if not isinstance(atom, Mapping):
            yield at, {"not": {}} if atom is False else {}
            continue
        yield at, atom
        inner = [(*at, "allOf", index) for index in range(len(atom.get("allOf", ())))]
        if "$ref" in atom and document.version != (3, 0):
            inner.insert(0, references.read_target(atom["$ref"]))
        ahead = [*(references.follow_schema(document.content, one) for one in inner), *ahead]


def _fits(
    atom: Mapping[str, Any],
    spelled: Mapping[str, Word],
    words: Mapping[str, Word],
    members: Mapping[str, Tokens],
) -> bool:
    """Whether a branch can be laid flat: nothing of it hangs on its own object or contradicts what is there."""
    if not (_TIED - {"allOf"}).isdisjoint(atom) or "additionalProperties" in words:
        return False
    if not members.keys().isdisjoint(_mapping(atom, "properties")):
        return False
    return all(
        name in _PROSE or name not in words or words[name].value == word.value
        for name, word in spelled.items()
    )


_PROSE = frozenset(
    "title description example examples externalDocs default deprecated readOnly writeOnly".split()
)


def _spelled(atom: Mapping[str, Any], at: Tokens, version: tuple[int, int]) -> dict[str, Word]:
    """The keywords of one object in the one spelling."""
    words: dict[str, Word] = {}
    for name, value in atom.items():
        if name in _SKIPPED or name in ("$ref", "allOf", "properties", "required"):
            continue
        if name in _NOTHING and value == _NOTHING[name]:
            continue
        if name == "additionalProperties" and (value is True or value == {}):
            continue
        words[name] = Word(value, (*at, name))
    if "const" in words and "enum" not in words:
        const = words.pop("const")
        words["enum"] = Word([const.value], const.tokens)
    _spell_type(words, at, version)
    if version == (3, 0):
        _spell_bounds(words)
    return words


def _spell_type(words: dict[str, Word], at: Tokens, version: tuple[int, int]) -> None:
    """Changes `words`: the types as a sorted list, with null where 3.0 says nullable."""
    if "type" in words:
        value, tokens = words["type"].value, words["type"].tokens
        types = {value} if isinstance(value, str) else set(value)
        if version == (3, 0) and "nullable" in words:
            types.add("null")
            words.pop("nullable")
        words["type"] = Word(sorted(types), tokens)
    elif "nullable" in words and version == (3, 0):
        del at
        words.pop("nullable")  # without a type it says nothing (the 3.0.3 clarification)


def _spell_bounds(words: dict[str, Word]) -> None:
    """Changes `words`: the boolean limits of 3.0 as the numbers of 3.1."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if exclusive in words and isinstance(words[exclusive].value, bool):
            flag = words.pop(exclusive)
            if flag.value and bound in words:
                words[exclusive] = words.pop(bound)


def _mapping(atom: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = atom.get(name, {})
    return value if isinstance(value, Mapping) else {}


def tags(document: Document, seen: View) -> frozenset[tuple[str, str]]:
    """The required members of an object that can have one value only, each with it: what tells alternatives apart."""
    found = (
        (name, view(document, seen.members[name]).words.get("enum"))
        for name in seen.required
        if name in seen.members
    )
    return frozenset(
        (name, canonical(word.value[0])) for name, word in found if word and len(word.value) == 1
    )


def flat(document: Document, tokens: Tokens) -> Any:
    """The schema of a view as a value of the document's dialect: what `edits` compares, keyword by keyword."""
    seen = view(document, tokens)
    if seen.truth is not None:
        return seen.truth
    schema: dict[str, Any] = {name: word.value for name, word in seen.words.items()}
    if seen.members:
        schema["properties"] = {
            name: pointer.get(document.content, at) for name, at in seen.members.items()
        }
    if seen.required:
        schema["required"] = list(seen.required)
    if seen.branches:
        schema["allOf"] = [pointer.get(document.content, at) for at in seen.branches]
    return schema
