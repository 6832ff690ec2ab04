"""Components that nobody uses, and discriminators that lead nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.pointer import Tokens

_DEPTH = 3  # /components/KIND/NAME


def _unused(subject: Subject) -> Iterator[Found]:
    """What no operation leads to, by references from component to component; a name in `security` counts as one."""
    uses: dict[Tokens, set[Tokens]] = {}
    for home, target in _links(subject):
        uses.setdefault(_owner(home), set()).add(_owner(target))
    reached: set[Tokens] = set()
    ahead: list[Tokens] = [()]
    while ahead:
        for owner in uses.get(ahead.pop(), ()):
            if owner not in reached:
                reached.add(owner)
                ahead.append(owner)
    for kind, values in subject.content.get("components", {}).items():
        for name in values if isinstance(values, Mapping) and not kind.startswith("x-") else ():
            if ("components", kind, name) not in reached:
                yield Found(pointer.write(("components", kind, name)), "nothing uses it")


def _owner(tokens: Tokens) -> Tokens:
    """The component that a place is in; () for all that is not in one."""
    return tokens[:_DEPTH] if tokens[:1] == ("components",) and len(tokens) >= _DEPTH else ()


def _links(subject: Subject) -> Iterator[tuple[Tokens, Tokens]]:
    """What refers to what: `$ref`s, the values of discriminators' mappings, and names of security schemes."""
    for found in references.find(subject.content):
        yield found.tokens, references.read_target(found.target)
    for tokens, node in references.objects(subject.content):
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
        for target in mapping.values() if isinstance(mapping, Mapping) else ():
            yield tokens, _meant(target)
        for requirement in _requirements(tokens, node):
            yield from ((tokens, ("components", "securitySchemes", name)) for name in requirement)


def _requirements(tokens: Tokens, node: Mapping[str, Any]) -> Iterable[Any]:
    listed = node.get("security")
    if not isinstance(listed, list) or "schemas" in tokens:
        return ()
    return [one for one in listed if isinstance(one, Mapping)]


def _meant(target: str) -> Tokens:
    """What a mapping's value means: a reference, or the name of a schema (OAS 3.1 section 4.8.25.2)."""
    if target.startswith("#"):
        return references.read_target(target)
    return ("components", "schemas", target)


def _mappings(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        discriminator = place.value.get("discriminator")
        if not isinstance(discriminator, Mapping):
            continue
        for name, target in discriminator.get("mapping", {}).items():
            if "/" not in target.lstrip("#/") or target.startswith("#"):
                try:
                    pointer.get(subject.content, _meant(target))
                except KeyError:
                    where = place.pointer + pointer.write(("discriminator", "mapping", name))
                    yield Found(
                        where,
                        f"the mapping leads to {references.shown(target)!r}, which there is not",
                    )


def _discriminators(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        discriminator = place.value.get("discriminator")
        name = discriminator.get("propertyName") if isinstance(discriminator, Mapping) else None
        branches = [*place.value.get("oneOf", ()), *place.value.get("anyOf", ())] or [place.value]
        if isinstance(name, str) and not all(_requires(subject, one, name) for one in branches):
            if _requires(subject, place.value, name):
                continue  # beside the branches it holds for all of them
            message = f"`{name}` tells the schemas apart, and not every one of them requires it"
            yield Found(f"{place.pointer}/discriminator/propertyName", message)


def _requires(subject: Subject, schema: Any, name: str, depth: int = 0) -> bool:
    """Whether every instance has a member, as far as `required`, `$ref` and `allOf` say."""
    if not isinstance(schema, Mapping) or depth > 16:  # a schema may contain itself through allOf
        return False
    parts = list(schema.get("allOf", ()))
    if isinstance(schema.get("$ref"), str):
        parts.append(pointer.get(subject.content, references.read_target(schema["$ref"])))
    return name in schema.get("required", ()) or any(
        _requires(subject, part, name, depth + 1) for part in parts
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "oas3-unused-component",
        "warn",
        "Components are used.",
        "readers learn what no operation knows",
        _unused,
    ),
    Rule(
        "discriminator-mapping",
        "error",
        "A discriminator's mapping leads to schemas.",
        "generated clients fail on the first such value",
        _mappings,
    ),
    Rule(
        "discriminator-required",
        "warn",
        "What tells schemas apart is always there.",
        "a client cannot choose when it is missing",
        _discriminators,
    ),
)
