"""Keywords of schemas that have no effect: misspelt, of an older draft, of another type, or without the one that they need."""

from collections.abc import Iterator

from spec import pointer
from spec.errors import Invalid
from spec.lint.exemplified import SchemaPlace
from spec.lint.problem import Found, Rule
from spec.lint.spelling import meant
from spec.lint.subject import Subject
from spec.operations import Schema

# What each type's keywords constrain (JSON Schema 2020-12 sections 6.2 to 6.5 and 10.3): a value of another type they let pass.
_OF_TYPES: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(types.split()), words)
    for types, words in (
        ("number integer", "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf"),
        ("string", "minLength maxLength pattern"),
        (
            "array",
            "items prefixItems contains minContains maxContains minItems maxItems uniqueItems unevaluatedItems",
        ),
        (
            "object",
            "properties required additionalProperties patternProperties propertyNames minProperties maxProperties "
            "dependentRequired dependentSchemas unevaluatedProperties",
        ),
    )
)
_ANY = (
    "$ref $defs $anchor $id $schema $comment $vocabulary $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor type "
    "enum const format allOf anyOf oneOf not if then else title description default deprecated readOnly writeOnly example "
    "examples contentEncoding contentMediaType contentSchema discriminator xml externalDocs nullable"
)
_KNOWN = frozenset([*_ANY.split(), *(word for _, words in _OF_TYPES for word in words.split())])
# Of the others with a dollar sign few are written, and none by a slip.
_GUESSED = frozenset(
    word for word in _KNOWN if not word.startswith("$") or word in ("$ref", "$defs")
)
# Keywords of JSON Schema before 2019-09, and what took their place.
_FORMER = {
    "definitions": "`$defs`",
    "dependencies": "`dependentRequired` and `dependentSchemas`",
    "additionalItems": "`items` beside `prefixItems`",
    "id": "`$id`",
}
# Above this a name is a slip of one or two letters; Ajv's formatExclusiveMinimum, which is lawful, is below it.
_ALIKE = 0.85
_NEEDED = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def _unknown(subject: Subject) -> Iterator[Found]:
    """In 3.1, where any other member is allowed; 3.0 allows none."""
    for place in subject.schemas if not subject.is_30 else ():
        if "$schema" in place.value:
            continue  # another dialect, of which nothing is known
        for word in place.value.keys() - _KNOWN:
            message = _misspelt(word)
            if message and (word != "id" or isinstance(place.value[word], str)):
                yield Found(place.pointer + pointer.write((word,)), message)


def _misspelt(word: str) -> str:
    if word in _FORMER:
        return f"`{word}` is of an older JSON Schema: OpenAPI 3.1 has {_FORMER[word]} instead"
    name = "" if word.startswith("x-") else meant(word, _GUESSED, _ALIKE)
    return f"`{word}` is no keyword, and is ignored; did you mean `{name}`?" if name else ""


def _of_type(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        kind = place.value.get("type")
        kinds = {kind} if isinstance(kind, str) else set(kind or ())
        for types, words in _OF_TYPES:
            for word in words.split() if kinds and not kinds & types else ():
                if word in place.value and not (subject.is_30 and "$ref" in place.value):
                    message = (
                        f"`{word}` constrains {_plural(types)} only, and the type is "
                        f"{' or '.join(sorted(kinds))}: it has no effect"
                    )
                    yield Found(f"{place.pointer}/{word}", message)


def _plural(types: frozenset[str]) -> str:
    return "numbers" if "number" in types else f"{next(iter(types))}s"


def _nullable(subject: Subject) -> Iterator[Found]:
    """OAS 3.0.3: "a true value adds null to the allowed type specified by the `type` keyword, only if `type` is explicitly
    defined within the same Schema Object". Where null is taken anyway nothing is wrong."""
    for place in subject.schemas if subject.is_30 else ():
        value = place.value
        is_alone = value.get("nullable") is True and not value.keys() & {"type", "$ref"}
        if is_alone and not _takes_null(subject, place):
            message = (
                "`nullable` counts only beside a `type` in the same schema: here null is refused"
            )
            yield Found(f"{place.pointer}/nullable", message)


def _takes_null(subject: Subject, place: SchemaPlace) -> bool:
    try:
        schema = Schema(place.pointer, place.value)
        return subject.validators.validator(schema, "response").is_valid(None)
    except Invalid:
        return True  # which other rules tell


def _items(subject: Subject) -> Iterator[Found]:
    """OAS 3.0.3 section 4.7.24.1: `items` MUST be present if the `type` is `array`."""
    for place in subject.schemas if subject.is_30 else ():
        is_array = place.value.get("type") == "array" and "$ref" not in place.value
        if is_array and not any("items" in view for view in subject.views(place.value)):
            message = "an array without `items`, which OpenAPI 3.0 demands: write `items: {}` if anything may be in it"
            yield Found(place.pointer, message)


def _both_only(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        if place.value.get("readOnly") is True and place.value.get("writeOnly") is True:
            message = "it is readOnly and writeOnly: nobody may send it, neither client nor server"
            yield Found(f"{place.pointer}/writeOnly", message)


def _alone(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas if subject.is_30 else ():
        for word, needed in _NEEDED.items():
            if place.value.get(word) is True and needed not in place.value:
                message = (
                    f"`{word}: true` has no effect without `{needed}`, whose limit it excludes"
                )
                yield Found(f"{place.pointer}/{word}", message)


_SILENT = (
    "validators and generators ignore it without a word: what it was meant to exclude is taken"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "oas31-unknown-keyword",
        "warn",
        "A schema's keywords are spelt as JSON Schema 2020-12 spells them.",
        _SILENT,
        _unknown,
    ),
    Rule("keyword-type", "warn", "A schema's keywords fit its type.", _SILENT, _of_type),
    Rule(
        "nullable-type-sibling",
        "warn",
        "In 3.0 `nullable` stands beside `type`.",
        "some tools take null and some refuse it",
        _nullable,
    ),
    Rule(
        "array-items",
        "error",
        "In 3.0 an array describes its items.",
        "generators stop, and others make up a type",
        _items,
    ),
    Rule(
        "read-or-write-only",
        "warn",
        "A member is readOnly or writeOnly, not both.",
        "the specification forbids it, and generators leave the member out everywhere",
        _both_only,
    ),
    Rule(
        "oas30-exclusive-alone",
        "warn",
        "In 3.0 an exclusive flag has the limit that it excludes.",
        _SILENT,
        _alone,
    ),
)
