"""Answers that no rule decides: chosen from the document, by preference if the client has one."""

from mock_server import prefer
from mock_server.accept import is_json
from mock_server.choice import Chosen, choose
from mock_server.endpoint import Endpoint
from mock_server.exchange import Answer, Headers, Request
from mock_server.prefer import Preferences
from mock_server.problems import Problems
from mock_server.refusal import TITLES, Refusal
from mock_server.rendering import render
from mock_server.sampler import Sampler
from mock_server.upsert import NonConforming
from spec.operations import MediaType
from spec.schemas import Schemas


class Responder:
    """Chooses, samples and checks."""

    def __init__(self, schemas: Schemas, problems: Problems) -> None:
        self._schemas, self._problems = schemas, problems
        self._sampler = Sampler(schemas)

    def preferred(self, endpoint: Endpoint, request: Request) -> Answer | None:
        """The answer that the `Prefer` header asks for; None when it asks for nothing that this mock knows.

        Raises Refusal for a preference that cannot be honoured.
        """
        preferences = prefer.parse([request.headers[b"prefer"].decode("latin-1")])
        if preferences.faults or preferences != Preferences(ignored=preferences.ignored):
            return self.chosen(endpoint, request, preferences)
        return None

    def chosen(
        self, endpoint: Endpoint, request: Request, preferences: Preferences = prefer.NONE
    ) -> Answer:
        """The documented answer. Raises Refusal, also for an example that breaks its own schema; and NonConforming."""
        accept = request.headers.get(b"accept")
        choice = choose(
            endpoint.operation,
            preferences,
            self._sampler.sample,
            accept.decode("latin-1") if accept else None,
        )
        media_type, body = self._written(endpoint, choice)
        headers: Headers = [(b"content-type", media_type.encode())] if media_type else []
        if choice.applied:
            headers.append((b"preference-applied", choice.applied.encode("utf-8", "replace")))
        return Answer(choice.status, headers, body, endpoint.operation.id)

    def _written(self, endpoint: Endpoint, choice: Chosen) -> tuple[str | None, bytes]:
        content = choice.content
        if content is None or choice.media_type is None:
            return None, b""
        if choice.status >= 400 and not content.examples:
            # A made-up error says "string"; the document's shape, filled in, says what was asked for.
            title = TITLES.get(choice.status, "Error")
            message = f"asked for with Prefer: {choice.applied}"
            return self._problems.render(endpoint.operation, choice.status, title, message, {})
        self._check(content, choice)
        if is_json(choice.media_type):
            return choice.media_type, render(choice.value)
        return choice.media_type, str(choice.value).encode()

    def _check(self, content: MediaType, choice: Chosen) -> None:
        if content.schema is None or not is_json(content.name):
            return
        validator = self._schemas.validator(content.schema, "response")
        if validator.is_valid(choice.value):
            return
        if any(choice.value is example.value for example in content.examples):
            message = f"the example that was asked for breaks its own schema, at {content.pointer}"
            raise Refusal(500, f"{message}: mend the document", title="Bad example")
        raise NonConforming(validator, choice.value)
