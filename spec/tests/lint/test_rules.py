"""Each rule of the linter: the smallest edit of a clean document that it speaks of, and where."""

from typing import Any

import pytest

from spec.errors import SpecError
from spec.lint.table import ALL
from spec.tests.lint.library import GONE, ORDER, PUT, problems

NAME, STARS, STATE, LINES = (
    f"{ORDER}/properties/{name}" for name in ("name", "stars", "state", "lines")
)
KEPT = "/components/schemas/Kept"
OK = {"200": {"description": "Done."}}
SCHEMES = "/components/securitySchemes"
ID = "/paths/~1orders~1{id}/parameters/0"
TRACE = f"{PUT}/parameters/0"
BODY = f"{PUT}/requestBody/content/application~1json"
V30 = {"/openapi": "3.0.3", f"{ORDER}/examples": GONE, f"{ORDER}/example": {"name": "tea"}}
OAUTH = {
    "type": "oauth2",
    "flows": {"clientCredentials": {"tokenUrl": "https://x.example.com", "scopes": {"read": "r"}}},
}
ANIMAL = {
    "oneOf": [{"$ref": f"#{KEPT}"}],
    "discriminator": {"propertyName": "id", "mapping": {"k": f"#{KEPT}"}},
}
PET = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "maxLength": 9}},
    "discriminator": {"propertyName": "kind"},
}
CAT = {"allOf": [{"$ref": f"#{KEPT}"}, {"properties": {"claws": {"type": "integer"}}}]}
LION = {"allOf": [{"$ref": "#/components/schemas/Cat"}]}
CLOSED_A = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"a": {"type": "integer"}},
}
CLOSED_B = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"b": {"type": "integer"}},
}
UPSERT = {"upsert": {"resource": "order", "key": ["$request.body#/name"], "replaces": "whole"}}

# Rule, the edits, and where it is told.
SPOKEN: list[tuple[str, dict[str, Any], str]] = [
    ("oas31-nullable", {f"{NAME}/nullable": True}, f"{NAME}/nullable"),
    ("oas31-exclusive-flag", {f"{STARS}/exclusiveMinimum": True}, f"{STARS}/exclusiveMinimum"),
    ("oas31-schema-example", {f"{NAME}/example": "tea"}, f"{NAME}/example"),
    ("oas30-exclusive-number", {**V30, f"{STARS}/exclusiveMinimum": 0}, f"{STARS}/exclusiveMinimum"),
    ("oas30-type-list", {**V30, f"{NAME}/type": ["string", "null"]}, f"{NAME}/type"),
    ("oas30-later-keyword", {**V30, f"{NAME}/const": "tea"}, f"{NAME}/const"),
    ("no-$ref-siblings", {**V30, f"{BODY}/schema/description": "An order."}, f"{BODY}/schema/$ref"),
    ("endless-recursion", {f"{KEPT}/allOf": [{"$ref": f"#{KEPT}"}]}, KEPT),
    ("path-parameter-required", {f"{ID}/required": GONE}, ID),
    ("oas3-schema", {f"{STARS}/maximum": "five"}, f"{STARS}/maximum"),
    ("enum-without-null", {f"{STATE}/type": ["string", "null"]}, f"{STATE}/enum"),
    ("oas3-valid-schema-example", {f"{STATE}/default": "lost"}, f"{STATE}/default"),
    ("oas3-valid-media-example", {f"{BODY}/example": {}}, f"{BODY}/example"),
    ("oas3-valid-parameter-example", {f"{TRACE}/example": "0123456789"}, f"{TRACE}/example"),
    ("oas3-examples-value-or-externalValue", {f"{TRACE}/examples": {"a": {"value": "a"}}}, f"{TRACE}/example"),
    ("unsatisfiable-schema", {f"{STARS}/minimum": 6}, STARS),
    ("typed-enum", {f"{STATE}/enum/0": 1}, f"{STATE}/enum/0"),
    ("typed-enum", {f"{STARS}/const": "a"}, f"{STARS}/const"),
    ("unsatisfiable-schema", {STARS: {"enum": []}}, STARS),
    ("allof-closed", {KEPT: {"allOf": [CLOSED_A, CLOSED_B]}}, KEPT),
    ("allof-closed", {KEPT: {"allOf": [{"properties": {"a": {"type": "integer"}}}], **CLOSED_B}}, KEPT),
    ("oas31-unknown-keyword", {f"{NAME}/maxLenght": 5}, f"{NAME}/maxLenght"),
    ("oas31-unknown-keyword", {f"{ORDER}/dependencies": {"name": ["state"]}}, f"{ORDER}/dependencies"),
    ("keyword-type", {f"{NAME}/minimum": 5}, f"{NAME}/minimum"),
    ("keyword-type", {f"{LINES}/maxLength": 5}, f"{LINES}/maxLength"),
    ("nullable-type-sibling", {**V30, f"{ORDER}/properties/lines": {"nullable": True, "allOf": [{"$ref": f"#{KEPT}"}]}}, f"{LINES}/nullable"),
    ("array-items", {**V30, f"{LINES}/items": GONE}, LINES),
    ("read-or-write-only", {f"{STATE}/readOnly": True, f"{STATE}/writeOnly": True}, f"{STATE}/writeOnly"),
    ("oas30-exclusive-alone", {**V30, STARS: {"type": "integer", "exclusiveMinimum": True}}, f"{STARS}/exclusiveMinimum"),
    ("duplicated-entry-in-enum", {f"{STATE}/enum/2": "open"}, f"{STATE}/enum/2"),
    ("required-undefined", {f"{ORDER}/required/1": "nam"}, f"{ORDER}/required/1"),
    ("required-undefined", {KEPT: {"type": ["object", "null"], "properties": {"id": {"type": "integer"}}, "required": ["di"]}}, f"{KEPT}/required/0"),
    ("required-undefined", {f"{ORDER}/dependentRequired": {"name": ["nmae"]}}, f"{ORDER}/dependentRequired/name/0"),
    ("required-undefined", {f"{ORDER}/anyOf": [{"required": ["nmae"]}, {"required": ["state"]}]}, f"{ORDER}/anyOf/0/required/0"),
    ("required-undefined", {f"{ORDER}/if": {"required": ["state"]}, f"{ORDER}/then": {"required": ["nmae"]}}, f"{ORDER}/then/required/0"),
    ("required-undefined", {KEPT: {"allOf": [{"properties": {"id": {"type": "integer"}}}, {"required": ["nmae"], "properties": {"name": {"type": "integer"}}}]}}, f"{KEPT}/allOf/1/required/0"),
    ("required-undefined", {KEPT: {"properties": {"name": {"type": "integer"}}, "additionalProperties": True, "required": ["nmae"]}}, f"{KEPT}/required/0"),
    ("required-hidden", {f"{NAME}/readOnly": True}, f"{ORDER}/required/0"),
    ("format-unknown", {f"{NAME}/format": "emial"}, f"{NAME}/format"),
    ("format-type", {f"{STARS}/format": "date"}, f"{STARS}/format"),
    ("pattern-invalid", {f"{NAME}/pattern": "^["}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": r"^\Aa$"}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": "^(?<a>b)$"}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": r"^\d\-\d$"}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": r"^[\u0041-\u0050]$"}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": "^[^]$"}, f"{NAME}/pattern"),
    ("pattern-portable", {f"{NAME}/pattern": "^.{1,2000}$"}, f"{NAME}/pattern"),
    ("pattern-unanchored", {f"{NAME}/pattern": "^a|b$"}, f"{NAME}/pattern"),
    ("pattern-exponential", {f"{NAME}/pattern": "^(a+)+$"}, f"{NAME}/pattern"),
    ("pattern-unanchored", {f"{NAME}/pattern": "ab"}, f"{NAME}/pattern"),
    ("path-params", {"/paths/~1orders~1{id}/parameters": GONE}, PUT),
    ("path-params", {f"{PUT}/parameters/1": {"name": "x", "in": "path", "required": True, "description": "X.", "schema": {}}}, f"{PUT}/parameters/1"),
    ("no-identical-paths", {"/paths/~1orders~1{key}": {}}, "/paths/~1orders~1{key}"),
    ("no-ambiguous-paths", {"/paths/~1{kind}~1mine": {"put": {"responses": OK}}}, "/paths/~1{kind}~1mine"),
    ("path-declarations-must-exist", {"/paths/~1x~1{}": {}}, "/paths/~1x~1{}"),
    ("path-keys-no-trailing-slash", {"/paths/~1x~1": {}}, "/paths/~1x~1"),
    ("path-not-include-query", {"/paths/~1x?y=1": {}}, "/paths/~1x?y=1"),
    ("operation-parameters", {f"{PUT}/parameters/1": {"name": "X-Trace", "in": "header", "schema": {}}}, f"{PUT}/parameters/1"),
    ("operation-parameters", {f"{PUT}/parameters/1": {"name": "x-trace", "in": "header", "schema": {}}}, f"{PUT}/parameters/1"),
    ("operation-parameters", {"/paths/~1orders~1{id}/parameters/1": {"name": "id", "in": "path", "required": True, "description": "X.", "schema": {}}}, "/paths/~1orders~1{id}/parameters/1"),
    ("parameter-ignored", {f"{PUT}/parameters/1": {"name": "Authorization", "in": "header", "description": "X.", "schema": {}}}, f"{PUT}/parameters/1"),
    ("path-keys-no-empty-segment", {"/paths/~1x~1~1y": {}}, "/paths/~1x~1~1y"),
    ("path-declarations-must-exist", {"/paths/~1x}{y": {}}, "/paths/~1x}{y"),
    ("link-operation", {f"{PUT}/responses/200/links": {"next": {"operationId": "putOrdr"}}}, f"{PUT}/responses/200/links/next/operationId"),
    ("link-operation", {f"{PUT}/responses/200/links": {"next": {"operationRef": "#/paths/~1x/get"}}}, f"{PUT}/responses/200/links/next/operationRef"),
    ("encoding-property", {f"{PUT}/requestBody/content/multipart~1form-data": {"schema": {"$ref": f"#{ORDER}"}, "encoding": {"nmae": {}}}}, f"{PUT}/requestBody/content/multipart~1form-data/encoding/nmae"),
    ("parameter-description", {f"{TRACE}/description": GONE}, TRACE),
    ("operation-operationId", {f"{PUT}/operationId": GONE}, PUT),
    ("operation-operationId-unique", {"/paths/~1x": {"get": {"operationId": "putOrder", "responses": OK}}}, "/paths/~1x/get/operationId"),
    ("operation-operationId-case", {"/paths/~1x": {"get": {"operationId": "PutOrder", "responses": OK}}}, "/paths/~1x/get/operationId"),
    ("operation-operationId-unique", {"/webhooks": {"w": {"post": {"operationId": "putOrder", "responses": OK}}}}, "/webhooks/w/post/operationId"),
    ("operation-operationId-unique", {f"{PUT}/callbacks": {"c": {"{$request.body#/u}": {"post": {"operationId": "putOrder", "responses": OK}}}}}, f"{PUT}/callbacks/c/{{$request.body#~1u}}/post/operationId"),
    ("operation-operationId-valid-in-url", {f"{PUT}/operationId": "put order"}, f"{PUT}/operationId"),
    ("operation-id-verb", {f"{PUT}/operationId": "createOrder", f"{PUT}/summary": "Replaces the order."}, f"{PUT}/operationId"),
    ("operation-tag-defined", {f"{PUT}/tags/1": "order"}, f"{PUT}/tags/1"),
    ("operation-tag-defined", {"/tags": GONE, "/paths/~1x": {"get": {"tags": ["x"], "responses": OK}}}, ""),
    ("operation-tag-defined", {"/webhooks": {"w": {"post": {"tags": ["x"], "responses": OK}}}}, "/webhooks/w/post/tags/0"),
    ("tags-used", {"/tags/1": {"name": "lost"}}, "/tags/1"),
    ("openapi-tags-uniqueness", {"/tags/1": {"name": "orders"}}, "/tags/1"),
    ("info-version-semver", {"/info/version": "1.0"}, "/info/version"),
    ("oas3-server-variables", {"/servers/0/url": "https://{host}/{stage}"}, "/servers/0/url"),
    ("oas3-server-variables", {"/servers/0/variables/stage/default": "v3"}, "/servers/0/variables/stage/default"),
    ("oas3-server-variables", {"/servers/0/variables/region": {"default": "eu"}}, "/servers/0/variables/region"),
    ("oas3-server-variables", {f"{PUT}/servers": [{"url": "https://{host}.example.com"}]}, f"{PUT}/servers/0/url"),
    ("oas3-server-trailing-slash", {"/servers/0/url": "https://x.example.com/{stage}/"}, "/servers/0/url"),
    ("oas3-operation-security-defined", {f"{PUT}/security": [{"kee": []}]}, f"{PUT}/security/0/kee"),
    ("oas3-operation-security-defined", {"/webhooks": {"w": {"post": {"security": [{"kee": []}], "responses": OK}}}}, "/webhooks/w/post/security/0/kee"),
    ("security-scopes-defined", {f"{SCHEMES}/key": OAUTH, "/security/0": {"key": ["write"]}}, "/security/0/key/0"),
    ("operation-security", {"/security": GONE}, ""),
    ("operation-security", {"/security": GONE, "/paths/~1x": {"get": {"security": [], "responses": OK}}}, PUT),
    ("server-https", {"/servers/0/url": "http://x.example.com/{stage}"}, "/servers/0/url"),
    ("oas3-unused-component", {"/components/schemas/Lost": {"type": "integer"}}, "/components/schemas/Lost"),
    ("discriminator-mapping", {KEPT: {**ANIMAL, "oneOf": [{"type": "object", "required": ["id"]}], "discriminator": {"propertyName": "id", "mapping": {"k": "#/components/schemas/Lost"}}}}, f"{KEPT}/discriminator/mapping/k"),
    ("discriminator-required", {f"{PUT}/responses/201/content": {"application/json": {"schema": ANIMAL}}}, f"{PUT}/responses/201/content/application~1json/schema/discriminator/propertyName"),
    ("operation-success-response", {f"{PUT}/responses": {"401": {"$ref": "#/components/responses/No"}}, "/components/responses": {"No": {"description": "No."}}}, f"{PUT}/responses"),
    ("operation-4xx-response", {f"{PUT}/responses": {"200": {"description": "Done."}}}, f"{PUT}/responses"),
    ("operation-401-response", {f"{PUT}/responses": {"200": {"description": "Done."}}}, f"{PUT}/responses"),
    ("operation-429-response", {f"{PUT}/responses": {"200": {"description": "Done."}}}, f"{PUT}/responses"),
    ("operation-5xx-response", {f"{PUT}/responses": {"200": {"description": "Done."}}}, f"{PUT}/responses"),
    ("created-location", {f"{PUT}/responses/201/headers": GONE}, f"{PUT}/responses/201"),
    ("unauthorized-challenge", {f"{PUT}/responses/401/headers": GONE}, f"{PUT}/responses/401"),
    ("created-or-replaced", {f"{PUT}/responses/200": GONE, f"{PUT}/description": "Replaces what is there."}, f"{PUT}/responses/201"),
    ("shared-status", {f"{PUT}/responses/401/description": "The key is missing, or the order is another's."}, f"{PUT}/responses/401/description"),
    ("request-open-object", {f"{ORDER}/additionalProperties": GONE}, ORDER),
    ("request-unbounded", {f"{LINES}/maxItems": GONE}, LINES),
    ("answer-unbounded", {f"{KEPT}/properties/id/format": GONE}, f"{KEPT}/properties/id"),
    ("blank-key", {f"{PUT}/x-troth": UPSERT, f"{NAME}/pattern": GONE}, NAME),
    ("absent-or-null", {f"{KEPT}/properties/id/type": ["string", "null"]}, KEPT),
    ("server-set-read-only", {f"{PUT}/x-troth": {"upsert": {**UPSERT["upsert"], "keeps": ["id"]}}}, f"{KEPT}/properties/id"),
    ("request-example", {f"{ORDER}/examples": GONE}, BODY),
    ("prose-limit", {f"{NAME}/description": "At most 20 characters.", f"{NAME}/maxLength": GONE, f"{NAME}/pattern": GONE}, f"{NAME}/description"),
    ("prose-contradiction", {f"{STARS}/maximum": 6}, f"{STARS}/description"),
    ("prose-some-of", {f"{ORDER}/description": "At least one of `name` and `stars` must be set.", f"{ORDER}/required": GONE}, f"{ORDER}/description"),
    ("prose-some-of", {f"{PUT}/description": "Provide at least one of `name` or stars.", f"{ORDER}/required": GONE}, f"{PUT}/description"),
    ("prose-some-of", {f"{PUT}/requestBody/description": "Either 'name' or 'stars' is required.", f"{ORDER}/required": GONE}, f"{PUT}/requestBody/description"),
    ("prose-limit", {"/webhooks": {"kept": {"post": {"parameters": [{"name": "page", "in": "query", "description": "At most 5.", "schema": {"type": "integer"}}], "responses": OK}}}}, "/webhooks/kept/post/parameters/0/description"),
    ("prose-null", {f"{NAME}/description": "May be null."}, f"{NAME}/description"),
    ("prose-default", {f"{STARS}/description": "From 1 to 5. Defaults to 3."}, f"{STARS}/description"),
    ("prose-condition", {f"{STARS}/description": "From 1 to 5. Required if `state` is closed."}, f"{STARS}/description"),
]  # fmt: skip


def test_a_clean_document_has_no_problem():
    """Not one rule speaks without a cause."""
    assert problems({}) == ()


@pytest.mark.parametrize(
    ("rule", "edits", "where"),
    [pytest.param(*row, id=f"{row[0]}-{index}") for index, row in enumerate(SPOKEN)],
)
def test_a_rule_speaks_of_its_defect(rule, edits, where):
    """Once, at the place of the defect, with a line of the file."""
    found = [one for one in problems(edits) if one.rule == rule]
    assert [one.pointer for one in found] == [where]
    assert found[0].line is not None


def test_every_rule_is_shown():
    """The tables have a row for each, and no rule that there is not."""
    assert {row[0] for row in SPOKEN} | {"invalid-ref", "unchecked"} == {rule.id for rule in ALL}


@pytest.mark.parametrize(
    ("edits", "rule", "where"),
    [
        pytest.param({f"{BODY}/schema/$ref": "#/components/schemas/Lost"}, "invalid-ref", f"{BODY}/schema/$ref", id="dangling"),
        pytest.param({"/info/version": GONE}, "oas3-schema", "/info", id="not-openapi"),
    ],
)  # fmt: skip
def test_what_no_tool_can_read_is_one_problem(edits, rule, where):
    """The fault is told, at its place; that the other rules need a document to speak of is told too."""
    told = [(one.rule, one.pointer) for one in problems(edits)]
    assert told == [(rule, where), ("unchecked", "")]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({f"{NAME}/type": ["string", "null"]}, id="null-in-the-type"),
        pytest.param({f"{STATE}/type": ["string", "null"], f"{STATE}/enum/2": None}, id="null-in-the-enum"),
        pytest.param({f"{ORDER}/not": {"required": ["state", "lines"]}}, id="excluded-together"),
        pytest.param({f"{NAME}/pattern": r"^\S+$"}, id="a-class-of-signs"),
        pytest.param({f"{STARS}/description": "Usually from 1 to 3."}, id="a-habit"),
        pytest.param({f"{STARS}/description": "For example between 2 and 4."}, id="an-example"),
        pytest.param({f"{NAME}/description": "Defaults to `state`."}, id="the-name-of-another-member"),
        pytest.param({f"{TRACE}/description": "States, separated by commas. Can be `open` or `closed`."}, id="values-of-a-list-in-a-text"),
        pytest.param({f"{LINES}/items/description": "Between 1 and 9. Use 0 to leave it out."}, id="a-special-value"),
        pytest.param({KEPT: PET, "/components/schemas/Cat": CAT}, id="an-extension-of-a-discriminated-base"),
        pytest.param({KEPT: PET, "/components/schemas/Cat": CAT, "/components/schemas/Lion": LION}, id="an-extension-of-an-extension"),
        pytest.param({f"{KEPT}/properties/id": {"type": "string", "pattern": r"^[\w\-.]+\.\/\{$"}}, id="signs-that-may-be-escaped"),
        pytest.param({f"{KEPT}/properties/id": {"type": "string", "pattern": "^(?:a|b)$"}}, id="alternatives-in-a-group"),
        pytest.param({KEPT: {"type": "object", "required": ["b"], "additionalProperties": True}}, id="a-map-with-a-key-that-must-be"),
        pytest.param({KEPT: {"allOf": [{"$ref": "#/components/schemas/Has"}, {"properties": {"b": {"type": "integer"}}}]}, "/components/schemas/Has": {"type": "object", "required": ["b"]}}, id="a-mixin"),
        pytest.param({KEPT: {"properties": {"b": {"type": "integer"}}, "not": {"required": ["old"]}}}, id="a-member-that-is-excluded"),
        pytest.param({KEPT: {"allOf": [CLOSED_A, {"properties": {"a": {"minimum": 1}}}]}}, id="closed-and-narrowed"),
        pytest.param({KEPT: {"allOf": [CLOSED_A], "unevaluatedProperties": False}}, id="closed-as-a-whole"),
        pytest.param({f"{NAME}/key": True, f"{NAME}/x-maxLenght": 5, f"{STARS}/formatExclusiveMinimum": "1"}, id="a-keyword-of-ones-own"),
        pytest.param({**V30, f"{ORDER}/properties/lines": {"nullable": True, "allOf": [{"description": "Anything."}]}}, id="null-is-taken-anyway"),
        pytest.param({f"{STARS}/type": ["integer", "string"], f"{STARS}/maxLength": 1}, id="one-of-two-types"),
        pytest.param({"/x-webhooks": {"w": {"schema": {"$ref": "#/components/schemas/Hook"}}}, "/components/schemas/Hook": {"type": "integer"}}, id="a-component-of-an-extension"),
        pytest.param({KEPT: {"allOf": [{"$ref": "#/components/schemas/Nothing"}]}, "/components/schemas/Nothing": True}, id="an-extension-of-anything"),
        pytest.param({"/paths": {}, "/tags": GONE}, id="a-library-of-components"),
        pytest.param({"/tags/1": {"name": "hooks"}, "/webhooks": {"w": {"post": {"operationId": "w", "tags": ["hooks"], "responses": {"204": {"description": "Ok."}}}}}}, id="a-tag-of-webhooks"),
    ],
)  # fmt: skip
def test_a_near_miss_is_left_in_peace(edits):
    """What only looks like a defect is none."""
    assert problems(edits) == ()


@pytest.mark.parametrize(
    ("edits", "rules"),
    [
        pytest.param({f"{STARS}/exclusiveMinimum": True}, ["oas31-exclusive-flag"], id="flag-in-3.1"),
        pytest.param({**V30, f"{STARS}/exclusiveMinimum": 0}, ["oas30-exclusive-number"], id="number-in-3.0"),
        pytest.param({**V30, f"{NAME}/const": "a"}, ["oas30-later-keyword"], id="const-in-3.0"),
        pytest.param({f"{STARS}/maximum": "five"}, ["oas3-schema"], id="no-number"),
        pytest.param({f"{STARS}/maximum": "five", f"{NAME}/nullable": True}, ["oas31-nullable", "oas3-schema"], id="both"),
    ],
)  # fmt: skip
def test_one_cause_is_told_once(edits, rules):
    """What makes the document unreadable has the rule that explains it, and no second one."""
    assert sorted(one.rule for one in problems(edits)) == sorted([*rules, "unchecked"])


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_every_fault_is_told_in_plain_words(version):
    """Each at its own place: a member that is not known at that member, a choice by what is missing."""
    edits = {
        "/info/version": GONE,
        "/info/versio": "1",
        f"{TRACE}/schema": GONE,
        f"{TRACE}/example": GONE,
        f"{ID}/in": "nowhere",
        "/components/schemas/A b": {},
        f"{SCHEMES}/key/type": "oauth",
        f"{PUT}/responses/200/headers": 5,
    }
    found = problems({**edits, "/openapi": version, f"{ORDER}/examples": GONE})
    told = {one.pointer: one.message for one in found if one.rule == "oas3-schema"}
    assert told["/info"] == "`version` is missing"
    assert told["/info/versio"] == "`versio` is no member of an info object"
    assert told[TRACE] == "`schema` or `content` is missing"
    assert told[f"{ID}/in"].startswith('"nowhere" is none of')
    assert told[f"{SCHEMES}/key/type"].startswith('"oauth" is none of "apiKey", "http"')
    assert told[f"{PUT}/responses/200/headers"] == "must be an object, and is 5"
    assert version == "3.0.3" or "letters, digits" in told["/components/schemas/A b"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_path_parameter_that_is_not_required_is_mended(version):
    """The document is refused for it, and the rule that knows the correction is asked all the same."""
    edits = {f"{ID}/required": GONE, "/openapi": version, f"{ORDER}/examples": GONE}
    [found] = [one for one in problems(edits) if one.level == "error"]
    assert found.rule == "path-parameter-required"
    assert found.fix[-1]["update"] == {"required": True}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param({f"{NAME}/nullable": True}, {"type": ["string", "null"]}, id="type"),
        pytest.param({NAME: {"nullable": True, "description": "N.", "$ref": f"#{KEPT}"}}, {"anyOf": [{"$ref": f"#{KEPT}"}, {"type": "null"}]}, id="reference"),
        pytest.param({NAME: {"nullable": True, "allOf": [{"type": "string"}], "enum": ["a"]}}, {"anyOf": [{"allOf": [{"type": "string"}], "enum": ["a"]}, {"type": "null"}]}, id="combined"),
        pytest.param({NAME: {"nullable": True, "description": "Anything."}}, None, id="anything"),
        pytest.param({**V30, f"{NAME}/type": ["string"]}, {"type": "string"}, id="one-type"),
        pytest.param({**V30, f"{NAME}/type": ["string", "null"]}, {"type": "string", "nullable": True}, id="type-or-null"),
        pytest.param({**V30, f"{STARS}/minimum": 2, f"{STARS}/exclusiveMinimum": 3}, {"minimum": 3, "exclusiveMinimum": True}, id="stricter-exclusive"),
        pytest.param({**V30, f"{STARS}/minimum": 3, f"{STARS}/exclusiveMinimum": 2}, None, id="stricter-inclusive"),
        pytest.param({**V30, f"{STARS}/maximum": 3, f"{STARS}/exclusiveMaximum": 5}, None, id="stricter-maximum"),
    ],
)  # fmt: skip
def test_a_correction_keeps_the_meaning(edits, expected):
    """Null where null is meant, and the stricter of two limits."""
    rules = {"oas31-nullable", "oas30-type-list", "oas30-exclusive-number"}
    (found,) = (one for one in problems(edits) if one.rule in rules)
    updates = [action["update"] for action in found.fix if "update" in action]
    merged = {name: value for update in updates for name, value in update.items()}
    assert found.fix
    assert merged == (expected or {})


def test_a_sentence_about_a_body_of_two_media_types_is_one_problem():
    """With a correction for both, beside the reference: other uses of the schema ask for nothing."""
    schema = {"$ref": f"#{ORDER}"}
    edits = {
        f"{PUT}/requestBody/description": "At least one of `name` or `stars` is required.",
        f"{PUT}/requestBody/content/text~1json": {"schema": schema},
        f"{ORDER}/required": GONE,
    }
    (found,) = (one for one in problems(edits) if one.rule == "prose-some-of")
    choice = {"anyOf": [{"required": ["name"]}, {"required": ["stars"]}]}
    assert [one["update"] for one in found.fix] == [choice, choice]
    assert all(str(one["target"]).endswith("['schema']") for one in found.fix)


def test_null_in_two_branches_of_a_choice_is_not_written():
    """A null that both take is refused by `oneOf`."""
    branches = [{"type": "string", "nullable": True}, {"type": "integer", "nullable": True}]
    found = [one for one in problems({NAME: {"oneOf": branches}}) if one.rule == "oas31-nullable"]
    assert [one.fix for one in found] == [(), ()]


KEYWORDS = frozenset(
    "$ref $defs $anchor $id $dynamicRef type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format "
    "$schema $comment $vocabulary $recursiveRef definitions contentMediaType contentSchema items prefixItems contains minContains maxContains maxItems minItems uniqueItems properties patternProperties propertyNames additionalProperties "
    "required minProperties maxProperties dependentRequired dependentSchemas allOf anyOf oneOf not if then else nullable readOnly discriminator "
    "description default example examples title deprecated x-troth unevaluatedProperties unevaluatedItems".split()
)
JUNK: list[Any] = [None, True, -1.5, "x", "", [], [None], {}, {"$ref": "#/nowhere"}, {"type": 5}]


@pytest.mark.parametrize("word", sorted(KEYWORDS))
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_no_value_of_a_keyword_is_a_traceback(word, version):
    """Whatever stands there, it is told as a problem, or is none."""
    start = V30 if version == "3.0.3" else {}
    for value in JUNK if version == "3.1.0" else JUNK[::3]:
        try:
            found = problems({**start, f"{STATE}/{word}": value})
        except SpecError:
            continue
        assert all(one.message for one in found)


def test_an_undeclared_tag_is_told_once():
    """At the first operation that has it, with how many others do."""
    other = {"get": {"operationId": "x", "tags": ["new"], "responses": OK}}
    found = problems({f"{PUT}/tags/1": "new", "/paths/~1x": other})
    told = [(one.pointer, one.message) for one in found if one.rule == "operation-tag-defined"]
    message = "the tag `new` is not declared in `tags` (2 operations have it)"
    assert told == [(f"{PUT}/tags/1", message)]


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        pytest.param({"type": "integer", "minimum": 6, "maximum": 5}, "no value satisfies it: `minimum` 6 is above `maximum` 5", id="limits"),
        pytest.param({"type": "string", "maxLength": 5, "pattern": "^[0-9]{10}$", "description": "Ten."}, "no value satisfies its `maxLength` and `pattern` at once", id="two-of-three"),
        pytest.param({"type": "array", "items": False, "minItems": 1, "maxItems": 9}, "no value satisfies its `items` and `minItems` at once", id="two-of-four"),
        pytest.param({"allOf": [{"type": "string"}, {"type": "integer"}]}, "no value satisfies all parts of its `allOf` at once", id="all-of"),
        pytest.param({"oneOf": [{"type": "string"}, {"type": "string"}]}, "no value satisfies exactly one branch of its `oneOf`: each value fits none or several", id="one-of"),
    ],
)  # fmt: skip
def test_a_contradiction_names_the_keywords_that_clash(schema, says):
    """As few as are enough, not the whole schema."""
    told = [one.message for one in problems({STARS: schema}) if one.rule == "unsatisfiable-schema"]
    assert told == [says]


def test_what_is_not_portable_is_not_also_called_unanchored():
    """`\\A` and `\\Z` anchor, in the dialects that have them."""
    told = [one.rule for one in problems({f"{NAME}/pattern": r"\Aabc\Z"})]
    assert told == ["pattern-portable"]


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        pytest.param("emial", "email", id="a-slip"),
        pytest.param("datetime", "date-time", id="another-name"),
        pytest.param("phone", "", id="nothing-alike"),
        pytest.param("ip", "", id="one-of-two"),
        pytest.param("unix-time", "", id="another-thing"),
        pytest.param("ulid", "", id="a-letter-apart-and-another-thing"),
    ],
)
def test_a_format_is_guessed_only_where_it_is_meant(name, guess):
    """A wrong guess misleads more than none."""
    [found] = [one for one in problems({f"{NAME}/format": name}) if one.rule == "format-unknown"]
    assert found.message.partition("; ")[2] == (f"did you mean `{guess}`?" if guess else "")
