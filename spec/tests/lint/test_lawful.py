"""Documents in the manner of well-known ones: lawful, and a linter that is not quiet here is switched off."""

import pytest

from spec import source
from spec.lint.run import lint
from spec.lint.settings import Settings

# True of these documents, and not what is asked here.
QUIET = frozenset("operation-4xx-response operation-401-response".split())
HEAD = """\
openapi: {version}
info: {{title: T, version: 1.0.0}}
servers: [{{url: "https://api.example.com"}}]
security: [{{key: []}}]
"""
REST = """\
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
"""

# Expandable members are an id or the object; forms have deep objects; errors share a shape.
EXPANDABLE = (
    "3.0.3",
    """\
paths:
  /v1/charges:
    get:
      operationId: listCharges
      parameters:
        - {name: created, in: query, style: deepObject, explode: true, schema: {anyOf: [{type: object, properties: {gt: {type: integer}}}, {type: integer}]}}
        - {name: expand, in: query, style: deepObject, schema: {type: array, items: {type: string, maxLength: 5000}}}
      requestBody: {content: {application/x-www-form-urlencoded: {encoding: {expand: {style: deepObject}}, schema: {type: object, properties: {expand: {type: array, items: {type: string}}}}}}}
      responses:
        "200":
          description: Those.
          content:
            application/json:
              schema:
                type: object
                required: [data, has_more]
                properties:
                  data: {type: array, items: {$ref: "#/components/schemas/charge"}}
                  has_more: {type: boolean}
        default: {description: Error.}
""",
    """\
  schemas:
    charge:
      type: object
      required: [id, metadata]
      properties:
        id: {type: string, maxLength: 5000}
        customer:
          anyOf:
            - {type: string, maxLength: 5000}
            - {$ref: "#/components/schemas/customer"}
            - {$ref: "#/components/schemas/deleted_customer"}
        metadata: {type: object, additionalProperties: {type: string, maxLength: 500}}
        status: {type: string, nullable: true, enum: [pending, paid, null]}
      x-expandableFields: [customer]
    customer: {type: object, required: [id, object], properties: {id: {type: string}, object: {type: string, enum: [customer]}, charge: {$ref: "#/components/schemas/charge"}}}
    deleted_customer: {type: object, required: [id, deleted], properties: {id: {type: string}, deleted: {type: boolean, enum: [true]}}}
""",
)
# Anything goes in a patch; a quantity is a number or a string; schemas contain themselves.
RECURSIVE = (
    "3.0.3",
    """\
paths:
  /apis/v1/namespaces/{namespace}/things/{name}:
    parameters:
      - {name: namespace, in: path, required: true, schema: {type: string}}
      - {name: name, in: path, required: true, schema: {type: string}}
    patch:
      operationId: patchThing
      requestBody:
        required: true
        content:
          application/json-patch+json: {schema: {$ref: "#/components/schemas/Patch"}}
          application/apply-patch+yaml: {schema: {$ref: "#/components/schemas/Patch"}, example: "kind: Thing"}
      responses:
        "200": {description: Ok., content: {application/json: {schema: {$ref: "#/components/schemas/Props"}}, "application/vnd.k8s+protobuf": {schema: {$ref: "#/components/schemas/Props"}, example: "\\x0a"}}}
        "401": {description: Who?}
""",
    """\
  schemas:
    Patch: {type: object, description: A patch.}
    Quantity: {oneOf: [{type: string}, {type: number}]}
    Props:
      type: object
      properties:
        default: {}
        enum: {type: array, items: {}}
        items: {$ref: "#/components/schemas/Props"}
        not: {$ref: "#/components/schemas/Props"}
        allOf: {type: array, items: {$ref: "#/components/schemas/Props"}}
        properties: {type: object, additionalProperties: {$ref: "#/components/schemas/Props"}}
        required: {type: array, items: {type: string}}
        limit: {allOf: [{$ref: "#/components/schemas/Quantity"}], default: 1}
        nullable: {type: boolean}
        example: {type: object, required: [raw], additionalProperties: true}
""",
)
# The shape of errors is extended; an animal is told by its kind; a list is a page of something.
INHERITED = (
    "3.1.0",
    """\
tags: [{name: pets}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        "200": {description: All., content: {application/json: {schema: {allOf: [{$ref: "#/components/schemas/Page"}, {type: object, required: [items, next], properties: {items: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}]}}}}
        4XX: {description: No., content: {application/problem+json: {schema: {$ref: "#/components/schemas/Invalid"}, example: {title: Bad, status: 400, errors: []}}}}
    post:
      operationId: addPet
      tags: [pets]
      requestBody: {content: {multipart/form-data: {encoding: {photo: {contentType: image/png}}, schema: {type: object, required: [photo], properties: {photo: {type: string, contentMediaType: image/png}}}}, application/xml: {schema: {$ref: "#/components/schemas/Pet"}, example: "<Pet/>"}}}
      responses:
        "201": {description: Made., links: {all: {operationId: listPets}}}
        default: {description: No.}
""",
    """\
  schemas:
    Page: {type: object, required: [next], properties: {next: {type: [string, "null"]}}}
    Problem: {type: object, required: [title, status], properties: {title: {type: string}, status: {type: integer}}}
    Invalid:
      allOf: [{$ref: "#/components/schemas/Problem"}]
      required: [title, errors]
      properties: {errors: {type: array, items: {type: string}}}
      unevaluatedProperties: false
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, name: {type: string}, nick: {type: string}}
      anyOf: [{required: [name]}, {required: [nick]}]
      dependentRequired: {nick: [name]}
      if: {properties: {kind: {const: dog}}}
      then: {required: [name]}
      not: {$ref: "#/components/schemas/Tagged"}
      discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat"}}
    Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, required: [claws], properties: {claws: {type: integer}}}]}
    Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {$ref: "#/components/schemas/Owned"}, {properties: {owner: {type: string}}}]}
    Tagged: {type: object, required: [tag]}
    Owned: {type: object, required: [owner]}
""",
)
HOOKS = (
    "3.1.0",
    """\
webhooks:
  paid:
    post:
      operationId: paid
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Event"}, example: {id: a, at: "2020-01-01T00:00:00Z", data: null}}}}
      responses:
        "200": {description: Taken.}
""",
    """\
  schemas:
    Event:
      type: object
      required: [id, at]
      properties:
        id: {type: string, readOnly: true}
        at: {type: string, format: date-time}
        data: {oneOf: [{type: "null"}, {type: object, patternProperties: {"^x-": {}}, required: [x-a]}]}
""",
)


@pytest.mark.parametrize(
    ("version", "paths", "components"),
    [
        pytest.param(*EXPANDABLE, id="expandable"),
        pytest.param(*RECURSIVE, id="recursive"),
        pytest.param(*INHERITED, id="inherited"),
        pytest.param(*HOOKS, id="webhooks-only"),
    ],
)
def test_a_lawful_document_has_hints_at_most(version, paths, components):
    """Every finding above a hint would be a wrong accusation."""
    text = HEAD.format(version=version) + paths + REST + components
    found = lint(source.parse(text, "api.yaml"), (), Settings())
    told = [(one.rule, one.pointer, one.message) for one in found if one.level != "hint"]
    assert [one for one in told if one[0] not in QUIET] == []
