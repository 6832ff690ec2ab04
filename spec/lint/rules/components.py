"""Components that nobody uses, and discriminators that lead nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.pointer import Tokens

_FILE = re.compile(r"\.(?:json|ya?ml)\b")
_DEPTH = 3  # /components/KIND/NAME


def _unused(subject: Subject) -> Iterator[Found]:
    """What no operation leads to, by references from component to component; a name in `security` counts as one.

    A document without operations is a library for others.
    """
    if not subject.everywhere:
        return
    reached = _reached(subject)
    for kind, values in subject.content.get("components", {}).items():
        for name in values if isinstance(values, Mapping) and not kind.startswith("x-") else ():
            if ("components", kind, name) not in reached:
                yield Found(pointer.write(("components", kind, name)), "no operation uses it")


def _reached(subject: Subject) -> set[Tokens]:
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
    return reached


def _owner(tokens: Tokens) -> Tokens:
    """The component that a place is in; () for all that is not in one."""
    return tokens[:_DEPTH] if tokens[:1] == ("components",) and len(tokens) >= _DEPTH else ()


def _links(subject: Subject) -> Iterator[tuple[Tokens, Tokens]]:
    """What refers to what: `$ref`s, discriminators to the schemas that they tell apart, and names of security schemes."""
    yield from _extensions(subject)
    for tokens, node in subject.objects:
        if isinstance(node.get("$ref"), str):
            yield tokens, references.read_target(node["$ref"])
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
        for target in mapping.values() if isinstance(mapping, Mapping) else ():
            yield tokens, _meant(target)
        for name in node:
            if name.startswith("x-") and name != pointer.FILES:
                yield from ((tokens, target) for target in _mentioned(node[name]))
        for requirement in _requirements(tokens, node):
            yield from ((tokens, ("components", "securitySchemes", name)) for name in requirement)


def _is_discriminated(schema: Any) -> bool:
    return isinstance(schema, Mapping) and "discriminator" in schema


def _mentioned(extension: Any) -> Iterator[Tokens]:
    """What an extension refers to: webhooks before 3.1 stand in one, and other tools read others."""
    ahead = [extension]
    while ahead:
        value = ahead.pop()
        if isinstance(value, Mapping):
            target = value.get("$ref")
            if isinstance(target, str) and target.startswith("#/"):
                yield references.read_target(target)
        if isinstance(value, Mapping | list):
            ahead += value.values() if isinstance(value, Mapping) else value


def _extensions(subject: Subject) -> Iterator[tuple[Tokens, Tokens]]:
    """From a base with a discriminator to those that extend it by `allOf` (OAS 3.1 section 4.8.25): nothing else names them."""
    bases: dict[Tokens, list[Tokens]] = {}
    for tokens, node in subject.objects:
        parts = node.get("allOf") if "schemas" in tokens else None
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, Mapping) and isinstance(part.get("$ref"), str):
                bases.setdefault(references.read_target(part["$ref"]), []).append(tokens)
    ahead = [base for base in bases if _is_discriminated(pointer.get(subject.content, base))]
    seen = set(ahead)
    while ahead:
        base = ahead.pop()
        for extension in bases.get(base, ()):
            yield base, extension
            if extension not in seen:
                seen.add(extension)
                ahead.append(extension)


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
            if not _is_there(subject, place.tokens, target):
                where = place.pointer + pointer.write(("discriminator", "mapping", name))
                yield Found(
                    where,
                    f"the mapping leads to `{references.shown(target)}`, and no schema is there",
                )


def _is_there(subject: Subject, home: Tokens, target: str) -> bool:
    """Whether a mapping leads somewhere. Of another file, or of a name that a file gives, it is not asked."""
    is_name = not target.startswith("#")
    if is_name and (home[:1] == (pointer.FILES,) or "/" in target or _FILE.search(target)):
        return True
    try:
        pointer.get(subject.content, _meant(target))
    except KeyError:
        return False
    return True


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
        "people read and generators write what no operation takes or answers: remove it, or refer to it",
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
