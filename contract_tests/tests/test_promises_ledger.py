"""The ledger: what a document promises, listed before anything is sent."""

from contract_tests.promises.ledger import list_promises
from contract_tests.promises.row import ByAnswers, ByLinks, ByTrials, Undecided, Undeclared
from spec import catalog
from spec.compile import compile_operations
from spec.tests.documents import document

SHOP = """
security: [{key: []}]
tags: [{name: things, description: What is sold.}]
paths:
  /things/{id}:
    description: One thing.
    parameters: [{name: id, in: path, required: true, schema: {type: string, minLength: 3}}]
    put:
      operationId: putThing
      description: Puts it there.
      parameters:
        - {name: dry, in: query, required: true, description: Only tries., schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Thing'}}
      responses:
        '200':
          description: The thing.
          headers: {X-Left: {required: true, schema: {type: integer}}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Thing'}}
        '400': {$ref: '#/components/responses/Refused'}
    get:
      operationId: getThing
      security: []
      responses:
        '400': {$ref: '#/components/responses/Refused'}
        default: {description: Anything else.}
components:
  securitySchemes: {key: {type: http, scheme: bearer, description: Ask for one.}}
  responses:
    Refused:
      description: Refused.
      content:
        application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}
  schemas:
    Unused: {type: string, description: Never reached., maxLength: 3}
    Thing:
      type: object
      description: A thing.
      additionalProperties: {type: integer}
      properties:
        name: {type: string, minLength: 0, maxLength: 9}
        tags: {type: array, uniqueItems: false, items: {enum: [a, b]}}
        part: {anyOf: [{$ref: '#/components/schemas/Thing'}, {maxLength: 5}]}
        id: {type: string, readOnly: true}
        pin: {type: string, writeOnly: true}
"""


def rows(text: str = SHOP, *, only: str | None = None):
    loaded = document(text)
    operations = compile_operations(loaded)
    return list_promises(loaded, [one for one in operations if only in (None, one.id)])


def texts(kind: str, **options: str) -> set[str]:
    return {row.text for row in rows(**options) if row.kind == kind}


def test_every_constraint_of_a_request_is_a_row():
    """Keywords that can refuse something, by the value that they are about; an alternative is one row with all in it."""
    assert texts("request") == {
        "path id, type: string",
        "path id, minLength: 3",
        "query dry, required: True",
        "query dry, type: boolean",
        "body, required: True",
        "body: media type application/json",
        "Thing, type: object",
        "Thing.*, type: integer",
        "Thing.name, type: string",
        "Thing.name, maxLength: 9",
        "Thing.tags, type: array",
        "Thing.tags[], enum: [a, b]",
        "Thing.part, anyOf: [{…}, {…}]",
        "Thing.pin, type: string",
    }


def test_every_constraint_of_an_answer_is_a_row():
    """So are media types and headers. What only requests have is no promise of answers."""
    found = texts("answer")
    assert "answer 200: header X-Left, required: True, schema: {…}" in found
    assert {
        "answer 200: media type application/json",
        "answer 400: media type application/json",
    } < found
    assert {
        "answer 400, required: [why]",
        "answer 400.why, type: string",
        "Thing.id, type: string",
    } < found
    assert "Thing.pin, type: string" not in found


def test_every_status_of_every_operation_is_a_row():
    """That there is no other is one more, unless `default` allows all."""
    found = [(row.operations, row.text) for row in rows() if row.kind == "status"]
    assert found == [
        (("getThing",), "answers 400"),
        (("getThing",), "answers default"),
        (("putThing",), "answers 200"),
        (("putThing",), "answers 400"),
        (("putThing",), "answers nothing but 200, 400"),
    ]


def test_a_clause_that_operations_share_is_one_row():
    """It names all of them: the ledger grows with the document, not with how often it refers to itself."""
    shared = [row for row in rows() if row.text == "answer 400.why, type: string"]
    assert [row.operations for row in shared] == [("getThing", "putThing")]
    assert isinstance(shared[0].proof, ByAnswers)
    assert len(shared[0].proof.uses) == 2


def test_sentences_without_a_declaration_are_rows_that_say_so():
    """Every sentence of the operations, of what they refer to, and of the document; none of what nobody reaches."""
    prose = {row.text: row for row in rows() if isinstance(row.proof, Undeclared)}
    assert set(prose) == {
        "What is sold.", "One thing.", "Puts it there.", "Only tries.", "The thing.", "Refused.",
        "Anything else.", "Ask for one.", "A thing.",
    }  # fmt: skip
    assert prose["What is sold."].operations == ()
    assert prose["One thing."].operations == ("getThing", "putThing")
    assert prose["Ask for one."].operations == ("putThing",)
    assert prose["Ask for one."].kind == "security"
    assert prose["A thing."].clause.pointer == "/components/schemas/Thing/description"


def test_only_what_is_tested_is_listed():
    """With some operations chosen, what the others promise is left out."""
    found = rows(only="getThing")
    assert {row.operations for row in found} <= {(), ("getThing",)}
    assert "Puts it there." not in {row.text for row in found}


def test_who_may_ask_is_a_row_for_each_list_of_requirements():
    """The document's own list is one row for all that inherit it; an open operation has none."""
    (row,) = [row for row in rows() if row.kind == "security" and isinstance(row.proof, ByLinks)]
    assert (row.operations, row.clause.pointer) == (("putThing",), "/security")
    assert row.text == "without key the request is refused"


def test_who_may_ask_is_no_row_where_anybody_may():
    """An empty requirement among the others lets everybody in."""
    found = rows(SHOP.replace("security: [{key: []}]", "security: [{key: []}, {}]", 1))
    assert not [row for row in found if row.kind == "security" and isinstance(row.proof, ByLinks)]


def test_a_schema_that_allows_nothing_is_a_row():
    """`false` refuses every value, and has no keyword to say so."""
    found = rows(SHOP.replace("{type: string, minLength: 3}", "false"))
    assert "path id, schema: False" in {row.text for row in found if row.kind == "request"}


def test_declared_sentences_are_rows_by_what_they_promise():
    """Tested parts, open questions, and none for what promises nothing; words that nobody accounts for stay."""
    declared = """
x-troth-promises:
  - {quote: A thing., promises: nothing, because: it names the schema}
  - {quote: Puts it, by: [conformance.positive, /components/schemas/Thing/type]}
  - {quote: Only tries., open: what is tried, by: [questions]}
"""
    prose = {row.text: row.proof for row in rows(SHOP + declared) if row.kind == "prose"}
    assert "A thing." not in prose
    assert prose["Puts it"] == ByLinks(("conformance.positive", "/components/schemas/Thing/type"))
    assert prose["Puts it there."] == Undeclared()
    assert prose["what is tried"] == Undecided("what is tried", ("questions",))


def test_a_30_document_is_read_by_its_own_dialect():
    """Beside a `$ref` of 3.0 nothing counts, and `exclusiveMinimum: false` allows everything."""
    loaded = document(
        """
        paths:
          /a:
            get:
              parameters:
                - {name: a, in: query, schema: {type: array, items: {$ref: '#/components/schemas/A', enum: [1]}}}
              responses: {'200': {description: x}}
        components: {schemas: {A: {type: integer, minimum: 1, exclusiveMinimum: false, nullable: true}}}
        """,
        version="3.0.3",
    )
    found = list_promises(loaded, compile_operations(loaded))
    assert {row.text for row in found if row.kind == "request"} == {
        "query a, type: array",
        "A, type: integer",
        "A, minimum: 1",
    }


def test_the_vendored_document_promises_nothing_that_no_property_tests():
    """Each row names its proof: a promise without a property is a fault of ours."""
    loaded = catalog.load_entry(catalog.find())
    found = list_promises(loaded, compile_operations(loaded))
    assert not [row.text for row in found if isinstance(row.proof, Undeclared)]
    assert all(row.proof.properties for row in found if isinstance(row.proof, ByTrials))
    assert {row.kind for row in found} == {
        "prose",
        "rule",
        "request",
        "answer",
        "status",
        "security",
    }
    assert all(row.clause.line for row in found)
    (score,) = [row for row in found if row.text == "CustomerMetric.score, maximum: 100"]
    assert score.clause.source.endswith("overlay.yaml")
    assert score.clause.correction == "score-range-in-answers"
