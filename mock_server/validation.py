"""Is the request what the document asks for? The lane proves the common case; openapi-core decides all else."""

from collections.abc import Mapping

from mock_server.authority import Authority
from mock_server.endpoint import Endpoint
from mock_server.exchange import Request
from mock_server.faults import Fault, as_details
from mock_server.refusal import Refusal
from mock_server.verdict import Accepted

_SHOWN = 3  # faults spelled out in the sentence; `details` have all of them


class Validation:
    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def check(self, endpoint: Endpoint, path: Mapping[str, str], request: Request) -> Accepted:
        """The parsed body. Raises Refusal with every fault of the request at once."""
        lane = endpoint.lane
        proved = lane.proves_parameters(path, request)
        if proved:
            accepted = lane.prove_body(request)
            if accepted is not None:
                return accepted
        verdict = self._authority.judge(endpoint.operation, path, request, parameters_proved=proved)
        if isinstance(verdict, Accepted):
            return verdict
        raise refusal(endpoint, verdict.faults)


def refusal(endpoint: Endpoint, faults: tuple[Fault, ...]) -> Refusal:
    """One refusal for all faults, with the status that the operation documents for them."""
    wrong_media_type = all(fault.keyword == "content-type" for fault in faults)
    status = endpoint.unsupported_media_type if wrong_media_type else endpoint.invalid
    messages = tuple(fault.message for fault in faults)
    more = f"; and {len(messages) - _SHOWN} more" if len(messages) > _SHOWN else ""
    text = "; ".join(messages[:_SHOWN]) + more
    return Refusal(
        status, text, title="Validation failed", details=as_details(faults), faults=messages
    )
