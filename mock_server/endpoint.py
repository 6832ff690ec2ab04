"""One operation, compiled: everything that answering it takes, and nothing that must be looked up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.accept import is_json
from mock_server.credentials import Gate
from mock_server.exchange import Headers
from mock_server.lane import Lane
from mock_server.requirements import Check, compile_requirement
from mock_server.settings import Settings
from mock_server.upsert import UpsertAction
from spec.operations import MediaType, Operation, Response
from spec.rules import RequiresRecord
from spec.schemas import Schemas


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`act` is None where no rule says what to do: the answer is then chosen from the document.

    `success` and `headers` are those of an answer that `act` gives; `invalid` and `unsupported_media_type` are the statuses
    of a request that is not what the document asks for.
    """

    operation: Operation
    gate: Gate
    lane: Lane
    requirements: tuple[Check, ...]
    act: UpsertAction | None
    success: int
    invalid: int
    unsupported_media_type: int
    headers: Headers


class Slot:
    """Where an endpoint is, or will be when it is first asked for."""

    def __init__(self, operation: Operation, compile_it: Callable[[Operation], Endpoint]) -> None:
        self.operation = operation
        self._compile = compile_it
        self._endpoint: Endpoint | None = None

    @property
    def endpoint(self) -> Endpoint:
        return self._endpoint or self.compile()

    def compile(self) -> Endpoint:
        """Raises SpecError when the operation cannot be compiled."""
        self._endpoint = self._compile(self.operation)
        return self._endpoint


def compile_endpoint(
    operation: Operation, schemas: Schemas, lane: Lane, settings: Settings
) -> Endpoint:
    rules = operation.rules
    response, media_type = success(operation)
    return Endpoint(
        operation=operation,
        gate=Gate(operation),
        lane=lane,
        requirements=tuple(
            compile_requirement(rule, settings) for rule in (rules.requires if rules else ())
        ),
        act=_action(operation, schemas, media_type),
        success=_code(response),
        invalid=_documented(operation, (400, 422)),
        unsupported_media_type=_documented(operation, (415, 400)),
        headers=[(b"content-type", media_type.name.encode())] if media_type else [],
    )


def success(operation: Operation) -> tuple[Response | None, MediaType | None]:
    """The success that an operation promises first, by number, and its JSON media type, else its first."""
    found = sorted((item.status, item) for item in operation.responses if item.status[0] == "2")
    response = found[0][1] if found else operation.response(200)
    content = response.content if response else ()
    json = next((item for item in content if is_json(item.name)), None)
    return response, json or (content[0] if content else None)


def _code(response: Response | None) -> int:
    return int(response.status) if response and response.status.isdigit() else 200


def _documented(operation: Operation, wanted: tuple[int, ...]) -> int:
    """The first of these statuses that the operation itself documents, else the first."""
    own = {item.status for item in operation.responses}
    return next((status for status in wanted if str(status) in own), wanted[0])


def _action(
    operation: Operation, schemas: Schemas, media_type: MediaType | None
) -> UpsertAction | None:
    rules = operation.rules
    if rules is None or rules.upsert is None or media_type is None or media_type.schema is None:
        return None
    return UpsertAction(
        rules.upsert,
        _members(schemas.bundle(media_type.schema, "response")),
        _request(operation, schemas),
        schemas.validator(media_type.schema, "response"),
        frozenset(rule.id.text for rule in rules.requires if isinstance(rule, RequiresRecord)),
    )


def _request(operation: Operation, schemas: Schemas) -> Mapping[str, Any]:
    content = operation.body.content if operation.body else ()
    json = next((item for item in content if is_json(item.name) and item.schema), None)
    return _members(schemas.bundle(json.schema, "request")) if json and json.schema else {}


def _members(schema: Mapping[str, Any] | bool) -> Mapping[str, Any]:
    return {} if isinstance(schema, bool) else schema
