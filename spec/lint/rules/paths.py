"""Paths, their parameters and the names of operations."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer
from spec.compile import METHODS
from spec.lint.fixing import update
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.operations import Operation

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def _paths(subject: Subject) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in subject.content.get("paths", {}).items():
        if path.startswith("/") and isinstance(item, Mapping):
            yield path, item


def _params(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        named = _PARAMETER.findall(operation.path)
        declared = {one.name for one in operation.parameters if one.place == "path"}
        for name in dict.fromkeys(named):
            if name not in declared:
                parameter = {
                    "name": name,
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string"},
                }
                fix = update(pointer.read(operation.pointer), {"parameters": [parameter]})
                yield Found(
                    operation.pointer,
                    f"the path has {{{name}}}, and no parameter describes it",
                    (fix,),
                )
        yield from _declared(operation, named)
        for name in named:
            if named.count(name) > 1:
                yield Found(operation.pointer, f"{{{name}}} is in the path twice")
                break


def _declared(operation: Operation, named: list[str]) -> Iterator[Found]:
    """The path parameters that are described, against those of the path."""
    for one in operation.parameters:
        if one.place != "path":
            continue
        if one.name not in named:
            message = f"the path parameter `{one.name}` is not in the path {operation.path}"
            yield Found(one.pointer, message)
        if not one.required:
            fix = update(pointer.read(one.pointer), {"required": True})
            yield Found(one.pointer, f"the path parameter `{one.name}` is not required", (fix,))


def _colliding(subject: Subject) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for path, _ in _paths(subject):
        key = _PARAMETER.sub("{}", path)
        if key in seen:
            yield Found(
                pointer.write(("paths", path)), f"it matches the same requests as {seen[key]}"
            )
        seen.setdefault(key, path)


def _slash(subject: Subject) -> Iterator[Found]:
    for path, _ in _paths(subject):
        if path != "/" and path.endswith("/"):
            yield Found(pointer.write(("paths", path)), "it ends with a slash")


def _query(subject: Subject) -> Iterator[Found]:
    for path, _ in _paths(subject):
        if "?" in path:
            yield Found(
                pointer.write(("paths", path)),
                "a query is no part of a path: describe its parameters",
            )


def _raw(subject: Subject) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Every operation as it is written: path, method, pointer, text."""
    for path, item in _paths(subject):
        for method in METHODS:
            if isinstance(item.get(method), Mapping):
                yield path, method, pointer.write(("paths", path, method)), item[method]


def _identified(subject: Subject) -> Iterator[Found]:
    for path, method, where, operation in _raw(subject):
        if not operation.get("operationId"):
            words = re.findall(r"[A-Za-z0-9]+", path)
            name = method + "".join(word[:1].upper() + word[1:] for word in words)
            fix = update(pointer.read(where), {"operationId": name})
            yield Found(where, "it has no operationId: generated clients invent a name", (fix,))


def _verbs(subject: Subject) -> Iterator[Found]:
    for _, _, where, operation in _raw(subject):
        name, text = (
            str(operation.get("operationId", "")),
            str(operation.get("description", "")).lower(),
        )
        if re.match(r"(create|add|new)", name, re.IGNORECASE) and re.search(
            r"\b(replace|replaces|upsert|overwrit)", text
        ):
            yield Found(
                f"{where}/operationId",
                f"`{name}` says create, and the description says that it also replaces",
            )


def _described(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        for one in operation.parameters:
            if not subject.document.at(one.pointer).get("description"):
                yield Found(one.pointer, f"the {one.place} parameter `{one.name}` is not described")


RULES: tuple[Rule, ...] = (
    Rule(
        "path-params",
        "error",
        "The path and its parameters name the same.",
        "no client can build the URL",
        _params,
    ),
    Rule(
        "paths-no-ambiguous",
        "error",
        "No two paths match the same requests.",
        "which operation answers is left to chance",
        _colliding,
    ),
    Rule(
        "path-keys-no-trailing-slash",
        "warn",
        "No path ends with a slash.",
        "servers redirect, or answer 404",
        _slash,
    ),
    Rule("path-not-include-query", "error", "No path has a query.", "it never matches", _query),
    Rule(
        "operation-operationId",
        "warn",
        "Every operation has an id.",
        "clients, links and changelogs name operations by it",
        _identified,
    ),
    Rule(
        "operation-id-verb",
        "hint",
        "An id says what the operation does.",
        "people read the id and not the description",
        _verbs,
    ),
    Rule(
        "parameter-description",
        "hint",
        "Parameters are described.",
        "people guess what to send",
        _described,
    ),
)
