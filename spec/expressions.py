"""OpenAPI runtime expressions (OAS 3.1 section 4.8.20.4), the part that addresses one request.

$request.path.NAME   $request.query.NAME   $request.header.NAME   $request.body   $request.body#/POINTER
$response.body#/POINTER
"""

import re
from dataclasses import dataclass
from typing import Literal

from spec import pointer

# The ABNF of the section: a header name is an RFC 9110 token; other names run to the end.
_FORM = re.compile(
    r"\$(?P<side>request|response)\."
    r"(?:(?P<part>path|query|header)\.(?P<name>.+)|body(?:#(?P<pointer>.*))?)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. `tokens` leads into the body; `name` names the parameter otherwise."""

    text: str
    side: Literal["request", "response"]
    part: Literal["path", "query", "header", "body"]
    name: str
    tokens: tuple[str, ...]


def parse(text: str) -> Expression:
    """Raises ValueError saying what an expression looks like."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is no runtime expression that troth knows: "
            "write $request.path.NAME, $request.query.NAME, $request.header.NAME or $request.body#/POINTER"
        )
    part = match["part"] or "body"
    tokens = pointer.read(match["pointer"] or "")
    return Expression(text, match["side"], part, match["name"] or "", tokens)  # type: ignore[arg-type]
