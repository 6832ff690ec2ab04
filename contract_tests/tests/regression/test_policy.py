"""The policy: each kind of edit gets the rule and the level that a careful reviewer would give it."""

import copy
from datetime import date

import pytest

from contract_tests.regression.records import LEVELS
from contract_tests.regression.session import judge
from contract_tests.regression.settings import Settings
from contract_tests.tests.regression.library import (
    ADD,
    ANSWER,
    BASE,
    BOOK,
    GONE,
    TODAY,
    document,
    edited,
    verdict,
)

STRING = {"type": "string"}
OK = {"description": "ok"}
GET = {"operationId": "more", "responses": {"200": OK}}
HOOK = "/webhooks/returned/post"
CALL = f"{ADD}/callbacks/lent/{{$request.query.url}}/post"
FORM = f"{ADD}/requestBody/content/multipart~1form-data/encoding"
TROTH = f"{ADD}/x-troth"
OLD = "/paths/~1old"
MEMBERS = f"{BOOK}/properties"
FLOWS = "/components/securitySchemes/oauth/flows"


def row(rule, level, edits, id=None, **settings):
    return pytest.param(
        rule, level, edits, settings, id=id or f"{rule}-{'-'.join(edits)}".replace("/", ".")
    )


def parameter(name, place="query", **members):
    return {"name": name, "in": place, "schema": STRING, **members}


def edit_of_paths():
    """The version goes from the servers' URLs into the paths."""
    paths = {f"/v1{path}": item for path, item in BASE["paths"].items()}
    servers = [{"url": one["url"].removesuffix("/v1")} for one in BASE["servers"]]
    return {"/paths": paths, "/servers": servers}


def edit_of_old():
    """An operation that was to go is elsewhere."""
    old = BASE["paths"]["/old"]
    return {f"{OLD}/get": GONE, "/paths/~1archive": {"get": old["get"]}}


OPERATIONS = [
    row("operation-removed", "breaking", {"/paths/~1status/get": GONE}),
    row("operation-removed-after-sunset", "compatible", {f"{OLD}/get": GONE}),
    row("operation-removed-before-sunset", "breaking", {f"{OLD}/put": GONE}),
    row("operation-added", "compatible", {"/paths/~1more": {"get": GET}}),
    row("operation-removed", "risky", {f"{OLD}/post": GONE}, "a-draft-removed"),
    row(
        "operation-removed-after-sunset",
        "compatible",
        {f"{OLD}/get": GONE},
        "removed-on-the-day-of-its-sunset",
        today=date(2026, 1, 1),
    ),
    row("path-moved-after-sunset", "compatible", edit_of_old()),
    row("operation-removed-behind-template", "breaking", {"/paths/~1shelves~1new/get": GONE}),
    row(
        "path-ambiguous",
        "risky",
        {"/paths/~1{all}~1main~1books": {"post": GET}},
    ),
    row(
        "path-shadows-nothing",
        "documentation",
        {"/paths/~1shelves~1all": {"get": GET}},
    ),
    row(
        "path-shadows",
        "risky",
        {"/paths/~1libraries~1all": {"get": GET}},
    ),
    row(
        "path-moved",
        "breaking",
        {
            "/paths/~1status/get": GONE,
            "/paths/~1health": {
                "get": {"operationId": "status", "security": [], "responses": {"200": OK}}
            },
        },
    ),
    row("operation-id", "risky", {f"{ADD}/operationId": "createBook"}),
    row("operation-server-added", "compatible", {f"{ADD}/servers": [{"url": "https://b.example"}]}),
    row("operation-tags", "documentation", {f"{ADD}/tags": ["shelves"]}),
    row("prose", "documentation", {f"{ADD}/summary": "Add one book"}),
    row("deprecated", "compatible", {f"{ADD}/deprecated": True}),
    row(
        "deprecated-without-sunset",
        "risky",
        {f"{ADD}/deprecated": True},
        deprecation_days=90,
    ),
    row(
        "sunset-too-early",
        "risky",
        {f"{ADD}/deprecated": True, f"{ADD}/x-sunset": "2026-12-01"},
        deprecation_days=90,
    ),
    row("sunset", "compatible", {f"{OLD}/put/x-sunset": "2031-01-01"}),
    row("sunset-earlier", "breaking", {f"{OLD}/put/x-sunset": "2027-01-01"}),
    row("sunset-removed", "risky", {f"{OLD}/put/x-sunset": GONE}),
    row("sunset-unreadable", "risky", {f"{OLD}/put/x-sunset": "soon"}),
    row(
        "sunset-soon", "risky", {f"{OLD}/patch/x-sunset": "2026-12-01"}, "soon", deprecation_days=90
    ),
    row("sunset", "compatible", {f"{OLD}/patch/x-sunset": "2026-12-01"}, "no-policy-of-days"),
    row("sunset-past", "risky", {f"{OLD}/patch/x-sunset": "2026-01-01"}),
    row("deprecation-told", "documentation", {f"{OLD}/patch/x-deprecated-at": "2026-01-01"}),
    row("stability-lowered", "breaking", {f"{ADD}/x-stability": "beta"}),
    row("stability-raised", "compatible", {f"{OLD}/post/x-stability": "beta"}),
    row("stability-unknown", "risky", {f"{ADD}/x-stability": "solid"}),
    row("operation-servers", "breaking", {"/paths/~1oauth/get/servers": GONE}),
    row(
        "path-divided-otherwise",
        "documentation",
        edit_of_paths(),
    ),
    row("server-path-moved", "documentation", edit_of_paths()),
]

PARAMETERS = [
    row("parameter-removed-from-path", "breaking", {f"{ADD}/parameters/0": GONE}),
    row(
        "parameter-renamed-in-path",
        "compatible",
        {
            "/paths/~1libraries~1{id}": GONE,
            "/paths/~1libraries~1{library}": {
                "get": {
                    "operationId": "readBooks",
                    "parameters": [parameter("library", "path", required=True)],
                    "responses": {"2XX": OK},
                }
            },
        },
    ),
    row("parameter-required-relaxed", "compatible", {f"{ADD}/parameters/4/required": False}),
    row(
        "parameter-required-added",
        "breaking",
        {f"{ADD}/parameters/-": parameter("q", required=True)},
    ),
    row("parameter-added", "compatible", {f"{ADD}/parameters/-": parameter("q")}),
    row("parameter-removed", "risky", {f"{ADD}/parameters/1": GONE}),
    row("parameter-removed-after-sunset", "compatible", {f"{ADD}/parameters/3": GONE}),
    row("parameter-became-required", "breaking", {f"{ADD}/parameters/1/required": True}),
    row("parameter-style", "breaking", {f"{ADD}/parameters/2/explode": False}),
    row(
        "parameter-style-of-one-value",
        "documentation",
        {f"{ADD}/parameters/1/explode": False, f"{ADD}/parameters/1/style": "spaceDelimited"},
    ),
    row(
        "parameter-style",
        "breaking",
        {"/paths/~1libraries~1{id}/get/parameters/0/style": "label"},
        "a-style-that-shows",
    ),
    row("parameter-reserved-allowed", "compatible", {f"{ADD}/parameters/1/allowReserved": True}),
    row("parameter-style", "breaking", {f"{ADD}/parameters/2/style": "pipeDelimited"}, "style"),
    row("parameter-empty-refused", "breaking", {f"{ADD}/parameters/2/allowEmptyValue": False}),
    row("parameter-empty-allowed", "compatible", {f"{ADD}/parameters/1/allowEmptyValue": True}),
    row("prose", "documentation", {f"{ADD}/parameters/1/description": "no change"}),
    row("deprecated", "compatible", {f"{ADD}/parameters/1/deprecated": True}),
    row(
        "parameter-removed-while-sent",
        "breaking",
        {f"{HOOK}/parameters/0": GONE},
    ),
    row(
        "parameter-became-optional",
        "breaking",
        {f"{HOOK}/parameters/0/required": False},
    ),
]

BODIES = [
    row("body-removed", "breaking", {"/paths/~1status/put/requestBody": GONE}),
    row(
        "body-required-added",
        "breaking",
        {"/paths/~1oauth/get/requestBody": {"required": True, "content": {"text/csv": {}}}},
    ),
    row(
        "body-added",
        "compatible",
        {"/paths/~1oauth/get/requestBody": {"content": {"text/csv": {}}}},
    ),
    row("body-became-required", "breaking", {"/paths/~1status/put/requestBody/required": True}),
    row("body-required-relaxed", "compatible", {f"{ADD}/requestBody/required": False}),
    row("body-became-optional", "breaking", {f"{HOOK}/requestBody/required": False}),
    row("prose", "documentation", {f"{ADD}/requestBody/description": "a book"}),
    row("media-type-removed", "breaking", {f"{ADD}/requestBody/content/text~1csv": GONE}),
    row(
        "media-type-removed",
        "breaking",
        {f"{ADD}/responses/201/content/text~1plain": GONE},
        "media-type-of-answer-removed",
    ),
    row(
        "media-type-added-to-request",
        "compatible",
        {f"{ADD}/requestBody/content/text~1plain": {"schema": STRING}},
    ),
    row(
        "media-type-added-to-answer",
        "risky",
        {f"{ADD}/responses/201/content/text~1csv": {"schema": STRING}},
    ),
    row(
        "media-type-schema-added",
        "breaking",
        {f"{ADD}/requestBody/content/application~1cbor/schema": STRING},
    ),
    row(
        "media-type-schema-removed",
        "breaking",
        {f"{ADD}/responses/201/content/text~1plain/schema": GONE},
    ),
    row(
        "media-type-schema-relaxed",
        "compatible",
        {f"{ADD}/requestBody/content/text~1csv/schema": GONE},
    ),
    row(
        "media-type-of-part",
        "breaking",
        {f"{FORM}/meta": {"contentType": "text/csv"}},
    ),
    row("media-type-narrowed", "breaking", {f"{FORM}/file/contentType": "image/png"}),
    row("media-type-within", "compatible", {f"{FORM}/file/contentType": "image/*"}),
    row(
        "media-type-encoding",
        "breaking",
        {f"{ADD}/requestBody/content/text~1csv/encoding": {"a": {"explode": False}}},
    ),
    row(
        "prose",
        "documentation",
        {f"{ADD}/requestBody/content/text~1csv/example": "a,b"},
    ),
]

ANSWERS = [
    row(
        "header-style",
        "breaking",
        {f"{ADD}/responses/201/headers/X-Left": {"content": {"application/json": {}}}},
    ),
    row(
        "parameter-style-of-one-value",
        "documentation",
        {f"{ADD}/responses/201/headers/X-Left/explode": True},
        "a-headers-style",
    ),
    row(
        "header-removed-after-sunset",
        "compatible",
        {f"{ADD}/responses/201/headers/X-Old": GONE},
    ),
    row("sunset", "compatible", {f"{ADD}/responses/201/headers/X-Old/x-sunset": "2030-01-01"}),
    row("sunset", "compatible", {f"{ADD}/responses/201/x-sunset": "2030-01-01"}, "of-a-status"),
    row("stability-lowered", "breaking", {f"{HOOK}/x-stability": "beta"}, "of-a-webhook"),
    row("outgoing-call-removed-after-sunset", "compatible", {"/webhooks/overdue": GONE}),
    row(
        "outgoing-call-removed-after-sunset",
        "compatible",
        {f"{ADD}/callbacks/overdue": GONE},
        "of-a-callback",
    ),
    row(
        "outgoing-call-removed",
        "breaking",
        {"/webhooks/overdue": GONE},
        "early",
        today=date(2025, 1, 1),
    ),
    row("outgoing-call-tags", "documentation", {f"{HOOK}/tags": ["books"]}),
    row("outgoing-call-moved", "breaking", {f"{CALL}/servers": [{"url": "https://b.example"}]}),
    row(
        "status-success-removed",
        "breaking",
        {f"{ADD}/responses/201": GONE},
    ),
    row("status-error-removed", "risky", {f"{ADD}/responses/404": GONE}),
    row("status-success-added", "risky", {f"{ADD}/responses/202": OK}),
    row("status-error-added", "compatible", {f"{ADD}/responses/409": OK}),
    row("status-refused", "breaking", {f"{HOOK}/responses/410": GONE}),
    row("status-taken", "compatible", {f"{HOOK}/responses/302": OK}),
    row(
        "status-narrowed", "breaking", {f"{HOOK}/responses/2XX": GONE, f"{HOOK}/responses/200": OK}
    ),
    row(
        "status-widened",
        "risky",
        {"/paths/~1oauth/get/responses": {"2XX": OK}},
    ),
    row(
        "status-within",
        "compatible",
        {"/paths/~1libraries~1{id}/get/responses": {"200": OK}},
    ),
    row("prose", "documentation", {f"{ADD}/responses/404/description": "none"}),
    row(
        "header-required-removed",
        "breaking",
        {f"{ADD}/responses/201/headers/Location": GONE},
    ),
    row("header-removed", "risky", {f"{ADD}/responses/201/headers/X-Left": GONE}),
    row(
        "header-added", "compatible", {f"{ADD}/responses/404/headers": {"X-Id": {"schema": STRING}}}
    ),
    row(
        "header-became-optional",
        "breaking",
        {f"{ADD}/responses/201/headers/Location/required": False},
    ),
    row(
        "header-required-kept",
        "compatible",
        {f"{ADD}/responses/201/headers/X-Left/required": True},
    ),
    row(
        "header-became-required",
        "breaking",
        {f"{HOOK}/responses/410/headers/X-Why/required": True},
    ),
    row(
        "header-required-of-client",
        "breaking",
        {f"{HOOK}/responses/410/headers/X-Id": {"required": True, "schema": STRING}},
    ),
    row(
        "prose",
        "documentation",
        {f"{ADD}/responses/201/headers/X-Left/description": "how many"},
    ),
    row("link-removed", "risky", {f"{ADD}/responses/201/links": GONE}),
    row(
        "link-changed",
        "risky",
        {f"{ADD}/responses/201/links/self/operationId": "status"},
    ),
    row(
        "link-added", "compatible", {f"{ADD}/responses/404/links": {"b": {"operationId": "status"}}}
    ),
    row(
        "prose",
        "documentation",
        {f"{ADD}/responses/201/links/self/description": "it"},
        "a-links-prose",
    ),
    row(
        "link-changed",
        "risky",
        {f"{ADD}/responses/201/links/self/parameters": {"id": "x"}},
        "a-links-parameters",
    ),
    row("media-type-added-to-call", "risky", {f"{HOOK}/requestBody/content/text~1html": {}}),
    row("media-type-no-longer-sent", "risky", {f"{HOOK}/requestBody/content/text~1csv": GONE}),
    row(
        "media-type-of-call-replaced",
        "breaking",
        {f"{HOOK}/requestBody/content": {"application/cbor": {}}},
    ),
    row(
        "media-type-first-of-answer",
        "risky",
        {f"{HOOK}/responses/410/content": {"application/json": {}}},
    ),
    row("outgoing-call-removed", "breaking", {f"{ADD}/callbacks": GONE}),
    row("outgoing-call-added", "compatible", {f"{ADD}/callbacks/more": {"{$url}": {"post": GET}}}),
    row("outgoing-call-operation-id", "risky", {f"{CALL}/operationId": "isLent"}),
    row("outgoing-call-removed", "breaking", {"/webhooks/returned": GONE}),
    row("outgoing-call-added", "compatible", {"/webhooks/more": {"post": GET}}),
    row("outgoing-call-operation-id", "risky", {f"{HOOK}/operationId": "isReturned"}),
    row("prose", "documentation", {f"{HOOK}/summary": "it is back"}),
]

SECURITY = [
    row("outgoing-call-security", "risky", {f"{HOOK}/security": [{"key": []}]}),
    row("security-alternative-spared", "compatible", {"/paths/~1status/put/security/2": GONE}),
    row(
        "security-relaxed",
        "compatible",
        {"/paths/~1oauth/get/security/1": {"bearer": []}},
    ),
    row("security-relaxed", "compatible", {"/paths/~1oauth/get/security/0": {"oauth": []}}),
    row("security-added", "breaking", {"/paths/~1status/get/security": [{"bearer": []}]}),
    row("security-removed", "compatible", {f"{ADD}/security": []}),
    row(
        "security-alternative-added",
        "compatible",
        {f"{ADD}/security": [{"bearer": []}, {"key": []}]},
    ),
    row(
        "security-alternative-removed",
        "breaking",
        {"/paths/~1status/put/security": [{"bearer": []}]},
    ),
    row("security-scheme-anded", "breaking", {f"{ADD}/security": [{"bearer": [], "key": []}]}),
    row(
        "security-scopes-added",
        "breaking",
        {"/paths/~1oauth/get/security/0": {"oauth": ["read", "write"]}},
    ),
    row(
        "security-scheme-changed",
        "breaking",
        {"/components/securitySchemes/key/name": "X-Token"},
        "scheme-travels-otherwise",
    ),
    row(
        "security-flow",
        "risky",
        {f"{FLOWS}/clientCredentials/tokenUrl": "https://c.example"},
    ),
    row(
        "security-flow-removed",
        "breaking",
        {
            f"{FLOWS}/password": {"tokenUrl": "https://c.example", "scopes": {}},
            f"{FLOWS}/clientCredentials": GONE,
        },
    ),
    row("security-flow-added", "compatible", {f"{FLOWS}/clientCredentials/scopes/all": "all"}),
    row("security-scope-text", "documentation", {f"{FLOWS}/clientCredentials/scopes/read": "r"}),
    row(
        "security-hint", "documentation", {"/components/securitySchemes/bearer/bearerFormat": "JWT"}
    ),
    row("prose", "documentation", {"/components/securitySchemes/key/description": "a key"}),
]

STATEMENTS = [
    row(
        "rule-required",
        "breaking",
        {f"{TROTH}/requires/-": {"flag": "paid", "of": "organization", "else": 402}},
    ),
    row("rule-requirement-removed", "compatible", {f"{TROTH}/requires": GONE}),
    row("rule-status", "breaking", {f"{TROTH}/requires/0/else": 410}),
    row("rule-requirement-relaxed", "compatible", {f"{TROTH}/requires/0/optional": True}),
    row("rule-requirement", "breaking", {f"{TROTH}/requires/0/where": {"open": True}}),
    row(
        "rule-requirement",
        "breaking",
        {f"{TROTH}/requires/0/where/full": True},
        "one-condition-more",
    ),
    row("rule-condition-removed", "compatible", {f"{TROTH}/requires/0/where": GONE}),
    row("rule-identity", "breaking", {f"{TROTH}/upsert/key": ["$request.path.id"]}),
    row("rule-replaces", "breaking", {f"{TROTH}/upsert/keeps": ["id", "createdAt"]}),
    row("rule-sets", "breaking", {f"{TROTH}/upsert/sets/owner": "from credential"}),
    row("rule-clock", "breaking", {f"{TROTH}/upsert/clock/created": "madeAt"}),
]

DOCUMENTS = [
    row("server-added", "compatible", {"/servers/-": {"url": "https://us.library.example/v1"}}),
    row("server-removed", "breaking", {"/servers/1": GONE}),
    row(
        "server-removed", "breaking", {"/servers/0/url": "https://api.library.example/v2"}, "moved"
    ),
    row(
        "server-within", "compatible", {"/servers": [{"url": "https://{place}.library.example/v1"}]}
    ),
    row("document-version", "documentation", {"/openapi": "3.1.1"}),
    row("document-text", "documentation", {"/info/version": "1.5.0"}, "version"),
    row("document-text", "documentation", {"/tags/0/description": "all books"}, "tags"),
    row(
        "document-dialect",
        "risky",
        {"/jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema"},
    ),
    row("subtype-removed", "risky", {"/components/schemas/LongLoan": GONE}),
    row(
        "subtype-added",
        "risky",
        {"/components/schemas/LateFee": {"allOf": [{"$ref": "#/components/schemas/Fee"}]}},
    ),
    row(
        "subtype",
        "compatible",
        {"/components/schemas/ShortLoan": {"allOf": [{"$ref": "#/components/schemas/Loan"}]}},
    ),
    row(
        "type",
        "breaking",
        {"/components/schemas/LongLoan/allOf/1/properties/days/type": "string"},
        "of-a-subtype",
    ),
    row("component-unused", "documentation", {"/components/schemas/Unused/type": "number"}),
    row("extension", "documentation", {f"{ADD}/x-owner": "team a"}),
]

MEMBERS_OF_SCHEMAS = [
    row("request-member-removed", "risky", {f"{MEMBERS}/note": GONE}),
    row("member-removed-after-sunset", "compatible", {f"{MEMBERS}/old": GONE}),
    row(
        "member-removed-after-sunset",
        "compatible",
        {f"{ANSWER}/properties/old": GONE, f"{ANSWER}/required/1": GONE},
        "a-required-one",
    ),
    row(
        "request-member-removed-from-closed", "breaking", {f"{MEMBERS}/shelf/properties/row": GONE}
    ),
    row(
        "answer-member-removed",
        "breaking",
        {f"{ANSWER}/properties/id": GONE, f"{ANSWER}/required": GONE},
    ),
    row("answer-optional-member-removed", "risky", {f"{ANSWER}/properties/title": GONE}),
    row("request-member-added-to-open", "compatible", {f"{MEMBERS}/new": {"type": "integer"}}),
    row("member-added", "compatible", {f"{ANSWER}/properties/new": STRING}, "answer-member-added"),
    row(
        "member-added", "compatible", {f"{MEMBERS}/shelf/properties/new": STRING}, "added-to-closed"
    ),
    row("member-added", "breaking", {f"{MEMBERS}/never": False}, "forbidden"),
    row(
        "answer-member-added-to-alternative",
        "compatible",
        {
            "/paths/~1status/get/responses/200/content/application~1json/schema/oneOf/0/properties/new": STRING
        },
    ),
    row("required-added", "breaking", {f"{BOOK}/required/-": "note"}),
    row("required-added", "compatible", {f"{ANSWER}/required/-": "title"}, "answer-required"),
    row("required-removed", "breaking", {f"{ANSWER}/required": []}),
    row("required-removed", "compatible", {f"{BOOK}/required": ["id"]}, "request-relaxed"),
    row("other-members", "breaking", {f"{BOOK}/additionalProperties": False}),
    row("other-members", "compatible", {f"{MEMBERS}/shelf/additionalProperties": GONE}, "opened"),
    row("member-count", "breaking", {f"{MEMBERS}/shelf/maxProperties": 1}),
    row("member-count", "documentation", {f"{MEMBERS}/shelf/maxProperties": 3}, "raised-in-vain"),
    row("dependent-members", "breaking", {f"{BOOK}/dependentRequired": {"isbn": ["pages"]}}),
    row(
        "member-kept-elsewhere",
        "documentation",
        {f"{MEMBERS}/note": GONE, f"{BOOK}/anyOf": [{"properties": {"note": STRING}}]},
    ),
]

VALUES = [
    row("type", "breaking", {f"{MEMBERS}/note/type": "integer"}),
    row("type", "compatible", {f"{MEMBERS}/note/type": ["string", "null"]}, "null-taken"),
    row("type", "breaking", {f"{ANSWER}/properties/title/type": ["string", "null"]}, "null-sent"),
    row("nullable-repaired", "risky", {f"{ANSWER}/properties/lent": {"type": ["string", "null"]}}),
    row("enum-grown", "risky", {f"{ANSWER}/properties/state/enum": ["in", "out", "lost"]}),
    row("enum-value-added", "compatible", {f"{MEMBERS}/kind/enum": ["novel", "essay", "poem"]}),
    row("enum-value-removed", "breaking", {f"{MEMBERS}/kind/enum": ["novel"]}),
    row(
        "enum-value-removed", "compatible", {f"{ANSWER}/properties/state/enum": ["in"]}, "one-less"
    ),
    row("enum", "breaking", {f"{MEMBERS}/note/enum": ["a", "b"]}),
    row("number-range", "breaking", {f"{MEMBERS}/pages/maximum": 500}),
    row("number-range", "compatible", {f"{MEMBERS}/pages/maximum": 9000}, "raised"),
    row("number-range", "breaking", {f"{MEMBERS}/pages/multipleOf": 2}, "multiples"),
    row("text-length", "breaking", {f"{MEMBERS}/title/maxLength": 100}),
    row("pattern", "breaking", {f"{MEMBERS}/isbn/pattern": "^97[0-9]{11}$"}),
    row("pattern", "compatible", {f"{MEMBERS}/isbn/pattern": "^[0-9]{10,13}$"}, "wider-pattern"),
    row(
        "bytes-described-otherwise",
        "documentation",
        {f"{MEMBERS}/cover/format": GONE, f"{MEMBERS}/cover/contentEncoding": "base64"},
    ),
    row("format", "breaking", {f"{MEMBERS}/note/format": "uuid"}),
    row("item-count", "breaking", {f"{MEMBERS}/tags/maxItems": 3}),
    row(
        "items",
        "breaking",
        {f"{MEMBERS}/tags/items": GONE, f"{MEMBERS}/tags/prefixItems": [{"type": "null"}]},
    ),
    row("all-of", "breaking", {f"{MEMBERS}/note/allOf": [{"not": {"const": "x"}}]}, "all-of"),
    row("any-of", "breaking", {f"{MEMBERS}/price/anyOf": [{"type": "number"}]}),
    row("one-of", "breaking", {f"{MEMBERS}/size/oneOf": [{"type": "integer"}]}),
    row("condition", "breaking", {f"{MEMBERS}/note/not": {"const": "x"}}),
    row("request-member-became-read-only", "risky", {f"{MEMBERS}/note/readOnly": True}),
    row("view", "breaking", {f"{MEMBERS}/id/readOnly": False}),
    row("default", "risky", {f"{MEMBERS}/note/default": "none"}),
    row("discriminator", "risky", {f"{BOOK}/discriminator": {"propertyName": "kind"}}),
    row("encoding-of-content", "risky", {f"{MEMBERS}/note/contentEncoding": "base64"}),
    row("nullable-note", "documentation", {f"{MEMBERS}/note/nullable": True}),
    row("prose", "documentation", {f"{MEMBERS}/note/description": "a note"}),
    row("deprecated", "compatible", {f"{MEMBERS}/note/deprecated": True}),
]

ROWS = [
    *OPERATIONS,
    *PARAMETERS,
    *BODIES,
    *ANSWERS,
    *SECURITY,
    *STATEMENTS,
    *DOCUMENTS,
    *MEMBERS_OF_SCHEMAS,
    *VALUES,
]


@pytest.mark.parametrize(("rule", "level", "edits", "settings"), ROWS)
def test_an_edit_gets_its_rule_and_level(rule, level, edits, settings):
    """The edit has a finding of that rule at that level; every change has one finding, and no finding is without a change."""
    found = verdict(edits, **settings)
    assert (rule, level) in [(one.rule, one.level) for one in found.findings]
    assert len(found.findings) == len(found.comparison.changes)
    assert sum(found.counts().values()) == len(found.findings)
    assert all(one.level in LEVELS for one in found.findings)
    assert len({one.id for one in found.findings}) == len(found.findings)


def test_a_word_that_is_meant_anyway_is_no_change():
    """`optional: false` is what a requirement says without it, and OAS 3.1 has a dialect where none is named."""
    meant = "https://spec.openapis.org/oas/3.1/dialect/base"
    edits = {f"{TROTH}/requires/0/optional": False, "/jsonSchemaDialect": meant}
    assert verdict(edits).findings == ()


def test_an_extension_of_a_schema_in_two_places_is_told_once():
    """As its other keywords are."""
    shared = {"schema": {"$ref": "#/components/schemas/Unused"}}
    base = edited(
        {
            f"{ADD}/requestBody/content/text~1csv": shared,
            f"{ADD}/responses/201/content/text~1plain": shared,
        }
    )
    head = copy.deepcopy(base)
    head["components"]["schemas"]["Unused"]["x-a"] = 1
    found = judge(document(base), document(head), Settings(TODAY)).findings
    assert [one.rule for one in found] == ["extension"]


def test_credentials_that_were_optional_and_are_not_asked_for_any_more_shut_nobody_out():
    """An operation that was open stays open."""
    optional = {**BASE, "security": [{"bearer": []}, {}]}
    without = {name: value for name, value in BASE.items() if name != "security"}
    for head in ({**BASE, "security": []}, without):
        found = judge(document(optional), document(head), Settings(TODAY)).findings
        assert [one.rule for one in found] == ["security-alternative-spared"]
