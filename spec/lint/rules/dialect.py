"""Keywords of one OpenAPI version in a document of another: nobody reads them, and nobody says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.lint.exemplified import SchemaPlace
from spec.lint.fixing import remove, replaced, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.subject import Subject
from spec.pointer import Tokens
from spec.schema_faults import faults

_SINCE_31 = frozenset(
    "const if then else prefixItems contains minContains maxContains patternProperties propertyNames dependentRequired "
    "dependentSchemas unevaluatedItems unevaluatedProperties $defs $anchor $id $comment contentEncoding contentMediaType "
    "contentSchema examples".split()
)
_ANNOTATIONS = frozenset(
    "title description default example examples deprecated readOnly writeOnly externalDocs xml nullable "
    "$comment $defs $id $anchor $schema".split()
)
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def _nullable(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=False):
        if "nullable" in place.value:
            message = "`nullable` is OpenAPI 3.0; 3.1 ignores it, so that null is refused"
            yield Found(f"{place.pointer}/nullable", message, _union(subject, place))


def _union(subject: Subject, place: SchemaPlace) -> tuple[Action, ...]:
    """The union that is meant: of types, or of null and all that the schema says. The enum has a rule of its own."""
    gone = remove((*place.tokens, "nullable"))
    said = {name: value for name, value in place.value.items() if _asserts(name)}
    if place.value["nullable"] is not True or not said:
        return (gone,)
    if _is_chosen_twice(subject, place.tokens) or _is_embedded(said):
        return ()
    if "type" not in said:
        moved = tuple(remove((*place.tokens, name)) for name in said)
        return (gone, *moved, update(place.tokens, {"anyOf": [said, {"type": "null"}]}))
    kind = said["type"]
    kinds = kind if isinstance(kind, list) else [kind]
    if "null" in kinds:
        return (gone,)
    return (*replaced(place.tokens, "type", [*kinds, "null"]), gone)


def _asserts(name: str) -> bool:
    """Whether a keyword says which values are valid: of what only describes them null is no exception."""
    return name not in _ANNOTATIONS and not name.startswith("x-")


def _is_embedded(said: Mapping[str, Any]) -> bool:
    """Whether it names a place that only the loaded document has: of another file."""
    nodes = (node for _, node in references.objects(said))
    return any(str(node.get("$ref", "")).startswith(f"#/{references.FILES}/") for node in nodes)


def _is_chosen_twice(subject: Subject, tokens: Tokens) -> bool:
    """Whether null would match another branch of the same `oneOf` too, and by that none."""
    if tokens[-2:-1] != ("oneOf",):
        return False
    branches = pointer.get(subject.content, tokens[:-1])
    return sum(_may_be_null(one) for one in branches if isinstance(one, Mapping)) > 1


def _may_be_null(schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type", ())
    return schema.get("nullable") is True or "null" in ([kind] if isinstance(kind, str) else kind)


def _exclusive_flag(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=False):
        for word, bound in _BOUNDS.items():
            if isinstance(place.value.get(word), bool):
                message = f"a boolean `{word}` is OpenAPI 3.0; in 3.1 it is the limit itself"
                yield Found(f"{place.pointer}/{word}", message, _limit(place, word, bound))


def _limit(place: SchemaPlace, word: str, bound: str) -> tuple[Action, ...]:
    gone = remove((*place.tokens, word))
    if place.value[word] is not True or bound not in place.value:
        return (gone,)
    return gone, remove((*place.tokens, bound)), update(place.tokens, {word: place.value[bound]})


def _exclusive_number(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=True):
        for word, bound in _BOUNDS.items():
            limit = place.value.get(word)
            if isinstance(limit, int | float) and not isinstance(limit, bool):
                message = (
                    f"a number as `{word}` is OpenAPI 3.1; in 3.0 it is a flag beside `{bound}`"
                )
                yield Found(f"{place.pointer}/{word}", message, _flag(place, word, bound))


def _flag(place: SchemaPlace, word: str, bound: str) -> tuple[Action, ...]:
    """The flag that is meant, unless the limit beside it is the stricter one."""
    gone = remove((*place.tokens, word))
    limit, other = place.value[word], place.value.get(bound)
    if other is None:
        return gone, update(place.tokens, {bound: limit, word: True})
    if isinstance(other, bool) or not isinstance(other, int | float):
        return ()
    is_stricter = other > limit if bound == "minimum" else other < limit
    return (gone,) if is_stricter else (gone, update(place.tokens, {bound: limit, word: True}))


def _example(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=False):
        if "example" in place.value:
            fix = (
                remove((*place.tokens, "example")),
                update(place.tokens, {"examples": [place.value["example"]]}),
            )
            yield Found(
                f"{place.pointer}/example",
                "`example` in a schema is deprecated in 3.1: `examples` is a list",
                fix,
            )


def _type_list(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=True):
        kind = place.value.get("type")
        if isinstance(kind, list) or kind == "null":
            message = "a list of types, and the type null, are OpenAPI 3.1; 3.0 has one type and `nullable`"
            yield Found(f"{place.pointer}/type", message, _nullable_type(place, kind))


def _nullable_type(place: SchemaPlace, kind: Any) -> tuple[Action, ...]:
    others = [one for one in kind if one != "null"] if isinstance(kind, list) else []
    if len(others) != 1:
        return ()
    null = (update(place.tokens, {"nullable": True}),) if "null" in kind else ()
    return (*replaced(place.tokens, "type", others[0]), *null)


def _later_keywords(subject: Subject) -> Iterator[Found]:
    for place in _of(subject, is_30=True):
        for word in sorted(_SINCE_31 & place.value.keys()):
            yield Found(
                f"{place.pointer}/{word}",
                f"`{word}` is JSON Schema 2020-12: OpenAPI 3.0 ignores it",
            )


def _siblings(subject: Subject) -> Iterator[Found]:
    """OAS 3.0.3 section 4.7.23; a Path Item may have members beside its `$ref`."""
    for tokens, node in references.objects(subject.content) if subject.is_30 else ():
        is_item = tokens[-2:-1] == ("paths",) or "callbacks" in tokens[-3:-1]
        if isinstance(node.get("$ref"), str) and len(node) > 1 and not is_item:
            others = ", ".join(f"`{name}`" for name in node if name != "$ref")
            message = f"3.0 ignores what stands beside `$ref`: {others}"
            yield Found(pointer.write((*tokens, "$ref")), message)


def _null_in_enum(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        kind = value.get("type")
        is_flagged = value.get("nullable") is True and isinstance(kind, str)
        is_nullable = is_flagged or (isinstance(kind, list) and "null" in kind)
        if is_nullable and isinstance(value.get("enum"), list) and None not in value["enum"]:
            message = "the type allows null and the enum does not list it: this schema refuses null"
            listed = update((*place.tokens, "enum"), [None])
            fix = () if _is_chosen_twice(subject, place.tokens) else (listed,)
            yield Found(f"{place.pointer}/enum", message, fix)


def _malformed(subject: Subject) -> Iterator[Found]:
    """In 3.1, where the document's own schema says nothing of them; what has a rule of its own is told by that."""
    flags = {found.pointer for found in _exclusive_flag(subject)}
    for fault in faults(subject.document):
        if fault.pointer not in flags:
            yield Found(fault.pointer, f"the schema is no valid JSON Schema: {fault.message}")


def _of(subject: Subject, *, is_30: bool) -> Iterator[SchemaPlace]:
    if subject.is_30 is is_30:
        yield from subject.schemas


def _row(id: str, says: str, why: str, check: Any, level: Any = "error") -> Rule:  # a rule's word
    return Rule(id, level, says, why, check)


_IGNORED = (
    "validators and generators ignore it without a word, and each reader means something else"
)

RULES: tuple[Rule, ...] = (
    _row(
        "oas3-schema",
        "The document keeps to the OpenAPI Specification.",
        "no tool can read it",
        _malformed,
    ),
    _row(
        "invalid-ref",
        "Every `$ref` leads somewhere.",
        "no tool can read it",
        lambda _: iter(()),  # it is found by whoever loads the document
    ),
    _row(
        "oas31-nullable", "A 3.1 schema says null in its type, not `nullable`.", _IGNORED, _nullable
    ),
    _row(
        "oas31-exclusive-flag",
        "A 3.1 schema's exclusive limits are numbers.",
        _IGNORED,
        _exclusive_flag,
    ),
    _row(
        "oas31-schema-example",
        "A 3.1 schema has `examples`, not `example`.",
        "tools for 3.1 may not show it",
        _example,
        "hint",
    ),
    _row(
        "oas30-exclusive-number",
        "A 3.0 schema's exclusive limits are flags.",
        _IGNORED,
        _exclusive_number,
    ),
    _row("oas30-type-list", "A 3.0 schema has one type, and `nullable`.", _IGNORED, _type_list),
    _row(
        "oas30-later-keyword",
        "A 3.0 schema keeps to the keywords of 3.0.",
        _IGNORED,
        _later_keywords,
        "warn",
    ),
    _row("no-$ref-siblings", "In 3.0 nothing stands beside `$ref`.", _IGNORED, _siblings, "warn"),
    _row(
        "enum-without-null",
        "An enum that may be null lists null.",
        "validators refuse the null that the type promises",
        _null_in_enum,
    ),
)
