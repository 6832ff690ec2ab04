"""A request that is shown fails for the change alone: what it lacks, how it is written, where it is sent, and with which key."""

import shlex

import pytest

from contract_tests.regression.outcome import Reply, told
from contract_tests.regression.session import judge
from contract_tests.tests.regression.library import ADD, BASE, GONE, document, edited

QUERY = f"{ADD}/parameters"
BODY = f"{ADD}/requestBody"
STATUS = "/paths/~1status"
SERVERS = {"/servers": [{"url": "https://a.example/v1"}]}
VARIABLE = {"url": "https://{area}.example", "variables": {"area": {"default": "eu", "enum": ["eu", "us"]}}}  # fmt: skip
ANY = {"*/*": {"schema": {"type": "object"}}}
OLD = {"X-Old": {"schema": {"type": "array", "items": {"type": "string"}}}}


def shown(before, after, rule):
    """The exchange of a rule, in one line: of the base with some edits and the head with more."""
    base = edited(before)
    verdict = judge(document(base), document(edited(after, base)))
    (found, *_) = [one.exchange for one in verdict.findings if one.rule == rule]
    assert found is not None
    return " ".join((found.request or found.answer).replace("\\\n", "").split())


def case(name, before, after, rule, there=(), missing=()):
    return pytest.param(before, after, rule, there, missing, id=name)


@pytest.mark.parametrize(
    ("before", "after", "rule", "there", "missing"),
    [
        case(
            "parameter that is required now",
            {},
            {f"{QUERY}/1/required": True},
            "parameter-became-required",
            missing=["dry="],
        ),
        case(
            "parameter that may not be empty now",
            {},
            {f"{QUERY}/2/allowEmptyValue": False},
            "parameter-empty-refused",
            there=["?fields=&"],
        ),
        case(
            "list of two in another style",
            {},
            {f"{QUERY}/2/explode": False},
            "parameter-style",
            there=["fields=string&fields=string2"],
        ),
        case(
            "body that is required now",
            {f"{BODY}/required": False},
            {f"{BODY}/required": True},
            "body-became-required",
            missing=["--data"],
        ),
        case(
            "range that became a type",
            {f"{BODY}/content": ANY},
            {f"{BODY}/content": {"application/json": ANY["*/*"]}},
            "media-type-narrowed",
            there=["Content-Type: application/vnd.api+json"],
        ),
        case(
            "range of texts",
            {f"{BODY}/content": {"text/*": {"schema": {"type": "string"}}}},
            {f"{BODY}/content": {"text/plain": {"schema": {"type": "string"}}}},
            "media-type-narrowed",
            there=["Content-Type: text/csv"],
        ),
        case(
            "alternative that went",
            {},
            {f"{STATUS}/put/security": [{"bearer": []}]},
            "security-alternative-removed",
            there=["X-Key: $TROTH_API_KEY"],
            missing=["Bearer"],
        ),
        case(
            "scheme that changed",
            {f"{STATUS}/put/security": [{"bearer": []}, {"key": []}]},
            {"/components/securitySchemes/key/name": "X-Other"},
            "security-scheme-changed",
            there=["X-Key: $TROTH_API_KEY"],
            missing=["Bearer"],
        ),
        case(
            "second server",
            {},
            {"/servers/1": GONE},
            "server-removed",
            there=["https://eu.library.example/v1/"],
        ),
        case(
            "value of a variable",
            {"/servers": [VARIABLE]},
            {"/servers/0/variables/area/enum": ["eu"]},
            "server-removed",
            there=["https://us.example/"],
        ),
        case(
            "base path that moved into all paths but one",
            SERVERS,
            {
                "/servers": [{"url": "https://a.example"}],
                "/paths": {
                    path if path == "/status" else f"/v1{path}": item
                    for path, item in BASE["paths"].items()
                },
            },
            "server-removed",
            there=["https://a.example/v1/status"],
        ),
        case(
            "other change beside a server that went",
            {},
            {"/servers/0": GONE, f"{QUERY}/1/required": True},
            "parameter-became-required",
            there=["https://eu.library.example/v1/"],
        ),
        case(
            "header of an answer",
            {f"{ADD}/responses/201/headers": OLD},
            {f"{ADD}/responses/201/headers": GONE},
            "header-removed",
            there=["X-Old: string"],
        ),
        case(
            "header that need not come",
            {},
            {f"{ADD}/responses/201/headers/Location/required": False},
            "header-became-optional",
            there=["201 Content-Type"],
            missing=["Location"],
        ),
        case(
            "media type of an answer whose schema went",
            {f"{ADD}/responses/201/content/image~1png": {"schema": {"$ref": "#/components/schemas/Unused"}}},
            {f"{ADD}/responses/201/content/image~1png": {}},
            "media-type-schema-removed",
            there=["Content-Type: image/png string"],
        ),
    ],
)  # fmt: skip
def test_a_request_meets_the_change(before, after, rule, there, missing):
    """It has what the change is about, and lacks what is required now."""
    text = shown(before, after, rule)
    assert all(one in text for one in there), text
    assert not any(one in text for one in missing), text


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({f"{QUERY}/1/explode": False}, id="parameter"),
        pytest.param({f"{ADD}/responses/201/headers/X-Left/explode": True}, id="header"),
        pytest.param(
            {f"{BODY}/content": {"application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
                "encoding": {"a": {"explode": False}}}}},
            id="form",
        ),
    ],
)  # fmt: skip
def test_what_is_written_alike_shows_nothing(edits):
    """A style that makes no difference to the values hurts nobody, and is shown by none."""
    plain = {where: value for where, value in edits.items() if not where.endswith("content")}
    before = {} if plain else {f"{BODY}/content": {"application/x-www-form-urlencoded": {
        "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}  # fmt: skip
    base = edited(before)
    found = judge(document(base), document(edited(edits, base))).findings
    assert {one.level for one in found} <= {"documentation"}
    assert all(one.exchange is None for one in found)


def test_parameters_of_a_path_are_told_by_their_place():
    """Where two swap their names, each value stands where its schema is."""
    texts = {"type": "string", "enum": ["k"]}
    numbers = {"type": "integer", "enum": [0, 1]}
    answer = {"responses": {"200": {"description": "ok"}}}

    def side(path, *schemas):
        own = [
            {"name": name, "in": "path", "required": True, "schema": schema}
            for name, schema in zip("xy", schemas, strict=True)
        ]
        return document(edited({"/paths": {path: {"get": {**answer, "parameters": own}}}}))

    verdict = judge(
        side("/a/{x}/{y}", texts, numbers), side("/a/{y}/{x}", {**numbers, "enum": [0]}, texts)
    )
    commands = [one.exchange.request for one in verdict.findings if one.exchange]
    assert [shlex.split(one)[2].partition("/a/")[2] for one in commands] == ["k/1"]


def test_a_status_that_the_rest_speaks_for_now_is_shown_itself():
    """What was said of a 404 is said by `default` now, so that an answer of 404 shows it."""
    schemas = [{"type": "object", "required": names} for names in (["code"], [])]
    responses = [
        {"201": BASE["paths"]["/libraries/{id}/books"]["post"]["responses"]["201"], name: {
            "description": "no", "content": {"application/json": {"schema": schema}}}}
        for name, schema in zip(("404", "default"), schemas, strict=True)
    ]  # fmt: skip
    before, after = ({f"{ADD}/responses": one} for one in responses)
    assert shown(before, after, "required-removed").startswith("404 ")


def test_a_message_of_a_webhook_has_its_headers():
    """What the server sends is shown as it sends it."""
    where = "/webhooks/returned/post/parameters/0/schema"
    text = shown({f"{where}/enum": ["back"]}, {f"{where}/enum": ["back", "lost"]}, "enum-grown")
    assert text.startswith("POST ")
    assert "X-Event: lost" in text
    assert "$TROTH_API_KEY" not in text


def test_null_is_a_value_of_its_own():
    """A body of null is sent as that, and no sample stands for it."""
    where = f"{STATUS}/put/requestBody/content/application~1json/schema"
    text = shown({f"{where}/type": ["string", "null"]}, {f"{where}/type": "string"}, "type")
    assert text.endswith("--data-raw null")


@pytest.mark.parametrize(
    ("before", "after", "limit", "sentence"),
    [
        pytest.param(
            Reply(200),
            Reply(400),
            "",
            "the mock of the base answered 200, that of the head 400",
            id="shown",
        ),
        pytest.param(
            Reply(200), Reply(200), "", "both mocks answered 200: this does not show the break", id="alike"
        ),
        pytest.param(
            Reply(200), Reply(200), "a mock has one address", "both mocks answered 200: a mock has one address", id="limit"
        ),
        pytest.param(
            Reply(400),
            Reply(415),
            "",
            "the mock of the base answered 400, that of the head 415: this does not show the break",
            id="refused before",
        ),
        pytest.param(
            Reply(200, "text/plain"),
            Reply(200, "text/csv"),
            "",
            "both mocks answered 200, that of the base text/plain, that of the head text/csv",
            id="another media type",
        ),
        pytest.param(
            Reply(0, problem="timed out"),
            Reply(0, problem="timed out"),
            "",
            "both mocks answered nothing (timed out): this does not show the break",
            id="nothing",
        ),
    ],
)  # fmt: skip
def test_mocks_that_do_not_show_it_are_said_not_to(before, after, limit, sentence):
    """A break is shown by an answer that worked and one that does not."""
    assert told(before, after, limit) == sentence
