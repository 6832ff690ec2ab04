"""Which schema an error is to follow: the one that is documented for it, else what is usual in this document."""

from collections import Counter
from collections.abc import Iterable, Iterator

from mock_server.accept import concrete, is_json
from spec.operations import MediaType, Operation, Response


class Candidates:
    """For any operation and status, the media types that an error may be written in, best first."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._usual = _commonest(
            media_type
            for operation in operations
            for response in operation.responses
            if response.status.startswith("4")
            for media_type in writable(response)
        )

    def of(self, operation: Operation | None, status: int) -> tuple[MediaType, ...]:
        """The documented ones for the status, those that the operation mostly uses for errors, those of the whole document."""
        found: list[MediaType] = []
        if operation is not None:
            response = _documented(operation, status)
            found += writable(response) if response else ()
            found += _commonest(
                media_type
                for response in operation.responses
                if response.status.startswith("4")
                for media_type in writable(response)
            )
            default = next(
                (each for each in operation.responses if _is_error(each, operation)), None
            )
            found += writable(default) if default else ()
        return tuple({each.pointer: each for each in (*found, *self._usual)}.values())


def writable(response: Response) -> tuple[MediaType, ...]:
    """The media types of a response that an error can be written in: JSON, then plain text."""
    content = [each for each in response.content if each.schema is not None]
    json = [each for each in content if is_json(concrete(each.name))]
    return (*json, *(each for each in content if _is_text(each.name)))


def _is_text(name: str) -> bool:
    return concrete(name).partition(";")[0].strip().lower() == "text/plain"


def _documented(operation: Operation, status: int) -> Response | None:
    response = operation.response(status)
    if response is None or response.status.lower() != "default":
        return response
    return response if _is_error(response, operation) else None


def _is_error(response: Response, operation: Operation) -> bool:
    """Whether this is `default` and stands for errors: where no success has a number, it stands for success too."""
    return response.status.lower() == "default" and any(
        each.status[0] in "23" for each in operation.responses
    )


def _commonest(media_types: Iterator[MediaType]) -> list[MediaType]:
    """One for each schema, the one that is used most first."""
    found = list(media_types)
    uses = Counter(each.schema.pointer for each in found if each.schema)
    first = {each.schema.pointer: each for each in reversed(found) if each.schema}
    return [first[pointer] for pointer, _ in uses.most_common()]
