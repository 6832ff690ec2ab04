"""Paths and their parameters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spec import pointer, references
from spec.compile import METHODS
from spec.lint.fixing import remove, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.subject import Subject, raw_schema
from spec.operations import Operation, Parameter

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def _params(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        named = _PARAMETER.findall(operation.path)
        declared = {one.name for one in operation.parameters if one.place == "path"}
        for name in dict.fromkeys(named):
            if name not in declared:
                fix = _described_as_text(subject, operation, name)
                message = f"the path has {{{name}}}, and no parameter describes it"
                yield Found(operation.pointer, message, fix)
            if named.count(name) > 1:
                yield Found(operation.pointer, f"{{{name}}} is in the path twice")
        yield from _declared(operation, named)


def _described_as_text(subject: Subject, operation: Operation, name: str) -> tuple[Action, ...]:
    parameter = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    return (update(subject.tokens(operation.pointer), {"parameters": [parameter]}),)


def _declared(operation: Operation, named: list[str]) -> Iterator[Found]:
    """The path parameters that are described, against those of the path."""
    for one in operation.parameters:
        if one.place != "path":
            continue
        if one.name not in named:
            message = f"the path parameter `{one.name}` is not in the path {operation.path}"
            yield Found(one.pointer, message)


def _optional(subject: Subject) -> Iterator[Found]:
    """OAS 3.1 section 4.8.12.2; asked of documents that are refused for it."""
    for tokens, node in references.objects(subject.content):
        is_parameter = "schema" in node or "content" in node
        if node.get("in") == "path" and is_parameter and node.get("required") is not True:
            fix = (remove((*tokens, "required")),) if "required" in node else ()
            message = f"the path parameter `{node.get('name')}` is not required"
            yield Found(pointer.write(tokens), message, (*fix, update(tokens, {"required": True})))


REQUIRED = Rule(
    "path-parameter-required",
    "error",
    "A path parameter is required.",
    "the specification demands it: no path leaves a part out",
    _optional,
)


def _identical(subject: Subject) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for path, _ in subject.paths():
        key = _PARAMETER.sub("{}", path)
        if key in seen:
            message = f"it matches the same requests as {seen[key]}"
            yield Found(pointer.write(("paths", path)), message)
        seen.setdefault(key, path)


def _ambiguous(subject: Subject) -> Iterator[Found]:
    """Two paths of which neither is the more specific one (OAS 3.1 section 4.8.8.1), and a request that both match."""
    known = _Known()
    for path, item in subject.paths():
        parts = ["" if _PARAMETER.fullmatch(part) else part for part in path.strip("/").split("/")]
        methods = frozenset(method for method in METHODS if method in item)
        if "" in parts:
            for other in known.rivals(parts, methods):
                message = f"it and {other} match the same requests, and neither is more specific"
                yield Found(pointer.write(("paths", path)), message)
            known.add(path, parts, methods)


@dataclass(slots=True)
class _Known:
    """Paths part by part, a parameter as the empty text: of thousands only those are looked at whose texts agree so far."""

    paths: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    inner: dict[str, "_Known"] = field(default_factory=dict)

    def add(self, path: str, parts: list[str], methods: frozenset[str]) -> None:
        node = self
        for part in parts:
            node = node.inner.setdefault(part, _Known())
        node.paths.append((path, methods))

    def rivals(self, parts: list[str], methods: frozenset[str]) -> list[str]:
        """Those that have a parameter where these parts have a text, and a text where these have one."""
        ahead = [(self, False, False)]
        for part in parts:
            ahead = [
                (inner, ours or (not part and bool(name)), theirs or (bool(part) and not name))
                for node, ours, theirs in ahead
                for name, inner in node.like(part)
            ]
        both = (node for node, ours, theirs in ahead if ours and theirs)
        return [path for node in both for path, others in node.paths if others & methods]

    def like(self, part: str) -> Iterable[tuple[str, "_Known"]]:
        """What goes on from here with a part that the given one agrees with."""
        if not part:
            return self.inner.items()
        return [(name, self.inner[name]) for name in (part, "") if name in self.inner]


def _slash(subject: Subject) -> Iterator[Found]:
    for path, _ in subject.paths():
        if path != "/" and path.endswith("/"):
            yield Found(pointer.write(("paths", path)), "it ends with a slash")


def _empty_name(subject: Subject) -> Iterator[Found]:
    for path, _ in subject.paths():
        if "{}" in path or path.count("{") != path.count("}"):
            message = "a parameter of the path has no name, or its brackets do not match"
            yield Found(pointer.write(("paths", path)), message)


def _query(subject: Subject) -> Iterator[Found]:
    for path, _ in subject.paths():
        if "?" in path:
            message = "a query is no part of a path: describe its parameters"
            yield Found(pointer.write(("paths", path)), message)


def _doubles(subject: Subject) -> Iterator[Found]:
    for written in subject.written():
        seen: set[tuple[str, str]] = set()
        for index in range(len(written.value.get("parameters", ()))):
            tokens = (*written.tokens, "parameters", index)
            _, value = references.follow(subject.content, tokens)
            key = (value["name"], value["in"])
            if key in seen:
                message = f"the {key[1]} parameter `{key[0]}` is described twice"
                yield Found(pointer.write(tokens), message)
            seen.add(key)


def _described(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for operation in subject.operations:
        for one in operation.parameters:
            if one.pointer not in seen and not _says(subject, one):
                yield Found(one.pointer, f"the {one.place} parameter `{one.name}` is not described")
            seen.add(one.pointer)


def _says(subject: Subject, parameter: Parameter) -> bool:
    return bool(
        subject.document.at(parameter.pointer).get("description")
        or raw_schema(parameter.schema).get("description")
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "path-params",
        "error",
        "The path and its parameters name the same.",
        "no client can build the URL",
        _params,
    ),
    Rule(
        "no-identical-paths",
        "error",
        "No two paths are the same but for the names of parameters.",
        "the specification forbids it, and which operation answers is left to chance",
        _identical,
    ),
    Rule(
        "no-ambiguous-paths",
        "warn",
        "Of two paths that match one request, one is more specific.",
        "which operation answers differs from server to server",
        _ambiguous,
    ),
    Rule(
        "path-declarations-must-exist",
        "error",
        "Every parameter of a path has a name.",
        "no client can build the URL",
        _empty_name,
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
        "operation-parameters",
        "error",
        "An operation describes a parameter once.",
        "which of the two counts is left to chance",
        _doubles,
    ),
    Rule(
        "parameter-description",
        "hint",
        "Parameters are described.",
        "people guess what to send",
        _described,
    ),
)
