"""A document compiled into plain records: what a request is answered from, so that nobody searches the document again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from spec.rules import Rules

Place = Literal["path", "query", "header", "cookie"]


@dataclass(frozen=True, slots=True)
class Schema:
    """A Schema Object. `pointer` is where its text stands, after every `$ref`; `value` is that text, inner `$ref`s kept."""

    pointer: str
    value: Mapping[str, Any] | bool


@dataclass(frozen=True, slots=True)
class Example:
    """One named example of a media type (OAS 3.1 section 4.8.14). The name of a lone `example` is the empty string."""

    name: str
    value: Any
    pointer: str


@dataclass(frozen=True, slots=True)
class MediaType:
    """One entry of a `content` map. `name` is the media type or range as written."""

    name: str
    schema: Schema | None
    examples: tuple[Example, ...]
    encoding: Mapping[str, Any]
    pointer: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Parameter Object with its defaults filled in (OAS 3.1 section 4.8.12). It has a `schema` or a `content`."""

    name: str
    place: Place
    required: bool
    style: str
    explode: bool
    schema: Schema | None
    content: MediaType | None
    pointer: str


@dataclass(frozen=True, slots=True)
class RequestBody:
    required: bool
    content: tuple[MediaType, ...]
    pointer: str


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    required: bool
    schema: Schema | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Response:
    """What is promised for `status`: a code, a range such as `4XX`, or `default`."""

    status: str
    description: str
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...]
    pointer: str


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """How a credential travels. `carrier` is the header, query or cookie name; for bearer and basic it is `Authorization`."""

    name: str
    kind: Literal["bearer", "basic", "apiKey", "mutualTLS", "unknown"]
    place: Literal["header", "query", "cookie", "tls"]
    carrier: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `method` is the wire's (upper case); `security` is an OR of ANDs, empty when the operation is open."""

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[tuple[SecurityScheme, ...], ...]
    rules: Rules | None

    def response(self, status: int) -> Response | None:
        """The response documented for a status: the code itself, else its range, else `default` (OAS 3.1 section 4.8.16)."""
        promised = {response.status.upper(): response for response in self.responses}
        for key in (str(status), f"{status // 100}XX", "DEFAULT"):
            if key in promised:
                return promised[key]
        return None
