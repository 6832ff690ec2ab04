"""Schemathesis' generators and checks, aimed: known ids, rows of our pool, one verdict for each request.

Its copy of the document is narrowed, so that what it generates reaches the code under test: ids that rules look up are those of
the target, and the free part of a key is one of the pool's. Whether a request is allowed is said by the document itself, not by
the copy.
"""

from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlencode

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from contract_tests.bench import Bench, is_json
from contract_tests.disputed import is_disputed
from contract_tests.draft import take
from contract_tests.exchange import Answer, Sent
from contract_tests.generation import Search
from contract_tests.target import PRIMARY
from contract_tests.trial import Broken, Ended, Masked, NotShown, Sender
from contract_tests.wire import credential, latin1
from spec import pointer, references
from spec.frozen import thaw
from spec.operations import Operation
from spec.promises import MEMBER as PROMISES

Mode = Literal["positive", "negative"]

# Checks that are off, each with what does it instead, or why nothing does.
_OFF = {
    "not_a_server_error": "answers.no-server-error",
    "status_code_conformance": "answers.status, which knows what any server may answer",
    "positive_data_acceptance": "judged here, by the document and not by the narrowed copy of it",
    "negative_data_rejection": "the same",
    "ignored_auth": "credentials.refused",
    "missing_required_header": "parameters.limits",
    "unsupported_method": "it sends methods that the document does not name",
    "use_after_free": "it needs a history of requests, which single ones have not",
    "ensure_resource_availability": "the same",
}
# What Schemathesis adds to a request of its own, and what a connection adds.
_NOT_THE_DOCUMENTS = frozenset(
    "x-schemathesis-testcaseid user-agent accept-encoding accept connection content-length".split()
)
# Rows that generated requests may write.
_ROWS = ("conformance 1", "conformance 2")
# A fault of a parameter may also be answered with these: nothing is there, the method or media type is not spoken.
_ELSEWHERE = frozenset({404, 405, 406, 415})


class Conformance:
    """One document, as Schemathesis reads it, in one mode."""

    def __init__(self, bench: Bench, mode: Mode) -> None:
        self._bench, self._mode = bench, mode
        config = schemathesis.Config.from_dict(
            {
                "generation": {
                    "mode": mode,
                    "allow-x00": False,  # whether a NUL is taken is an open question
                    "database": "none",
                },
                # Methods that the document does not name are sent only when asked for.
                "phases": {"coverage": {"unexpected-methods": _unexpected(bench)}},
                "checks": {name: {"enabled": False} for name in _OFF},
            }
        )
        self._schema = schemathesis.openapi.from_dict(_narrowed(bench), config=config)

    def run(self, operation: Operation, sender: Sender) -> None:
        """Raises Broken at the first request whose answer is wrong, made as small as Hypothesis can."""
        search = Search(sender)

        def test() -> None:
            self._test(operation, sender, search)()

        search.run(test)

    def _test(self, operation: Operation, sender: Sender, search: Search) -> Callable[[], None]:
        test: Callable[[], None] = create_test(
            operation=self._schema[operation.path][operation.method],
            test_func=self._tester(operation, sender, search),
            config=HypothesisTestConfig(
                project=self._schema.config,
                # Not the stateful mode: it follows links, which rules and the machine do with more knowledge.
                modes=[
                    HypothesisTestMode.EXAMPLES,
                    HypothesisTestMode.COVERAGE,
                    HypothesisTestMode.FUZZING,
                ],
                settings=settings(
                    max_examples=self._bench.settings.max_examples,
                    deadline=None,
                    database=None,
                    phases=(Phase.explicit, Phase.generate, Phase.shrink),
                    suppress_health_check=list(HealthCheck),
                    report_multiple_bugs=False,
                ),
                apply_ci_profile=False,
                seed=self._bench.settings.seed,
            ),
        )
        return test

    def _tester(
        self, operation: Operation, sender: Sender, search: Search
    ) -> Callable[[Case[Any]], None]:
        def test(case: Case[Any]) -> None:
            if self._is_meant(operation, case):
                try:
                    self._judge(operation, case, sender)
                except Ended as ended:
                    search.ended(ended)

        return test

    def _is_meant(self, operation: Operation, case: Case[Any]) -> bool:
        """Whether a case is what its mode says once the whole document is asked, and its ids are known ones."""
        components = case.meta.components.items() if case.meta else ()
        elsewhere = [
            part for part, info in components if part.value != "body" and info.mode.is_negative
        ]
        if self._mode == "negative":
            return not elsewhere and _has_json_body(case) and not self._is_allowed(operation, case)
        return (
            self._is_allowed(operation, case)
            and not is_disputed(case.body)
            and self._is_ours(operation, case)
        )

    def _is_ours(self, operation: Operation, case: Case[Any]) -> bool:
        """Whether a case writes a row of our pool: an example of the document's would write one that may be somebody's."""
        key = self._bench.key_member(operation)
        if key is None or not _has_json_body(case):
            return True
        rows = (self._bench.keyed(self._bench.full(operation), row) for row in _ROWS)
        return take(case.body, key) in [row.member(key) for row in rows]

    def _is_allowed(self, operation: Operation, case: Case[Any]) -> bool:
        if not _has_json_body(case):
            return self._mode == "positive"
        return not isinstance(case.body, bytes) and self._bench.is_allowed(operation, case.body)

    def _judge(self, operation: Operation, case: Case[Any], sender: Sender) -> None:
        prepared = requests.Request(**case.as_transport_kwargs(self._bench.target.url)).prepare()
        sender.begin()
        answer = sender.exchange(_sent(self._bench, operation, prepared), operation, PRIMARY)
        self._status(operation, answer)
        try:
            case.validate_response(_response(prepared, answer))
        except FailureGroup as group:
            first = group.exceptions[0]
            raise Broken(
                f"Schemathesis: {getattr(first, 'title', first)}: {_brief(first)}"
            ) from None

    def _status(self, operation: Operation, answer: Answer) -> None:
        if self._mode == "negative":
            if (
                answer.status < 500
                and answer.status not in self._bench.refusals(operation) | _ELSEWHERE
            ):
                raise Broken(f"a body that breaks the document was answered {answer.status}")
        elif answer.status in self._bench.refusals(operation):
            raise Broken(f"a request that the document allows was refused with {answer.status}")
        elif answer.status < 500 and answer.status not in self._bench.success(operation):
            raise Masked(f"a request that the document allows was answered {answer.status}")


def _has_json_body(case: Case[Any]) -> bool:
    return bool(case.media_type) and is_json(case.media_type or "")


def _unexpected(bench: Bench) -> list[str]:
    named = {operation.method for operation in bench.operations}
    every = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE")
    return [one for one in every if one not in named] if bench.settings.undocumented_methods else []


def _narrowed(bench: Bench) -> dict[str, Any]:
    """A copy of the document whose keys and references are ours to send, and that asks for no credential: ours is added."""
    content: dict[str, Any] = thaw(bench.document.content)
    content.pop(PROMISES, None)
    content.pop("security", None)
    for operation in bench.operations:
        pointer.get(content, pointer.read(operation.pointer)).pop("security", None)
        for parameter, schema in _parameters(bench, operation):
            _enumerate(content, schema, _ids(bench, operation, f"$request.{parameter}"))
        for name, values in _members(bench, operation).items():
            _narrow_member(bench, content, operation, name, values)
    return content


def _parameters(bench: Bench, operation: Operation) -> list[tuple[str, str]]:
    """Place and name, and the pointer of the schema, of each parameter whose value a rule looks up."""
    named = bench.references(operation)
    return [
        (f"{one.place}.{one.name}", one.schema.pointer)
        for one in operation.parameters
        if one.schema and f"$request.{one.place}.{one.name}" in named
    ]


def _ids(bench: Bench, operation: Operation, text: str) -> list[str]:
    try:
        return list(bench.ids(bench.references(operation)[text].kind)[:2])
    except NotShown:
        return []


def _members(bench: Bench, operation: Operation) -> dict[str, list[Any]]:
    """What members of the body may be: references those of the target, the key's free part rows of the pool."""
    found: dict[str, list[Any]] = {}
    for text, rule in bench.references(operation).items():
        if rule.id.part == "body" and len(rule.id.tokens) == 1:
            found[rule.id.tokens[0]] = list(_ids(bench, operation, text))
    key = bench.key_member(operation)
    if key is not None and len(key) == 1:
        rows = (bench.keyed(bench.full(operation), row) for row in _ROWS)
        found[str(key[0])] = [row.member(key) for row in rows]
    return found


def _narrow_member(
    bench: Bench, content: dict[str, Any], operation: Operation, name: str, values: list[Any]
) -> None:
    """Changes `content`: a member of the body takes these values alone. Without any, it is left out."""
    media_type = bench.media_type(operation)
    if media_type is None or media_type.schema is None:
        return
    _, schema = references.follow(content, pointer.read(media_type.schema.pointer))
    members = schema.get("properties", {})
    if name in members:
        if values:
            members[name] = {"enum": values}
        else:
            del members[name]


def _enumerate(content: dict[str, Any], where: str, values: list[Any]) -> None:
    """Changes `content`: the schema at a pointer allows these values alone."""
    if values:
        schema = pointer.get(content, pointer.read(where))
        schema.clear()
        schema["enum"] = values


def _sent(bench: Bench, operation: Operation, prepared: requests.PreparedRequest) -> Sent:
    """The request with the principal's credential, and without what is not the document's."""
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else latin1(value)
        for name, value in prepared.headers.items()
        if name.lower() not in _NOT_THE_DOCUMENTS
    }
    url = prepared.url or ""
    key = bench.principal(PRIMARY).key
    for scheme in next((one for one in operation.security if one), ()) if key else ():
        if scheme.place == "query":
            url += ("&" if "?" in url else "?") + urlencode({scheme.carrier: key})
        elif scheme.place == "header" and key:
            headers[scheme.carrier] = latin1(credential(scheme, key))
        elif scheme.place == "cookie" and key:
            headers["Cookie"] = f"{scheme.carrier}={key}"
    body = prepared.body
    data = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b""
    return Sent(prepared.method or operation.method, url, tuple(headers.items()), data)


def _response(prepared: requests.PreparedRequest, answer: Answer) -> Response:
    headers: dict[str, list[str]] = {}
    for name, value in answer.headers:
        headers.setdefault(name.lower(), []).append(value)
    return Response(
        status_code=answer.status,
        headers=headers,
        content=answer.body,
        request=prepared,
        elapsed=answer.seconds,
        verify=True,
    )


def _brief(error: BaseException) -> str:
    return " ".join(str(getattr(error, "message", error)).split())[:300]
