import pytest

from spec.compile import compile_operations
from spec.errors import Invalid
from spec.tests.documents import document, operation

OK = "responses: {'200': {description: fine}}\n"


def only(loaded):
    (compiled,) = compile_operations(loaded)
    return compiled


def test_an_operation_without_an_id_is_named_by_method_and_path():
    """The wire's method is upper case, the document's lower."""
    assert only(operation(OK)).id == "POST /things"


def test_two_operations_cannot_share_an_id():
    """OAS 3.1 section 4.8.10: operationId is unique in the document."""
    with pytest.raises(Invalid, match="'same' is also that of GET /a"):
        compile_operations(
            document(
                """
                paths:
                  /a:
                    get: {operationId: same, responses: {'200': {description: x}}}
                    put: {operationId: same, responses: {'200': {description: x}}}
                """
            )
        )


@pytest.mark.parametrize(
    ("place", "style", "explode"),
    [("path", "simple", False), ("query", "form", True), ("header", "simple", False), ("cookie", "form", True)],
)  # fmt: skip
def test_a_parameter_has_its_default_style(place, style, explode):
    """OAS 3.1 section 4.8.12.2.1; explode defaults to true for form only."""
    required = ", required: true" if place == "path" else ""
    loaded = operation(f"parameters: [{{name: x, in: {place}, schema: {{}}{required}}}]\n" + OK)
    (parameter,) = only(loaded).parameters
    assert (parameter.style, parameter.explode) == (style, explode)


def test_an_operations_parameter_overrides_its_paths():
    """Same name and place: the operation's counts; a referenced one is followed."""
    compiled = only(
        document(
            """
            paths:
              /a:
                parameters:
                  - {name: q, in: query, schema: {type: string}}
                  - $ref: '#/components/parameters/Page'
                get:
                  parameters: [{name: q, in: query, required: true, schema: {type: integer}}]
                  responses: {'200': {description: x}}
            components: {parameters: {Page: {name: page, in: query, schema: {type: integer}}}}
            """
        )
    )
    assert [(p.name, p.required, p.pointer) for p in compiled.parameters] == [
        ("q", True, "/paths/~1a/get/parameters/0"),
        ("page", False, "/components/parameters/Page"),
    ]


def test_headers_that_are_described_elsewhere_are_no_parameters():
    """OAS 3.1 section 4.8.12.2.1: Accept, Content-Type and Authorization are ignored."""
    loaded = operation("parameters: [{name: Authorization, in: header, schema: {}}]\n" + OK)
    assert only(loaded).parameters == ()


@pytest.mark.parametrize(
    ("status", "documented"),
    [(201, "201"), (204, "2XX"), (404, "default")],
)
def test_the_response_of_a_status_is_the_most_concrete_one(status, documented):
    """The code itself before its range, the range before default (OAS 3.1 section 4.8.16)."""
    compiled = only(
        operation(
            "responses: {'201': {description: a}, '2XX': {description: b}, default: {description: c}}"
        )
    )
    response = compiled.response(status)
    assert response is not None
    assert response.status == documented


SCHEMES = """
components:
  securitySchemes:
    b: {type: http, scheme: Bearer}
    u: {type: http, scheme: basic}
    k: {type: apiKey, in: query, name: key}
    o: {type: oauth2, flows: {}}
    m: {type: mutualTLS}
"""


@pytest.mark.parametrize(
    ("security", "kinds"),
    [
        pytest.param("[{b: []}]", (("bearer",),), id="bearer"),
        pytest.param("[{o: []}, {u: [], k: []}]", (("bearer",), ("basic", "apiKey")), id="or-of-ands"),
        pytest.param("[{}, {m: []}]", ((), ("mutualTLS",)), id="optional"),
        pytest.param("[]", (), id="opened"),
        pytest.param(None, (("apiKey",),), id="the-documents"),
    ],
)  # fmt: skip
def test_security_is_an_or_of_ands(security, kinds):
    """The operation's list, even an empty one, overrides the document's."""
    own = f"security: {security}, " if security else ""
    compiled = only(
        document(
            f"security: [{{k: []}}]\npaths:\n  /a: {{get: {{{own}responses: {{'200': {{description: x}}}}}}}}\n"
            + SCHEMES
        )
    )
    assert tuple(tuple(s.kind for s in schemes) for schemes in compiled.security) == kinds


def test_an_undeclared_security_scheme_is_an_error():
    """Serving an operation whose protection is a typo would serve it open."""
    with pytest.raises(Invalid, match="the security scheme 'nope' is not declared"):
        compile_operations(operation("security: [{nope: []}]\n" + OK))


def test_examples_are_found_with_their_names():
    """A lone example has no name; a referenced one is followed; an external one is not fetched."""
    compiled = only(
        document(
            """
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: x
                      content:
                        application/json:
                          examples:
                            one: {value: 1}
                            two: {$ref: '#/components/examples/Two'}
                            far: {externalValue: 'https://example.com/far.json'}
            components: {examples: {Two: {value: 2}}}
            """
        )
    )
    examples = compiled.responses[0].content[0].examples
    assert [(e.name, e.value, e.pointer) for e in examples] == [
        ("one", 1, "/paths/~1a/get/responses/200/content/application~1json/examples/one/value"),
        ("two", 2, "/components/examples/Two/value"),
    ]
