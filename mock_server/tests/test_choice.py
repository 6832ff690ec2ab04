"""Which documented answer is given, by `Prefer` and `Accept`, and with which body."""

import json
from typing import Any

import pytest

from mock_server.choice import Chosen, choose
from mock_server.prefer import parse
from mock_server.refusal import Refusal
from mock_server.sampler import Sampler
from spec import source
from spec.compile import compile_operations
from spec.document import build
from spec.operations import Operation
from spec.schemas import Schemas

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
ERROR = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
TEXT = {"type": "string"}


def content(
    schema: Any = None, name: str = "application/json", /, **examples: Any
) -> dict[str, Any]:
    """The content of a response with named examples."""
    entry = {"schema": schema} if schema is not None else {}
    if examples:
        entry["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"content": {name: entry}}


PETS = {
    "404": content(ERROR, missing={"title": "gone"}),
    "201": content(PET),
    "200": content(PET, cat={"name": "Tom"}, dog={"name": "Rex"}),
    "5XX": content(ERROR, cat={"title": "a cat did it"}),
}


def compiled(responses: dict[str, Any]) -> tuple[Operation, Sampler]:
    """`GET /pets` with these responses."""
    described = {code: {"description": "", **response} for code, response in responses.items()}
    paths = {"/pets": {"get": {"operationId": "pets", "responses": described}}}
    text = json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths})
    document = build(source.parse(text, "api.json"))
    return compile_operations(document)[0], Sampler(Schemas(document), seed=1)


def chosen(responses: dict[str, Any], prefer: str = "", accept: str | None = None) -> Chosen:
    operation, sampler = compiled(responses)
    return choose(operation, parse([prefer]), sampler.sample, accept)


NO_CONTENT: dict[str, Any] = {}
DEFAULTS = {
    "the lowest success": (PETS, 200),
    "a range of successes": ({"404": NO_CONTENT, "2XX": content(PET)}, 200),
    "a code before the range": ({"2XX": content(PET), "204": NO_CONTENT}, 204),
    "default": ({"404": content(ERROR), "default": content(PET)}, 200),
    "the range before default": ({"default": content(ERROR), "2XX": content(PET)}, 200),
    "no success at all": ({"302": NO_CONTENT, "404": content(ERROR)}, 302),
    "errors only": ({"4XX": content(ERROR)}, 400),
}


@pytest.mark.parametrize(("responses", "status"), DEFAULTS.values(), ids=DEFAULTS)
def test_without_preferences(responses: dict[str, Any], status: int) -> None:
    """The lowest documented success, else what comes nearest to one."""
    answer = chosen(responses)
    assert (answer.status, answer.applied) == (status, "")


BODIES: dict[str, tuple[dict[str, Any], Any]] = {
    "the first example": (content(PET, cat={"name": "Tom"}, dog={"name": "Rex"}), {"name": "Tom"}),
    "an example that breaks the schema": (
        content(PET, wrong={"name": 1}, dog={"name": "R"}),
        {"name": "R"},
    ),
    "a sample": (content(PET), {"name": "string"}),
    "an example without a schema": (content(None, cat=[1]), [1]),
    "neither": (content(), None),
    "the text of another media type": (content(PET, "application/xml", cat="<pet/>"), "<pet/>"),
}


@pytest.mark.parametrize(("response", "value"), BODIES.values(), ids=BODIES)
def test_the_body(response: dict[str, Any], value: Any) -> None:
    """The author's example where it keeps the schema, else a sample."""
    assert chosen({"200": response}).value == value


@pytest.mark.parametrize("status", ["204", "205", "304"])
def test_no_body(status: str) -> None:
    """No content, because none is documented or because the status has none."""
    assert chosen({"200": NO_CONTENT}).media_type is None
    assert chosen({status: content(PET)}, f"code={status}").media_type is None


# The preference, and the status, value and applied preferences of the answer.
PREFERRED: dict[str, tuple[str, int, Any, str]] = {
    "code": ("code=404", 404, {"title": "gone"}, "code=404"),
    "code of a range": ("code=503", 503, {"title": "a cat did it"}, "code=503"),
    "example": ("example=dog", 200, {"name": "Rex"}, "example=dog"),
    "example of another response": ("example=missing", 404, {"title": "gone"}, "example=missing"),
    "example of the success first": ("example=cat", 200, {"name": "Tom"}, "example=cat"),
    "example and code": (
        "code=500, example=cat",
        500,
        {"title": "a cat did it"},
        "code=500, example=cat",
    ),
    "example before dynamic": ("example=dog, dynamic=true", 200, {"name": "Rex"}, "example=dog"),
    "not dynamic": ("dynamic=false", 200, {"name": "Tom"}, "dynamic=false"),
    "unknown ones": ("return=minimal", 200, {"name": "Tom"}, ""),
}


@pytest.mark.parametrize(
    ("prefer", "status", "value", "applied"), PREFERRED.values(), ids=PREFERRED
)
def test_preferences(prefer: str, status: int, value: Any, applied: str) -> None:
    """As Prism has them; what was followed is said in `Preference-Applied` (RFC 7240 section 3)."""
    answer = chosen(PETS, prefer)
    assert (answer.status, answer.value, answer.applied) == (status, value, applied)


def test_dynamic() -> None:
    """A random sample, another one each time; the same series for the same seed."""
    operation, sampler = compiled(PETS)
    _, again = compiled(PETS)
    preferences = parse(["dynamic=true"])
    values = [choose(operation, preferences, sampler.sample).value for _ in range(5)]
    assert len({value["name"] for value in values}) > 1
    assert values == [choose(operation, preferences, again.sample).value for _ in range(5)]
    assert chosen(PETS, "dynamic=true").applied == "dynamic=true"


def test_dynamic_without_a_schema() -> None:
    """There is nothing to draw from: the example is answered, and the preference not claimed as applied."""
    answer = chosen({"200": content(None, cat=[1])}, "dynamic=true")
    assert (answer.value, answer.applied) == ([1], "")


def test_a_name_that_must_be_quoted() -> None:
    """Names are map keys of the document, with anything in them."""
    answer = chosen({"200": content(PET, **{'a "b", c': {"name": "x"}})}, r'example="a \"b\", c"')
    assert answer.applied == r'example="a \"b\", c"'


SEVERAL = {
    "content": {
        "text/csv": {"schema": TEXT, "examples": {"rows": {"value": "a,b"}}},
        "application/json": {"schema": PET},
        "application/*": {"schema": TEXT},
    }
}
NEGOTIATED = {
    "JSON first": (None, "application/json", {"name": "string"}),
    "by Accept": ("text/csv", "text/csv", "a,b"),
    "by weight": ("application/json;q=0.1, text/csv", "text/csv", "a,b"),
    "a range of the document": ("application/pdf", "application/pdf", "string"),
}


@pytest.mark.parametrize(("accept", "media_type", "value"), NEGOTIATED.values(), ids=NEGOTIATED)
def test_accept(accept: str | None, media_type: str, value: Any) -> None:
    """The media type is the client's choice among the document's."""
    answer = chosen({"200": SEVERAL}, accept=accept)
    assert (answer.media_type, answer.value) == (media_type, value)


def test_an_example_of_another_media_type() -> None:
    """A named example is found in any media type that the client accepts."""
    assert chosen({"200": SEVERAL}, "example=rows").media_type == "text/csv"


def test_an_error_is_sent_in_spite_of_accept() -> None:
    """An error that nobody accepts says more than a 406."""
    assert chosen(PETS, "code=404", "text/html").media_type == "application/json"


REFUSED: dict[str, tuple[Any, str, str | None, int, str, dict[str, Any]]] = {
    "an unknown code": (
        {"200": content(PET), "4XX": content(ERROR)},
        "code=302",
        None,
        400,
        "Prefer: code=302 asks for a status that GET /pets does not document: ask for one of 200, 4XX",
        {"preference": "code=302", "offers": ["200", "4XX"]},
    ),
    "an unknown example": (
        PETS,
        "example=bird",
        None,
        400,
        "Prefer: example=bird names none of the examples that GET /pets has: ask for one of cat, dog, missing",
        {"preference": "example=bird", "offers": ["cat", "dog", "missing"]},
    ),
    "an example of another code": (
        PETS,
        "code=404, example=cat",
        None,
        400,
        "Prefer: example=cat names none of the examples that GET /pets has for 404: ask for missing",
        {"preference": "example=cat", "offers": ["missing"]},
    ),
    "no examples": (
        {"200": content(PET)},
        'example="my cat"',
        None,
        400,
        'Prefer: example="my cat" names none of the examples that GET /pets has: there is none, leave the preference out',
        {"preference": 'example="my cat"', "offers": []},
    ),
    "faults": (
        PETS,
        "code=abc, dynamic=2",
        None,
        400,
        "Prefer: code=abc is no status that can be answered: write three digits from 200 to 599, such as code=404; "
        "Prefer: dynamic=2 is neither true nor false: write dynamic=true or dynamic=false",
        {},
    ),
    "nothing acceptable": (
        PETS,
        "",
        "text/html",
        406,
        "the Accept header text/html excludes all that GET /pets answers with: application/json",
        {"accept": "text/html", "offers": ["application/json"]},
    ),
    "no sample": (
        {"200": content({"not": {}})},
        "",
        None,
        500,
        'the document describes no answer that could be made up: {} is not allowed for "string"; '
        "add an example to the document at /paths/~1pets/get/responses/200/content/application~1json",
        {
            "pointer": "/paths/~1pets/get/responses/200/content/application~1json",
            "reason": '{} is not allowed for "string"',
        },
    ),
}


@pytest.mark.parametrize(
    ("responses", "prefer", "accept", "status", "message", "details"), REFUSED.values(), ids=REFUSED
)
def test_refusals(
    responses: dict[str, Any],
    prefer: str,
    accept: str | None,
    status: int,
    message: str,
    details: dict[str, Any],
) -> None:
    """A preference that cannot be honoured is refused with what is on offer."""
    with pytest.raises(Refusal) as error:
        chosen(responses, prefer, accept)
    refusal = error.value
    assert (refusal.status, refusal.message, refusal.details) == (status, message, details)
