"""What error members are called, and what a status is called in words for machines.

Names are compared without case and punctuation: `error_description` is `errordescription`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mock_server.problems.occasion import (
    Occasion,
    body_pointer,
    field,
    fresh_id,
    header,
    moment,
    query_parameter,
    seconds,
    steps,
)

Fill = Callable[[Occasion], Any]


def _named(words: str, fill: Fill) -> dict[str, Fill]:
    return dict.fromkeys(words.split(), fill)


# By the type that the member's schema asks for.
TEXTS: Mapping[str, Fill] = {
    **_named(
        "error title summary statustext statusmessage errortitle heading",
        lambda occasion: occasion.title,
    ),
    **_named(
        "message msg detail details description errordescription errormessage errormsg reason text "
        "explanation developermessage usermessage internalmessage localizedmessage faultstring problem",
        lambda occasion: occasion.message,
    ),
    **_named("timestamp time datetime date occurredat createdat", moment),
    **_named("requestid traceid correlationid errorid logref", fresh_id),
    **_named("instance path uri", lambda occasion: occasion.instance),
    **_named("pointer jsonpointer", lambda occasion: occasion.pointer),
    **_named("field param parameter property attribute propertyname fieldname target", field),
    **_named("place in where", lambda occasion: occasion.place),
    "bodypointer": body_pointer,
    "queryparameter": query_parameter,
    "header": header,
}
INTEGERS: Mapping[str, Fill] = {
    **_named(
        "code status statuscode httpstatus httpcode httpstatuscode errorcode error",
        lambda occasion: occasion.status,
    ),
    **_named("timestamp time", seconds),
}
BOOLEANS: Mapping[str, Fill] = {
    **_named("success ok successful issuccess", lambda _: False),
    **_named("error failed failure iserror", lambda _: True),
}
ARRAYS: Mapping[str, Fill] = _named("loc location path", lambda occasion: list(steps(occasion)))
# Texts for machines: a word that stands for the status or for the rule that is broken.
MACHINE = frozenset("code type errorcode errortype errorkind kind keyword".split())
# Texts for the status itself, and how it is written where no example shows it.
STATUS = {"status": "404", "statuscode": "404", "httpstatus": "404", "canonicalstatus": "NOT_FOUND"}
# Optional objects and arrays that are worth building: others are left out.
CONTAINERS = frozenset(
    "error errors fault faults problem problems detail details issues violations failures messages "
    "invalidparams fielderrors validationerrors errordetails source loc location path".split()
)
# Objects without members of their own that may hold the details as they are.
FREE_FORM = frozenset(
    "details detail error errors data meta metadata context extra info errordetails".split()
)

# A word for each status; the first is the one to say, all help to find the value that an enum has for it.
_SAID = {
    400: "invalid_request validation bad_request argument parameter malformed",
    401: "unauthorized unauthenticated authentication token credential api_key login auth",
    403: "forbidden permission denied access not_allowed authorization",
    404: "not_found missing no_such unknown",
    405: "method_not_allowed method unsupported",
    406: "not_acceptable acceptable",
    408: "request_timeout timeout timed_out",
    409: "conflict duplicate already_exists exists",
    413: "payload_too_large too_large size limit",
    415: "unsupported_media_type media_type content_type unsupported",
    422: "validation_failed validation unprocessable",
    429: "rate_limited rate_limit too_many throttl quota exhausted",
    500: "internal_error internal server_error",
    501: "not_implemented unimplemented",
    503: "service_unavailable unavailable",
}
_ANY_CLIENT = "invalid_request bad_request invalid client unknown other generic fail error"
_ANY_SERVER = "internal server_error server unavailable unknown other generic error fail"
_STYLES = (
    (re.compile(r"[0-9]{3}"), "digits"),
    (re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*"), "UPPER"),
    (re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+"), "kebab"),
    (re.compile(r"([A-Z][a-z0-9]+)+"), "Camel"),
    (re.compile(r"[a-z]+([A-Z][a-z0-9]+)+"), "camel"),
)


def plain(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def styled(status: int, shown: str) -> str:
    """The word for a status, such as `not_found`, written as the author writes the example that is shown."""
    word = _words(status)[0]
    style = next((name for form, name in _STYLES if form.fullmatch(shown)), "")
    camel = "".join(part.capitalize() for part in word.split("_"))
    forms = {
        "digits": str(status),
        "UPPER": word.upper(),
        "kebab": word.replace("_", "-"),
        "Camel": camel,
        "camel": camel[0].lower() + camel[1:],
    }
    return forms.get(style, word)


def best(status: int, allowed: list[Any]) -> Any:
    """The value of an enum that says a status best; the first where none does."""
    for value in allowed:
        if str(value) == str(status):
            return value
    for word in _words(status):
        for value in allowed:
            if isinstance(value, str) and plain(word) in plain(value):
                return value
    return allowed[0]


def _words(status: int) -> list[str]:
    known = _SAID.get(status, "").split()
    return known + (_ANY_CLIENT if status < 500 else _ANY_SERVER).split()
