"""Paths and their parameters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spec import pointer, references
from spec.compile import METHODS
from spec.lint.fixing import remove, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.subject import Subject, raw_schema
from spec.operations import Operation, Parameter
from spec.pointer import Tokens

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_BALANCED = re.compile(r"(?:[^{}]|\{[^{}]*\})*")
# OAS 3.1 section 4.8.12.1, `name`: header parameters that are ignored, and what describes them.
_ELSEWHERE = {
    "accept": "the `content` of the responses says what there is to choose from",
    "content-type": "the `content` of the request body says it",
    "authorization": "describe it as a security scheme",
}


def _params(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        named = [name for name in _PARAMETER.findall(operation.path) if name]
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
        where = pointer.write(("paths", path))
        if "{}" in path:
            yield Found(where, "a parameter of the path has no name: write it between the braces")
        elif not _BALANCED.fullmatch(path):
            yield Found(where, "its braces do not match: each parameter stands in one pair, {name}")


def _empty_segment(subject: Subject) -> Iterator[Found]:
    for path, _ in subject.paths():
        if "//" in path:
            yield Found(pointer.write(("paths", path)), "it has two slashes in a row")


def _query(subject: Subject) -> Iterator[Found]:
    for path, _ in subject.paths():
        if "?" in path:
            message = "a query is no part of a path: describe its parameters with `in: query`"
            yield Found(pointer.write(("paths", path)), message)
        elif "#" in path:
            message = "a fragment is no part of a path: no client sends it"
            yield Found(pointer.write(("paths", path)), message)


def _doubles(subject: Subject) -> Iterator[Found]:
    """Header names are the same in any case (RFC 9110 section 5.1)."""
    for holder, value in _holders(subject):
        seen: dict[tuple[str, str], str] = {}
        for tokens, parameter in _parameters(subject, holder, value):
            name, place = parameter["name"], parameter["in"]
            key = (name.lower() if place == "header" else name, place)
            if key in seen:
                also = "" if seen[key] == name else f", the other time as `{seen[key]}`"
                message = f"the {place} parameter `{name}` is described twice{also}"
                yield Found(pointer.write(tokens), message)
            seen[key] = name


def _ignored(subject: Subject) -> Iterator[Found]:
    told: set[str] = set()
    for holder, value in _holders(subject):
        for tokens, parameter in _parameters(subject, holder, value):
            name = parameter["name"].lower()
            home, _ = references.follow(subject.content, tokens)
            where = pointer.write(home)
            if parameter["in"] == "header" and name in _ELSEWHERE and where not in told:
                told.add(where)
                message = (
                    f"a header parameter named `{parameter['name']}` is ignored: {_ELSEWHERE[name]}"
                )
                yield Found(where, message)


def _holders(subject: Subject) -> Iterator[tuple[Tokens, Mapping[str, Any]]]:
    """What has a list of parameters: operations and Path Items."""
    yield from ((one.tokens, one.value) for one in subject.everywhere)
    yield from subject.items


def _parameters(
    subject: Subject, holder: Tokens, value: Mapping[str, Any]
) -> Iterator[tuple[Tokens, Mapping[str, Any]]]:
    for index in range(len(value.get("parameters", ()))):
        tokens = (*holder, "parameters", index)
        yield tokens, references.follow(subject.content, tokens)[1]


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
        "the specification forbids it: some servers answer with the one, some with the other",
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
    Rule(
        "path-not-include-query",
        "error",
        "No path has a query or a fragment.",
        "paths are compared without them: it never matches",
        _query,
    ),
    Rule(
        "path-keys-no-empty-segment",
        "warn",
        "No path has two slashes in a row.",
        "many servers and proxies make one of them, or answer 404",
        _empty_segment,
    ),
    Rule(
        "operation-parameters",
        "error",
        "An operation describes a parameter once.",
        "the specification forbids it, and some tools take the first, some the last",
        _doubles,
    ),
    Rule(
        "parameter-ignored",
        "warn",
        "No parameter describes Accept, Content-Type or Authorization.",
        "the specification says to ignore it: clients and documentation do not have it",
        _ignored,
    ),
    Rule(
        "parameter-description",
        "hint",
        "Parameters are described.",
        "people guess what to send",
        _described,
    ),
)
