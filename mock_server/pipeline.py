"""A request's way to its answer: route > authenticate > validate > act > check > write. Each step may refuse."""

from mock_server.call import Call
from mock_server.credentials import Unauthenticated
from mock_server.endpoint import Endpoint
from mock_server.exchange import Answer, Headers, Request
from mock_server.problems import Problems
from mock_server.refusal import Refusal
from mock_server.responder import Responder
from mock_server.routing import Routing
from mock_server.state import State
from mock_server.upsert import NonConforming
from mock_server.validation import Validation
from spec.errors import SpecError


class Pipeline:
    """Answers requests from compiled endpoints. `state` is replaced by a reset or a restore, never emptied."""

    def __init__(
        self,
        routing: Routing,
        validation: Validation,
        responder: Responder,
        problems: Problems,
        state: State,
    ) -> None:
        self.state = state
        self.routing, self._validation = routing, validation
        self._responder, self._problems = responder, problems

    def answer(self, request: Request) -> Answer:
        """Never raises for anything that a request contains."""
        endpoint: Endpoint | None = None
        try:
            endpoint, path = self.routing.find(request)
            principal = endpoint.gate.admit(request, self.state.world)
            accepted = self._validation.check(endpoint, path, request)
            call = Call(self.state, principal, path, request, accepted.body)
            if b"prefer" in request.headers:
                preferred = self._responder.preferred(endpoint, request)
                if preferred is not None:
                    return preferred
            for requirement in endpoint.requirements:
                requirement(call)
            if endpoint.act is None:
                return self._responder.chosen(endpoint, request)
            return _written(endpoint, endpoint.act(call))
        except (Refusal, Unauthenticated, NonConforming, SpecError) as error:
            return self.refuse(_refusal(error), endpoint)

    def refuse(self, refusal: Refusal, endpoint: Endpoint | None = None) -> Answer:
        """The document's own error shape, filled in."""
        operation = endpoint.operation if endpoint else None
        content_type, body = self._problems.render(
            operation, refusal.status, refusal.title, refusal.message, refusal.details
        )
        headers: Headers = [(b"content-type", content_type.encode()), *refusal.headers]
        return Answer(
            refusal.status, headers, body, operation.id if operation else None, refusal.faults
        )


def own_fault(problem: str) -> Refusal:
    """The 500 that says whose fault it is."""
    message = f"troth failed, not your request: {problem}; please report it with the request"
    return Refusal(500, message)


def _refusal(error: Refusal | Unauthenticated | NonConforming | SpecError) -> Refusal:
    """Whose fault it is: the request's, the credential's, the mock's, or the document's."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Unauthenticated):
        challenge: Headers = [(b"www-authenticate", error.challenge.encode())]
        return Refusal(401, error.message, headers=challenge if error.challenge else [])
    if isinstance(error, NonConforming):
        return own_fault(str(error))
    # An operation that is compiled on its first request.
    return Refusal(500, f"the document cannot be served here: {error}", title="Bad document")


def _written(endpoint: Endpoint, body: bytes) -> Answer:
    return Answer(endpoint.success, endpoint.headers, body, endpoint.operation.id)
