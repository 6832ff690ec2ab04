"""Document to Operation records: every default filled in, every reference followed, every rule parsed, once."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.document import Document
from spec.errors import Invalid
from spec.operations import (
    Example,
    Header,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
)
from spec.pointer import Tokens
from spec.rules_reader import read_rules

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# OAS 3.1 section 4.8.12.2.1: the style of a parameter that names none.
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
# Same section: these headers are described elsewhere, and a parameter of that name is ignored.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})


def compile_operations(document: Document) -> tuple[Operation, ...]:
    """Every operation of the document's paths, in document order. Raises Invalid or RuleError."""
    return tuple(_Compiler(document).operations())


def compile_item(document: Document, name: str, where: str) -> tuple[Operation, ...]:
    """The operations of one Path Item elsewhere: a webhook's or a callback's, whose `name` stands for the path.

    Raises Invalid or RuleError.
    """
    compiler = _Compiler(document)
    home, item = compiler.path_item(tuple(pointer.read(where)))
    return tuple(
        compiler.operation(name, method, (*home, method), item)
        for method in METHODS
        if method in item
    )


class _Compiler:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.content = document.content

    def operations(self) -> Iterator[Operation]:
        seen: dict[str, str] = {}
        for path in self.content.get("paths", {}):
            if not path.startswith("/"):
                continue  # an `x-` extension
            home, item = self.path_item(("paths", path))
            for method in METHODS:
                if method in item:
                    operation = self.operation(path, method, (*home, method), item)
                    self._refuse_double(operation, seen)
                    yield operation

    def path_item(self, at: Tokens) -> tuple[Tokens, Mapping[str, Any]]:
        """A Path Item, with members beside its `$ref` winning over the referenced ones."""
        item = pointer.get(self.content, at)
        if "$ref" not in item:
            return at, item
        home, target = references.follow(self.content, at)
        return home, {**target, **{name: value for name, value in item.items() if name != "$ref"}}

    def _refuse_double(self, operation: Operation, seen: dict[str, str]) -> None:
        if operation.id in seen:
            where = operation.pointer + "/operationId"
            problem = f"the operationId {operation.id!r} is also that of {seen[operation.id]}"
            raise Invalid(problem, *self.document.place(where), where, "give each its own")
        seen[operation.id] = f"{operation.method} {operation.path}"

    def operation(self, path: str, method: str, home: Tokens, item: Mapping[str, Any]) -> Operation:
        value = item[method]
        where = pointer.write(home)
        return Operation(
            id=value.get("operationId") or f"{method.upper()} {path}",
            method=method.upper(),
            path=path,
            pointer=where,
            parameters=tuple(self._parameters(home, item, value)),
            body=self._body((*home, "requestBody")) if "requestBody" in value else None,
            responses=tuple(
                self._response(status, (*home, "responses", status))
                for status in value.get("responses", {})
                if not status.startswith("x-")
            ),
            security=tuple(self._security(home, value)),
            rules=read_rules(self.document, where) if "x-troth" in value else None,
        )

    def _parameters(
        self, home: Tokens, item: Mapping[str, Any], operation: Mapping[str, Any]
    ) -> Iterator[Parameter]:
        """The path's parameters after the operation's, which override those of the same name and place."""
        seen: set[tuple[str, str]] = set()
        lists = ((home, operation), (home[:-1], item))
        for base, holder in lists:
            for index in range(len(holder.get("parameters", ()))):
                parameter = self._parameter((*base, "parameters", index))
                ignored = parameter.place == "header" and parameter.name.lower() in _IGNORED_HEADERS
                if (parameter.name, parameter.place) not in seen and not ignored:
                    seen.add((parameter.name, parameter.place))
                    yield parameter

    def _parameter(self, at: Tokens) -> Parameter:
        home, value = references.follow(self.content, at)
        place = value["in"]
        style = value.get("style", _STYLES[place])
        content = tuple(self._content((*home, "content"))) if "content" in value else ()
        return Parameter(
            name=value["name"],
            place=place,
            required=value.get("required", False),
            style=style,
            explode=value.get("explode", style == "form"),
            schema=self._schema((*home, "schema")) if "schema" in value else None,
            content=content[0] if content else None,
            pointer=pointer.write(home),
        )

    def _body(self, at: Tokens) -> RequestBody:
        home, value = references.follow(self.content, at)
        return RequestBody(
            required=value.get("required", False),
            content=tuple(self._content((*home, "content"))),
            pointer=pointer.write(home),
        )

    def _response(self, status: str, at: Tokens) -> Response:
        home, value = references.follow(self.content, at)
        return Response(
            status=status,
            description=value.get("description", ""),
            content=tuple(self._content((*home, "content"))) if "content" in value else (),
            headers=tuple(
                self._header(name, (*home, "headers", name))
                for name in value.get("headers", {})
                if name.lower() != "content-type"  # OAS 3.1 section 4.8.17: ignored
            ),
            pointer=pointer.write(home),
        )

    def _header(self, name: str, at: Tokens) -> Header:
        home, value = references.follow(self.content, at)
        schema = self._schema((*home, "schema")) if "schema" in value else None
        return Header(name, value.get("required", False), schema, pointer.write(home))

    def _content(self, at: Tokens) -> Iterator[MediaType]:
        for name, value in pointer.get(self.content, at).items():
            home = (*at, name)
            yield MediaType(
                name=name,
                schema=self._schema((*home, "schema")) if "schema" in value else None,
                examples=tuple(self._examples(home, value)),
                encoding=value.get("encoding", {}),
                pointer=pointer.write(home),
            )

    def _examples(self, home: Tokens, media_type: Mapping[str, Any]) -> Iterator[Example]:
        if "example" in media_type:
            where = pointer.write((*home, "example"))
            yield Example("", media_type["example"], where)
        for name in media_type.get("examples", {}):
            at, example = references.follow(self.content, (*home, "examples", name))
            if "value" in example:  # an externalValue is a URL, and nothing is fetched
                yield Example(name, example["value"], pointer.write((*at, "value")))

    def _schema(self, at: Tokens) -> Schema:
        home, value = references.follow_schema(self.content, at)
        return Schema(pointer.write(home), value)

    def _security(
        self, home: Tokens, operation: Mapping[str, Any]
    ) -> Iterator[tuple[SecurityScheme, ...]]:
        requirements = operation.get("security", self.content.get("security", ()))
        for requirement in requirements:
            yield tuple(self._scheme(name, home) for name in requirement)

    def _scheme(self, name: str, home: Tokens) -> SecurityScheme:
        at = ("components", "securitySchemes", name)
        try:
            where, value = references.follow(self.content, at)
        except KeyError:
            problem = f"the security scheme {name!r} is not declared"
            text = pointer.write(home)
            hint = "declare it under /components/securitySchemes"
            raise Invalid(problem, *self.document.place(text), text, hint) from None
        return _security_scheme(name, value, pointer.write(where))


def _security_scheme(name: str, value: Mapping[str, Any], where: str) -> SecurityScheme:
    kind, scheme = value["type"], str(value.get("scheme", "")).lower()
    if kind == "apiKey":
        return SecurityScheme(name, "apiKey", value["in"], value["name"], where)
    if kind == "mutualTLS":
        return SecurityScheme(name, "mutualTLS", "tls", "", where)
    if kind in ("oauth2", "openIdConnect") or scheme == "bearer":
        # Both hand out bearer tokens (RFC 6750); how a token was got is not the mock's business.
        return SecurityScheme(name, "bearer", "header", "Authorization", where)
    return SecurityScheme(
        name, "basic" if scheme == "basic" else "unknown", "header", "Authorization", where
    )
