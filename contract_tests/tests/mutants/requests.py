"""Mutants that take or refuse the wrong requests, or fall over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode

import jsonschema_rs

from contract_tests.tests.mutants.http import App, Reply, Request
from contract_tests.tests.mutants.mutant import Match, Mutant, json_of
from spec.members import properties
from spec.operations import MediaType, Operation, Parameter
from spec.schemas import Schemas

_LIMITS = ("request.limits", "conformance.negative")
_ALLOWED = ("request.allowed", "request.limits", "conformance.positive")
_PARAMETERS = ("parameters.limits", "conformance.negative", "conformance.positive")
_BODY = ("request.body", "conformance.negative")
_CREDENTIALS = ("credentials.refused",)
_FALLEN = ("answers.no-server-error",)

_Is = Callable[[Request], bool]
_Wrap = Callable[[App], App]
# Kind, where, seen by, and what wraps the app, given whose requests are meant.
_Row = tuple[str, str, tuple[str, ...], Callable[[Match], _Wrap]]


def request_mutants(
    operation: Operation, schemas: Schemas, credential: Mapping[str, str]
) -> Iterator[Mutant]:
    """`credential` is what a request with a good key carries: headers by their names in lower case."""
    rows = (
        *(row for content in _contents(operation) for row in _of_body(content, schemas)),
        *(row for one in operation.parameters for row in _of_parameter(one, schemas)),
        *(_of_credentials(credential) if operation.security else ()),
        *_of_failures(operation),
    )
    for kind, what, seen_by, change in rows:
        name = f"{kind}: {operation.id} {what}".rstrip()
        yield Mutant(kind, name, seen_by, change(Match(operation)))


def _contents(operation: Operation) -> tuple[MediaType, ...]:
    return operation.body.content if operation.body else ()


def _of_body(content: MediaType, schemas: Schemas) -> Iterator[_Row]:
    if content.schema is None:
        return
    schema = schemas.bundle(content.schema, "request")
    validator = schemas.validator(content.schema, "request")
    for member, keyword in _keywords(schema):
        what = f"{member} {keyword}".strip()
        yield "accepts-past", what, _LIMITS, _accepting(_breaks_only(validator, member, keyword))
    for member, keyword, value in _limits(schema):
        at_limit = _has(member, keyword, value)
        yield "refuses-allowed", f"{member} {keyword}", _ALLOWED, _refusing(at_limit)
    yield "accepts-no-json", "", _BODY, _accepting(lambda one: json_of(one.body) is None)
    yield "accepts-media-type", "", _BODY, _retyped(content.name)


def _of_parameter(parameter: Parameter, schemas: Schemas) -> Iterator[_Row]:
    if parameter.place == "query" and parameter.schema is not None:
        is_valid = schemas.validator(parameter.schema, "request").is_valid

        def is_wrong(request: Request) -> bool:
            return any(not is_valid(_read(text)) for text in _values(request, parameter.name))

        unchecked = _seeing_instead(is_wrong, lambda one: _without(one, parameter.name))
        yield "parameter-unchecked", parameter.name, _PARAMETERS, unchecked


def _of_credentials(credential: Mapping[str, str]) -> Iterator[_Row]:
    def is_absent(request: Request) -> bool:
        return all(request.header(name) is None for name in credential)

    def is_longer(request: Request) -> bool:
        return all(
            (request.header(name) or "").startswith(good) for name, good in credential.items()
        )

    def is_recased(request: Request) -> bool:
        return all(
            (request.header(name) or "").lower() == good.lower()
            for name, good in credential.items()
        )

    def is_given(request: Request) -> bool:
        return not is_absent(request)

    tests: Mapping[str, _Is] = {
        "no-key-needed": is_absent,
        "any-key-will-do": is_given,
        "key-may-be-longer": is_longer,
        "key-in-any-case": is_recased,
    }
    for kind, test in tests.items():
        yield kind, "", _CREDENTIALS, _seeing_instead(test, lambda one: _signed(one, credential))


def _of_failures(operation: Operation) -> Iterator[_Row]:
    tests: dict[str, _Is] = {"fails-now-and-then": _every(25)}
    if operation.body is not None:
        tests["fails-on-broken-json"] = lambda one: bool(one.body) and json_of(one.body) is None
        tests["fails-on-no-body"] = lambda one: not one.body
        tests["fails-beyond-ascii"] = lambda one: not one.body.isascii() or b"\\u" in one.body
    for kind, test in tests.items():
        yield kind, "", _FALLEN, _failing(test)


# --- What is done to an app ---------------------------------------------------------------------------------------------


def _accepting(is_meant: _Is) -> Callable[[Match], _Wrap]:
    """Refused requests are answered as the last accepted one was."""

    def change(match: Match) -> _Wrap:
        def wrap(app: App) -> App:
            accepted: list[Reply] = []

            def mutated(request: Request) -> Reply:
                reply = app(request)
                if not match(request):
                    return reply
                if reply.status < 300:
                    accepted[:] = [reply]
                elif accepted and reply.status in (400, 422) and is_meant(request):
                    return accepted[0]
                return reply

            return mutated

        return wrap

    return change


def _refusing(is_meant: _Is) -> Callable[[Match], _Wrap]:
    """Requests are answered as one with a broken body is."""
    return _seeing_instead(is_meant, lambda request: replace(request, body=b"{"))


def _failing(is_meant: _Is) -> Callable[[Match], _Wrap]:
    failure = Reply(500, (("content-type", "text/plain"),), b"Internal Server Error")
    return lambda match: (
        lambda app: (
            lambda request: failure if match(request) and is_meant(request) else app(request)
        )
    )


def _seeing_instead(is_meant: _Is, other: Callable[[Request], Request]) -> Callable[[Match], _Wrap]:
    """The app is shown another request in place of what was sent."""
    return lambda match: (
        lambda app: (
            lambda request: app(other(request) if match(request) and is_meant(request) else request)
        )
    )


def _retyped(media_type: str) -> Callable[[Match], _Wrap]:
    """Any body is taken for the documented media type."""
    return _seeing_instead(
        lambda request: request.header("content-type") is not None,
        lambda request: _signed(request, {"content-type": media_type}),
    )


# --- Which requests are meant -------------------------------------------------------------------------------------------

_BOUNDS = frozenset(
    "type enum minimum maximum minLength maxLength minItems maxItems uniqueItems pattern format".split()
)


def _keywords(schema: Any) -> Iterator[tuple[str, str]]:
    """Members and their keywords; the object itself has no name."""
    for keyword in ("required", "additionalProperties"):
        if schema.get(keyword) not in (None, True):
            yield "", keyword
    for name, member in properties(schema).items():
        for keyword in member:
            # What is of a wrong type is not in the enum either: no request breaks the type alone.
            if keyword in _BOUNDS and not (keyword == "type" and "enum" in member):
                yield name, keyword


def _breaks_only(validator: jsonschema_rs.Validator, member: str, keyword: str) -> _Is:
    def breaks(request: Request) -> bool:
        body = json_of(request.body)
        if not isinstance(body, dict):
            return False
        faults = {
            (str(error.instance_path[0]) if error.instance_path else "", error.evaluation_path[-1])
            for error in validator.iter_errors(body)
        }
        return faults == {(member, keyword)}

    return breaks


def _limits(schema: Any) -> Iterator[tuple[str, str, Any]]:
    """Members, with a keyword that a value can be at the limit of."""
    for name, member in properties(schema).items():
        for keyword in ("minimum", "maximum", "maxLength", "maxItems"):
            if keyword in member:
                yield name, keyword, member[keyword]
        if "enum" in member:
            yield name, "enum", member["enum"][-1]


def _has(member: str, keyword: str, limit: Any) -> _Is:
    def has(request: Request) -> bool:
        body = json_of(request.body)
        value = body.get(member) if isinstance(body, dict) else None
        if keyword in ("maxLength", "maxItems"):
            return isinstance(value, str | list) and len(value) == limit
        return value is not None and not isinstance(value, bool) and bool(value == limit)

    return has


def _every(number: int) -> _Is:
    requests = count(1)
    return lambda _: next(requests) % number == 0


# --- Other requests -----------------------------------------------------------------------------------------------------


def _signed(request: Request, headers: Mapping[str, str]) -> Request:
    others = tuple(pair for pair in request.headers if pair[0] not in headers)
    return replace(request, headers=(*others, *headers.items()))


def _values(request: Request, name: str) -> list[str]:
    return [value for key, value in parse_qsl(request.query, keep_blank_values=True) if key == name]


def _without(request: Request, name: str) -> Request:
    kept = [pair for pair in parse_qsl(request.query, keep_blank_values=True) if pair[0] != name]
    return replace(request, query=urlencode(kept))


def _read(text: str) -> Any:
    value = json_of(text.encode())
    return text if value is None or isinstance(value, str | bool | list | dict) else value
