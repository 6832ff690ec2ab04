"""A schema laid flat: each way to satisfy it, as plain schemas that all hold at once.

References are followed, `allOf` is spread out and one branch is taken of each `anyOf`, `oneOf` and `if`. What is left speaks
about one value and its parts only. `not` stays: whether it is kept is for the validator to say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

import orjson

from spec import pointer
from spec.samples.budget import Budget, Impossible

Atom = Mapping[str, Any]
Order = Callable[[list[Any]], list[Any]]

_APPLICATORS = frozenset("$ref $defs allOf anyOf oneOf if then else discriminator".split())
_TYPES = ("string", "object", "array", "integer", "number", "boolean", "null")
# Which type a schema without `type` speaks of, by its keywords (JSON Schema 2020-12 Validation section 6).
_SPEAKS_OF = {
    "object": frozenset(
        "properties required additionalProperties patternProperties minProperties maxProperties "
        "propertyNames dependentRequired dependentSchemas unevaluatedProperties".split()
    ),
    "array": frozenset("items prefixItems contains minItems maxItems uniqueItems".split()),
    "string": frozenset("minLength maxLength pattern format contentEncoding".split()),
    "number": frozenset("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split()),
}
_IS = {
    "object": lambda value: isinstance(value, Mapping),
    "array": lambda value: isinstance(value, list | tuple),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to satisfy a schema. `opened` are the references followed from the root down to this value."""

    atoms: tuple[Atom, ...]
    opened: tuple[str, ...]

    def types(self) -> tuple[str, ...]:
        """The JSON types that all atoms allow; the likeliest first and null last where none is named."""
        kinds: tuple[str, ...] | None = None
        for atom in self.atoms:
            if "type" in atom:
                kinds = _meet(kinds, _listed(atom["type"]))
        if kinds is None:
            kinds = tuple(dict.fromkeys([*self._hinted(), *_TYPES]))
        if "null" in kinds:
            return (*(kind for kind in kinds if kind != "null"), "null")
        return kinds

    def _hinted(self) -> Iterator[str]:
        for kind, words in _SPEAKS_OF.items():
            if not all(words.isdisjoint(atom) for atom in self.atoms):
                yield kind

    def all(self, keyword: str) -> list[Any]:
        """The keyword's value in every atom that has it."""
        return [atom[keyword] for atom in self.atoms if keyword in atom]

    def numbers(self, keyword: str) -> list[int | float]:
        return [value for value in self.all(keyword) if _IS["number"](value)]

    def allowed(self) -> list[Any] | None:
        """The values that `const` and `enum` leave; None when neither is there."""
        choices = [[value] for value in self.all("const")] + [list(v) for v in self.all("enum")]
        if not choices:
            return None
        first, *others = choices
        sets = [{identity(value) for value in other} for other in others]
        kept = [value for value in first if all(identity(value) in other for other in sets)]
        return self.typed(kept)

    def examples(self) -> list[Any]:
        """What the schema's author gave: examples before the default."""
        found: list[Any] = []
        for atom in self.atoms:
            given = atom.get("examples")
            found.extend(given if isinstance(given, list) else ())
            found.extend(atom[word] for word in ("example", "default") if word in atom)
        return self.typed(found)

    def typed(self, values: list[Any]) -> list[Any]:
        kinds = self.types() if values else ()
        return [value for value in values if any(_IS[kind](value) for kind in kinds)]


def identity(value: Any) -> bytes:
    """Equal for values that JSON Schema calls equal, and only for them: 1 is 1.0 and is not true."""
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return f"\0{value}"  # orjson refuses integers beyond 64 bits
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _listed(kind: Any) -> tuple[str, ...]:
    kinds = (kind,) if isinstance(kind, str) else tuple(kind)
    return tuple(kind for kind in kinds if kind in _IS)


def _meet(left: tuple[str, ...] | None, right: tuple[str, ...]) -> tuple[str, ...]:
    """The types in both; an integer is a number."""
    if left is None:
        return right
    met = [kind for kind in left if kind in right or (kind == "integer" and "number" in right)]
    met += [kind for kind in right if kind == "integer" and "number" in left and kind not in met]
    return tuple(met)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A shape in the making: `choices` are still to be made, `here` are the references that this very value has followed."""

    opened: tuple[str, ...]
    atoms: tuple[Atom, ...] = ()
    choices: tuple[list[Any], ...] = ()
    here: tuple[str, ...] = ()


class Spreader:
    """Lays the schemas of one root flat. `reopen`: how often a reference may be followed again below itself."""

    def __init__(self, root: Any, budget: Budget, order: Order, *, reopen: int = 0) -> None:
        self.root = root
        self.budget = budget
        self.order = order
        self.reopen = reopen

    def shapes(self, schemas: Sequence[Any], opened: tuple[str, ...]) -> Iterator[Shape]:
        """Every way to satisfy all of `schemas` at once, found one by one.

        Raises Impossible when each way leads back into a reference in `opened`.
        """
        return self._spread(list(schemas), _Draft(opened))

    def _spread(self, todo: list[Any], draft: "_Draft") -> Iterator[Shape]:
        flat = self._flattened(todo, draft)
        if flat is None:
            return
        if not flat.choices:
            yield Shape(flat.atoms, flat.opened + flat.here)
            return
        later = replace(flat, choices=flat.choices[1:])
        found, endless = False, []
        for option in self.order(flat.choices[0]):
            try:
                for shape in self._spread([option], later):
                    found = True
                    yield shape
            except Impossible as impossible:
                endless.append(impossible)
        if endless and not found:
            raise endless[0]

    def _flattened(self, todo: list[Any], draft: "_Draft") -> "_Draft | None":
        """The draft with all of `todo`, up to the choices that are to be made; None when nothing satisfies it."""
        atoms, choices, here = list(draft.atoms), list(draft.choices), list(draft.here)
        self.budget.spend(len(atoms) // 8)  # they were copied
        while todo:
            schema = todo.pop(0)
            self.budget.spend()
            if schema is False:
                return None
            if isinstance(schema, Mapping):
                todo[:0] = [*self._target(schema, draft.opened, here), *schema.get("allOf", ())]
                choices += _choices(schema)
                atoms += _atom(schema)
        return _Draft(draft.opened, tuple(atoms), tuple(choices), tuple(here))

    def _target(self, schema: Atom, opened: tuple[str, ...], here: list[str]) -> tuple[Any, ...]:
        """Changes `here`: what the schema refers to, unless this very value has it already."""
        reference = schema.get("$ref")
        if not isinstance(reference, str) or reference in here:
            return ()
        if opened.count(reference) > self.reopen:
            raise Impossible(f"{reference} holds itself without an end")
        here.append(reference)
        return (self._resolve(reference),)

    def _resolve(self, reference: str) -> Any:
        """The target of a local reference; whatever cannot be found constrains nothing, and the validator has the last word."""
        if not reference.startswith("#"):
            return True
        try:
            return pointer.get(self.root, pointer.read(unquote(reference[1:])))
        except (KeyError, ValueError):
            return True


def _atom(schema: Mapping[str, Any]) -> tuple[Atom, ...]:
    if _APPLICATORS.isdisjoint(schema):
        return (schema,)
    plain = {name: value for name, value in schema.items() if name not in _APPLICATORS}
    return (plain,) if plain else ()


def _choices(schema: Mapping[str, Any]) -> list[list[Any]]:
    found = [list(schema["anyOf"])] if schema.get("anyOf") else []
    found += [_exclusive(schema["oneOf"])] if schema.get("oneOf") else []
    if "discriminator" in schema:
        found = [_discriminated(options, schema["discriminator"]) for options in found]
    if "if" in schema and ("then" in schema or "else" in schema):
        found.append(
            [{"allOf": [schema["if"], schema.get("then", True)]}, schema.get("else", True)]
        )
    return found


def _exclusive(options: list[Any]) -> list[Any]:
    """Where the branches of `oneOf` differ by what they require, each says that the members of the others are not there."""
    required = [
        set(option.get("required", ())) if isinstance(option, Mapping) else set[str]()
        for option in options
    ]
    rivals = [set[str]().union(*required) - own for own in required]
    return [
        {"allOf": [option, *({"not": {"required": [name]}} for name in sorted(others))]}
        if others
        else option
        for option, others in zip(options, rivals, strict=True)
    ]


def _discriminated(options: list[Any], discriminator: Any) -> list[Any]:
    """Each branch with its name in the discriminating member (OAS 3.1 section 4.8.25); the bare branches after them."""
    if not isinstance(discriminator, Mapping) or "propertyName" not in discriminator:
        return options
    mapping = discriminator.get("mapping") or {}
    names = {str(target).rsplit("/", 1)[-1]: name for name, target in mapping.items()}
    marked = []
    for option in options:
        target = option.get("$ref") if isinstance(option, Mapping) else None
        if isinstance(target, str):
            name = target.rsplit("/", 1)[-1]
            member = {discriminator["propertyName"]: {"const": names.get(name, name)}}
            marked.append({"allOf": [option, {"properties": member}]})
    return marked + options
