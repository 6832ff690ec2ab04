"""Which documented answer an operation gives where no rule decides: by `Prefer`, by `Accept`, else the first success.

The order is Prism's: the status that is asked for, else the lowest success; in it the media type; in that the example that is
asked for, else a random sample if one is asked for, else the first example, else the plain sample.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mock_server.accept import acceptable
from mock_server.prefer import Preferences, cut, quoted
from mock_server.refusal import Refusal
from spec.operations import Example, MediaType, Operation, Response

# A value of a media type: its first example or plain sample, or a random one. Raises Refusal where there is none.
Sample = Callable[[MediaType, bool], Any]

# RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: these have no content whatever a document says.
_BODILESS = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer. `media_type` is None when there is no body, and else what to send as Content-Type.

    `content` is the entry of the document that it follows; `applied` is the value of the `Preference-Applied` header, empty when
    no preference was followed.
    """

    status: int
    response: Response | None
    content: MediaType | None
    media_type: str | None
    value: Any
    applied: str


def choose(
    operation: Operation, preferences: Preferences, sample: Sample, accept: str | None = None
) -> Chosen:
    """The answer that an operation documents for these preferences.

    Raises Refusal: 400 for a preference that cannot be honoured, with what is on offer, and 406 when `accept` excludes every
    media type of a success (an error is sent in spite of it: RFC 9110 section 12.5.1).
    """
    if preferences.faults:
        raise Refusal(400, "; ".join(preferences.faults), title="Bad preference")
    if preferences.example is not None:
        return _with_example(operation, preferences, preferences.example, accept)
    status, response = _responses(operation, preferences.code)[0]
    content, media_type = _negotiated(operation, status, response, accept)
    value, dynamic = _value(content, preferences, sample)
    applied = [f"code={preferences.code}"] if preferences.code else []
    if dynamic is not None:
        applied.append(f"dynamic={str(dynamic).lower()}")
    return Chosen(status, response, content, media_type, value, ", ".join(applied))


def _value(
    content: MediaType | None, preferences: Preferences, sample: Sample
) -> tuple[Any, bool | None]:
    """The value, and the preference for `dynamic` if it could be followed: a random sample needs a schema."""
    if content is None:
        return None, None
    if preferences.dynamic and content.schema is None:
        return sample(content, False), None
    return sample(content, bool(preferences.dynamic)), preferences.dynamic


def _responses(operation: Operation, code: int | None) -> list[tuple[int, Response | None]]:
    """The documented responses that may be given, with their status: the one asked for, else all, the success first."""
    if code is None:
        found = sorted(operation.responses, key=_precedence)
        return [(_status(each, operation), each) for each in found] or [(204, None)]
    response = operation.response(code)
    if response is None:
        offers = [each.status for each in operation.responses]
        raise Refusal(
            400,
            f"Prefer: code={code} asks for a status that {_named(operation)} does not document: {_on_offer(offers)}",
            title="Bad preference",
            details={"preference": f"code={code}", "offers": offers},
        )
    return [(code, response)]


def _precedence(response: Response) -> tuple[int, int]:
    """Codes of success, lowest first, the range of them, `default`, and the rest as written."""
    status = response.status.upper()
    if status.startswith("2"):
        return (0, int(status)) if status.isdigit() else (1, 0)
    return (2, 0) if status == "DEFAULT" else (3, 0)


def _status(response: Response, operation: Operation) -> int:
    """A code for what may be a range or `default`."""
    if response.status.isdigit():
        return int(response.status)
    if response.status[0].isdigit():
        return int(response.status[0]) * 100
    return 500 if any(each.status[0] == "2" for each in operation.responses) else 200


def _negotiated(
    operation: Operation, status: int, response: Response | None, accept: str | None
) -> tuple[MediaType | None, str | None]:
    """The entry of the content to follow and the media type to send; neither where there is no body."""
    for content, media_type in _contents(status, response, accept):
        return content, media_type
    if response is None or not response.content or status in _BODILESS:
        return None, None
    offers = [each.name for each in response.content]
    raise Refusal(
        406,
        f"the Accept header {cut(accept or '')} excludes all that {_named(operation)} answers with: {', '.join(offers)}",
        details={"accept": cut(accept or ""), "offers": offers},
    )


def _contents(
    status: int, response: Response | None, accept: str | None
) -> Iterator[tuple[MediaType, str]]:
    """The entries of the content that may be sent, best first."""
    if response is None or status in _BODILESS:
        return
    names = [each.name for each in response.content]
    found = acceptable(names, accept)
    if not found and status >= 400:
        found = acceptable(names, None)
    for index, media_type in found:
        yield response.content[index], media_type


def _with_example(
    operation: Operation, preferences: Preferences, name: str, accept: str | None
) -> Chosen:
    """The named example: in the response that is asked for, else in the first that has it."""
    offers: list[str] = []
    for status, response in _responses(operation, preferences.code):
        for content, media_type in _contents(status, response, accept):
            example = _find(content.examples, name)
            if example is not None:
                applied = [f"code={status}"] if preferences.code else []
                applied.append(f"example={quoted(name)}")
                return Chosen(
                    status, response, content, media_type, example.value, ", ".join(applied)
                )
            offers += [each.name for each in content.examples if each.name]
    offers = list(dict.fromkeys(offers))
    where = (
        f"{_named(operation)} has for {preferences.code}"
        if preferences.code
        else f"{_named(operation)} has"
    )
    raise Refusal(
        400,
        f"Prefer: example={quoted(cut(name))} names none of the examples that {where}: {_on_offer(offers)}",
        title="Bad preference",
        details={"preference": f"example={quoted(cut(name))}", "offers": offers},
    )


def _find(examples: tuple[Example, ...], name: str) -> Example | None:
    return next((each for each in examples if each.name == name), None)


def _named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _on_offer(offers: list[str]) -> str:
    if not offers:
        return "there is none, leave the preference out"
    return f"ask for {'one of ' * (len(offers) > 1)}{', '.join(offers)}"
