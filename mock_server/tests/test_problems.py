"""Errors in the shape that each document gives them."""

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.problems import Problems
from spec import source
from spec.catalog import find, load_entry
from spec.compile import compile_operations
from spec.document import Document, build
from spec.operations import Operation
from spec.schemas import Schemas, compile_schema

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
FAULTS = {
    "faults": [
        {"in": "body", "pointer": "/tags/0", "keyword": "minLength", "message": "tags/0 is empty"},
        {"in": "query", "pointer": "/limit", "keyword": "maximum", "message": "limit is above 100"},
    ]
}
MESSAGE = "tags/0 is empty; limit is above 100"


def thing(properties: Mapping[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    """The schema of an object."""
    return {"type": "object", "properties": dict(properties), "required": list(required), **more}


def answer(schema: Any, name: str = "application/json") -> dict[str, Any]:
    return {"description": "", "content": {name: {"schema": schema}}}


def document(responses: Mapping[str, Any], other: Mapping[str, Any] | None = None) -> Document:
    """Two operations: `one` with these responses, `two` with the others."""
    operations = {
        "/one": {"get": {"operationId": "one", "responses": dict(responses)}},
        "/two": {
            "get": {"operationId": "two", "responses": dict(other or {"204": {"description": ""}})}
        },
    }
    content = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": operations}
    return build(source.parse(json.dumps(content), "api.json"))


class Desk:
    """The problems of a document, and its operations by id."""

    def __init__(self, content: Document) -> None:
        self.operations = {each.id: each for each in compile_operations(content)}
        self.problems = Problems(self.operations.values(), Schemas(content))

    def says(
        self,
        status: int,
        *,
        of: str | None = "one",
        title: str = "Validation failed",
        message: str = MESSAGE,
        details: Mapping[str, Any] = FAULTS,
    ) -> Any:
        content_type, body = self.render(of, status, title, message, details)
        assert body.endswith(b"\n")
        return json.loads(body) if "json" in content_type else body.decode()

    def render(
        self, of: str | None, status: int, title: str, message: str, details: Mapping[str, Any]
    ) -> tuple[str, bytes]:
        operation: Operation | None = self.operations[of] if of else None
        return self.problems.render(operation, status, title, message, details)


GOOGLE = thing(
    {
        "error": thing(
            {
                "code": WHOLE,
                "message": TEXT,
                "status": TEXT,
                "errors": {
                    "type": "array",
                    "items": thing({"message": TEXT, "domain": TEXT, "reason": TEXT}),
                },
            }
        )
    }
)
STRIPE = thing(
    {
        "error": thing(
            {
                "type": {"enum": ["api_error", "card_error", "invalid_request_error"]},
                "code": {**TEXT, "maxLength": 5000},
                "message": {**TEXT, "maxLength": 40},
                "param": TEXT,
                "doc_url": TEXT,
                "charge": TEXT,
            },
            "type",
        )
    },
    "error",
)
JSON_API = thing(
    {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": thing(
                {
                    "id": TEXT,
                    "status": TEXT,
                    "title": TEXT,
                    "detail": TEXT,
                    "source": thing({"pointer": TEXT, "parameter": TEXT}),
                }
            ),
        }
    },
    "errors",
)
RFC_9457 = thing(
    {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": WHOLE,
        "detail": TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
    }
)
FAST_API = thing(
    {
        "detail": {
            "type": "array",
            "items": thing(
                {
                    "loc": {"type": "array", "items": {"anyOf": [TEXT, WHOLE]}},
                    "msg": TEXT,
                    "type": TEXT,
                },
                "loc",
                "msg",
                "type",
            ),
        }
    }
)

# The schema, and what it says of two faults in a request.
STYLES: dict[str, tuple[Any, Any]] = {
    "two texts and free details": (
        thing(
            {
                "error": TEXT,
                "message": TEXT,
                "details": {"type": "object", "additionalProperties": True},
            },
            "error",
        ),
        {"error": "Validation failed", "message": MESSAGE, "details": FAULTS},
    ),
    "RFC 9457": (
        RFC_9457,
        {"type": "about:blank", "title": "Validation failed", "status": 400, "detail": MESSAGE},
    ),
    "Stripe": (
        STRIPE,
        {
            "error": {
                "type": "invalid_request_error",
                "code": "invalid_request",
                "message": MESSAGE,
            }
        },
    ),
    "Google": (
        GOOGLE,
        {
            "error": {
                "code": 400,
                "message": MESSAGE,
                "status": "INVALID_REQUEST",
                "errors": [
                    {"message": "tags/0 is empty", "reason": "minLength"},
                    {"message": "limit is above 100", "reason": "maximum"},
                ],
            }
        },
    ),
    "GitHub": (
        thing(
            {
                "message": TEXT,
                "documentation_url": TEXT,
                "errors": {
                    "type": "array",
                    "items": thing({"resource": TEXT, "field": TEXT, "code": TEXT}, "code"),
                },
            },
            "message",
            "documentation_url",
        ),
        {
            "message": MESSAGE,
            "documentation_url": "string",
            "errors": [
                {"field": "tags.0", "code": "minLength"},
                {"field": "limit", "code": "maximum"},
            ],
        },
    ),
    "JSON:API": (
        JSON_API,
        {
            "errors": [
                {
                    "status": "400",
                    "title": "Validation failed",
                    "detail": "tags/0 is empty",
                    "source": {"pointer": "/tags/0"},
                },
                {
                    "status": "400",
                    "title": "Validation failed",
                    "detail": "limit is above 100",
                    "source": {"parameter": "limit"},
                },
            ]
        },
    ),
    "FastAPI": (
        FAST_API,
        {
            "detail": [
                {"loc": ["body", "tags", 0], "msg": "tags/0 is empty", "type": "minLength"},
                {"loc": ["query", "limit"], "msg": "limit is above 100", "type": "maximum"},
            ]
        },
    ),
    "Laravel": (
        thing(
            {
                "message": TEXT,
                "errors": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": TEXT},
                },
            }
        ),
        {
            "message": MESSAGE,
            "errors": {"tags.0": ["tags/0 is empty"], "limit": ["limit is above 100"]},
        },
    ),
    "JSend": (
        thing(
            {"status": {"enum": ["success", "fail", "error"]}, "message": TEXT}, "status", "message"
        ),
        {"status": "fail", "message": MESSAGE},
    ),
    "OAuth 2.0": (
        thing(
            {
                "error": {"type": "string", "enum": ["invalid_client", "invalid_request"]},
                "error_description": TEXT,
                "error_uri": TEXT,
            },
            "error",
        ),
        {"error": "invalid_request", "error_description": MESSAGE},
    ),
    "a code in their style": (
        thing(
            {
                "code": {**TEXT, "example": "NOT_FOUND"},
                "message": TEXT,
                "success": {"type": "boolean"},
            }
        ),
        {"code": "INVALID_REQUEST", "message": MESSAGE, "success": False},
    ),
    "messages only": (
        thing({"errors": {"type": "array", "items": TEXT}}),
        {"errors": ["tags/0 is empty", "limit is above 100"]},
    ),
    "plain JSON string": (TEXT, MESSAGE),
    "a list of errors": (
        {"type": "array", "items": thing({"errorCode": TEXT, "message": TEXT})},
        [
            {"errorCode": "minLength", "message": "tags/0 is empty"},
            {"errorCode": "maximum", "message": "limit is above 100"},
        ],
    ),
    "what is required and says nothing": (
        thing(
            {
                "message": TEXT,
                "version": {"const": 2},
                "tenant": {"type": "string", "format": "uuid"},
            },
            "version",
            "tenant",
        ),
        {"message": MESSAGE, "version": 2, "tenant": "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
    ),
    "the branch that says more": (
        {
            "oneOf": [
                thing({"ok": {"const": True}}, "ok"),
                thing({"title": TEXT, "detail": TEXT}, "title"),
            ]
        },
        {"title": "Validation failed", "detail": MESSAGE},
    ),
    "parts in several schemas": (
        {"allOf": [thing({"code": WHOLE}, "code"), thing({"message": TEXT}, "message")]},
        {"code": 400, "message": MESSAGE},
    ),
    "an error of errors": (
        {
            **thing(
                {"message": TEXT, "details": {"type": "array", "items": {"$ref": "#"}}}, "message"
            ),
        },
        {
            "message": MESSAGE,
            "details": [{"message": "tags/0 is empty"}, {"message": "limit is above 100"}],
        },
    ),
    "a message that must be short": (
        thing({"message": {**TEXT, "maxLength": 10}}),
        {"message": "tags/0 is…"},
    ),
    "a name with another type": (
        thing({"message": WHOLE, "title": TEXT}),
        {"title": "Validation failed"},
    ),
    "nothing known, nothing required": (thing({"foo": TEXT}), {"foo": "string"}),
    "a closed object": (
        thing({"error": TEXT}, "error", additionalProperties=False),
        {"error": "Validation failed"},
    ),
    "details of their own": (
        thing({"error": TEXT, "details": thing({"foo": TEXT}, "foo")}, "error"),
        {"error": "Validation failed"},
    ),
}


@pytest.mark.parametrize(("schema", "body"), STYLES.values(), ids=STYLES)
def test_a_style(schema: Any, body: Any) -> None:
    """What is known of a failure goes where the document's authors would put it, and the schema is kept."""
    if schema == STYLES["an error of errors"][0]:
        schema = json.loads(
            json.dumps(schema).replace(
                '"#"', '"#/paths/~1one/get/responses/400/content/application~1json/schema"'
            )
        )
    desk = Desk(document({"200": {"description": ""}, "400": answer(schema)}))
    assert desk.says(400) == body


@pytest.mark.parametrize("name", [name for name in STYLES if name != "an error of errors"])
def test_a_style_without_details(name: str) -> None:
    """A failure without details keeps the schema too."""
    schema, _ = STYLES[name]
    desk = Desk(document({"400": answer(schema)}))
    assert compile_schema(schema).is_valid(desk.says(400, details={}))


def test_the_vendored_document() -> None:
    """Zelto's `Error`: its description says what belongs into `error`."""
    content = load_entry(find(None))
    (operation,) = compile_operations(content)
    problems = Problems([operation], Schemas(content))
    content_type, body = problems.render(operation, 401, "Unauthorized", "the key is unknown", {})
    assert content_type == "application/json"
    assert body == b'{\n  "error": "Unauthorized",\n  "message": "the key is unknown"\n}\n'


NAMED = {
    "400": answer(thing({"message": TEXT})),
    "404": answer(thing({"title": TEXT, "four": TEXT})),
}
SUCCESS = {"200": answer(thing({"message": TEXT, "colour": TEXT}, "colour"))}

# The responses of `one` and of `two`, the status, and the members of the answer to `one`.
SOURCES: dict[str, tuple[Any, Any, int, set[str]]] = {
    "documented for the status": (NAMED, None, 404, {"title"}),
    "documented for its range": ({"4XX": NAMED["404"]}, None, 404, {"title"}),
    "documented for all others": ({**SUCCESS, "default": NAMED["404"]}, None, 404, {"title"}),
    "usual in the operation": ({**NAMED, "401": NAMED["404"]}, None, 405, {"message"}),
    "usual in the document": ({"204": {"description": ""}}, NAMED, 500, {"message"}),
    "documented without content": ({"401": {"description": ""}}, NAMED, 401, {"message"}),
    "not XML": ({"400": answer(TEXT, "application/xml")}, NAMED, 400, {"message"}),
    "not a default that is the success": ({"default": SUCCESS["200"]}, NAMED, 400, {"message"}),
    "nowhere": (SUCCESS, None, 400, {"type", "title", "status", "detail", "details"}),
}


@pytest.mark.parametrize(("one", "two", "status", "members"), SOURCES.values(), ids=SOURCES)
def test_where_the_schema_comes_from(one: Any, two: Any, status: int, members: set[str]) -> None:
    """The schema for the status, else what is usual in the operation, else in the document, else RFC 9457."""
    assert set(Desk(document(one, two)).says(status)) == members


def test_no_operation() -> None:
    """Where no path matched, the error is the document's usual one."""
    assert set(Desk(document(NAMED)).says(404, of=None)) == {"message"}


CONTENT_TYPES = {
    "as written": (
        "application/problem+json; charset=utf-8",
        "application/problem+json; charset=utf-8",
    ),
    "any": ("*/*", "application/json"),
    "any application": ("application/*", "application/json"),
    "plain text": ("text/plain", "text/plain"),
    "any text": ("text/*", "text/plain"),
}


@pytest.mark.parametrize(("name", "sent"), CONTENT_TYPES.values(), ids=CONTENT_TYPES)
def test_content_type(name: str, sent: str) -> None:
    """The media type is the document's; for a range, one that is in it."""
    desk = Desk(document({"400": answer(TEXT, name)}))
    content_type, body = desk.render("one", 400, "Bad", "why", {})
    assert content_type == sent
    assert body == (b"why\n" if sent == "text/plain" else b'"why"\n')


def test_json_before_plain_text() -> None:
    """Of several media types an error is written in JSON."""
    content = {"text/plain": {"schema": TEXT}, "application/json": {"schema": TEXT}}
    desk = Desk(document({"400": {"description": "", "content": content}}))
    assert desk.render("one", 400, "Bad", "why", {})[0] == "application/json"


def test_without_a_description_of_errors() -> None:
    """RFC 9457 in full, its members and its media type."""
    desk = Desk(document({"204": {"description": ""}}))
    assert desk.render("one", 404, "Not found", "no such thing", {}) == (
        "application/problem+json",
        b'{\n  "type": "about:blank",\n  "title": "Not found",\n  "status": 404,\n  "detail": "no such thing"\n}\n',
    )


def test_the_address_of_the_request() -> None:
    """`instance` names the request where the caller does."""
    desk = Desk(document({"400": answer(RFC_9457)}))
    _, body = desk.problems.render(None, 400, "Bad", "why", {}, instance="/one?a=1")
    assert json.loads(body)["instance"] == "/one?a=1"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (400, "validation_error"),
        (401, "auth_error"),
        (404, "not-found"),
        (418, "other"),
        (500, "other"),
    ],
)
def test_the_value_of_an_enum(status: int, word: str) -> None:
    """Of the values that an enum allows, the one that says the status best."""
    values = ["other", "auth_error", "validation_error", "not-found"]
    desk = Desk(
        document(
            {
                "default": answer(thing({"code": {"enum": values}}, "code")),
                "200": {"description": ""},
            }
        )
    )
    assert desk.says(status)["code"] == word


def test_times_and_ids() -> None:
    """A timestamp is now, in the type that is asked for; an id of the request is a new one each time."""
    members = {
        "timestamp": {"type": "string", "format": "date-time"},
        "requestId": TEXT,
        "message": TEXT,
    }
    desk = Desk(document({"400": answer(thing(members))}))
    first, second = desk.says(400), desk.says(400)
    assert first["requestId"] != second["requestId"]
    assert first["timestamp"].endswith("Z")
    desk = Desk(document({"400": answer(thing({"timestamp": WHOLE, "message": TEXT}))}))
    assert abs(desk.says(400)["timestamp"] - time.time()) < 60


@pytest.mark.parametrize(
    ("message", "details", "shown"),
    [
        ("a\ud800b", {}, "a\\ud800b"),
        ("caf\u00e9 \U0001f600", {}, "caf\u00e9 \U0001f600"),
        ("why", {"not text": "\ud800"}, "why"),
        ("why", {"too large": 10**30}, "why"),
        ("why", {"faults": ["odd", None, {}]}, "why"),
    ],
    ids=["lone surrogate", "beyond ASCII", "surrogate in details", "huge integer", "odd faults"],
)
def test_odd_texts(message: str, details: Any, shown: str) -> None:
    """Whatever a request brought into the message, an error can be written; details that JSON cannot hold are left out."""
    schema = thing({"message": TEXT, "details": {"type": "object"}})
    assert (
        Desk(document({"400": answer(schema)})).says(400, message=message, details=details)[
            "message"
        ]
        == shown
    )


def test_details_that_do_not_fit_are_left_out() -> None:
    """The message stays where the schema does not take these details."""
    schema = thing({"message": TEXT, "details": {"type": "object", "maxProperties": 1}})
    desk = Desk(document({"400": answer(schema)}))
    assert desk.says(400, details={"a": 1, "b": 2}) == {"message": MESSAGE}


def test_a_schema_that_nothing_satisfies() -> None:
    """Where the documented schema cannot be kept at all, the next one is taken."""
    desk = Desk(document({"400": answer({"not": {}})}, NAMED))
    assert desk.says(400) == {"message": MESSAGE}


MEMBERS = st.sampled_from(
    "error message code status type title detail details errors timestamp success path data reason foo".split()
)
PARTS = st.recursive(
    st.sampled_from(
        [
            TEXT,
            WHOLE,
            {"type": "boolean"},
            {"type": ["string", "null"], "maxLength": 5},
            {"type": "string", "format": "uuid"},
            {"type": "string", "pattern": "^[A-Z_]+$"},
            {"type": "object"},
            {"enum": ["not_found", 404]},
        ]
    ),
    lambda inner: st.one_of(
        st.builds(
            lambda members, required, closed: thing(
                members, *required, additionalProperties=not closed
            ),
            st.dictionaries(MEMBERS, inner, min_size=1, max_size=4),
            st.lists(MEMBERS, max_size=2, unique=True),
            st.just(False),
        ),
        inner.map(lambda items: {"type": "array", "items": items}),
        st.lists(inner, min_size=1, max_size=2).map(lambda options: {"oneOf": options}),
    ),
    max_leaves=8,
)


@given(PARTS, st.sampled_from([400, 404, 500]), st.sampled_from([{}, FAULTS, {"a": 1}]), st.text())
@settings(deadline=None)
def test_any_schema_is_kept(schema: Any, status: int, details: Any, message: str) -> None:
    """Whatever the schema, an error either keeps it or, where that cannot be, is RFC 9457."""
    desk = Desk(document({"4XX": answer(schema), "500": answer(schema)}))
    content_type, body = desk.render("one", status, "Title", message, details)
    if content_type == "application/json":
        assert compile_schema(schema).is_valid(json.loads(body))
    else:
        assert json.loads(body)["detail"] == message
