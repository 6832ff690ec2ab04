"""`request.limits`, `request.allowed`, `parameters.limits`: what the document forbids is refused, what it allows is taken."""

import json
from collections.abc import Iterator

from contract_tests.bench import Bench
from contract_tests.cases.boundaries import Boundaries, Case
from contract_tests.draft import ABSENT, Draft
from contract_tests.properties.twins import accepted, expect, refused
from contract_tests.property import Property
from contract_tests.trial import Attempt, Sender, Trial, Trials
from spec.frozen import thaw
from spec.operations import Operation, Parameter, Place, Schema


def plan_limits(bench: Bench, operation: Operation) -> Trials:
    twin, cases = _body_cases(bench, operation, "limits")
    if twin is None:
        return
    key = bench.key_member(operation)
    for case in cases:
        if not case.is_allowed:
            statuses = _statuses(bench, operation, case)
            faulty = twin.with_member(case.at, case.value)
            yield Trial(f"{case.name} is refused", case.promises, refused(twin, faulty, statuses))
            if key is not None and case.at and case.at != key:
                attempt = _refused_new(bench, twin, case, statuses)
                yield Trial(f"{case.name} is refused for a new row", case.promises, attempt)


def plan_allowed(bench: Bench, operation: Operation) -> Trials:
    row, cases = _body_cases(bench, operation, "allowed")
    if row is None:
        return
    for case in cases:
        if case.is_allowed and not _is_reference(bench, operation, case):
            attempt = accepted(_placed(bench, row, case))
            yield Trial(f"{case.name} is taken", case.promises, attempt)
    schema = _schema(bench, operation)
    where = (schema.pointer,) if schema else ()
    for name, alone in (*_examples(bench, row), *_alone(bench, row)):
        yield Trial(f"{name} is taken", where, accepted(alone))


def plan_parameters(bench: Bench, operation: Operation) -> Trials:
    for parameter in operation.parameters:
        draft = bench.keyed(bench.full(operation), "parameters")
        if parameter.required and parameter.place != "path":
            without = draft.with_parameter(parameter.place, parameter.name, ABSENT)
            attempt = refused(draft, without, bench.refusals(operation))
            where = (f"{parameter.pointer}/required",)
            yield Trial(f"without {parameter.name} the request is refused", where, attempt)
        yield from _values(bench, draft, parameter)


def _values(bench: Bench, draft: Draft, parameter: Parameter) -> Iterator[Trial]:
    current = draft.parameters.get((parameter.place, parameter.name), ABSENT)
    if parameter.schema is None or current is ABSENT:
        return
    validator = bench.schemas.validator(parameter.schema, "request")
    statuses = bench.refusals(draft.operation)
    if parameter.place == "path":
        statuses |= {404}  # what is no id is nobody's id
    seen: set[str] = set()
    for case in Boundaries(bench.document, bench.schemas).of(parameter.schema, current):
        text = _text(case.value)
        if case.at or text in seen or not _is_plain(parameter.place, text):
            continue
        seen.add(text)
        # On the wire all is text: what a schema of another type would read from it counts too.
        if any(validator.is_valid(reading) for reading in _readings(text)):
            continue
        faulty = draft.with_parameter(parameter.place, parameter.name, text)
        told = f"{parameter.place} {parameter.name}{case.name.removeprefix('body')} is refused"
        yield Trial(told, case.promises, refused(draft, faulty, statuses))


def _text(value: object) -> str:
    """A value as it stands in a URL or a header; empty for what has no plain form, or would be another address."""
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) else ""


def _is_plain(place: Place, text: str) -> bool:
    """Whether a text arrives as it is: an empty one is another address, and blanks around a header's value are none of it."""
    if place == "cookie" or not text.strip():
        return False
    if place == "header":
        return text == text.strip() and text.isprintable()
    return all(ord(sign) >= 32 for sign in text)


def _readings(text: str) -> Iterator[object]:
    yield text
    for read in (int, float):
        try:
            yield read(text)
        except ValueError:
            continue
    if text in ("true", "false"):
        yield text == "true"


def _body_cases(bench: Bench, operation: Operation, name: str) -> tuple[Draft | None, list[Case]]:
    """The full request for a pool row, and the cases around it."""
    schema = _schema(bench, operation)
    if schema is None:
        return None, []
    draft = bench.keyed(bench.full(operation), name)
    media_type = draft.media_type or ""
    if "json" not in media_type:
        return None, []  # in a form all is text: Schemathesis knows its readings
    return draft, Boundaries(bench.document, bench.schemas).of(schema, draft.body)


def _schema(bench: Bench, operation: Operation) -> Schema | None:
    media_type = bench.media_type(operation)
    return media_type.schema if media_type else None


def _placed(bench: Bench, row: Draft, case: Case) -> Draft:
    """The case in a pool row; a text of the key keeps its length, and begins as our keys do where there is room."""
    key = bench.key_member(row.operation)
    if case.at == key and isinstance(case.value, str):
        prefix = bench.keys.text("")
        if len(case.value) > len(prefix):
            rest = case.value[len(prefix) :]
            return bench.keyed(row, rest)
    return bench.claim(row.with_member(case.at, case.value))


def _examples(bench: Bench, row: Draft) -> Iterator[tuple[str, Draft]]:
    """The document's own examples, in a row of ours."""
    media_type = bench.media_type(row.operation)
    for example in media_type.examples if media_type else ():
        if bench.is_allowed(row.operation, example.value):
            draft = bench.keyed(row.with_body(thaw(example.value)), "allowed")
            yield f"the example {example.name}".rstrip(), draft


def _alone(bench: Bench, row: Draft) -> Iterator[tuple[str, Draft]]:
    """The least request, and for each member the least that has it: with its value, and with those that pass for nothing."""
    yield "the least request", bench.keyed(bench.least(row.operation), "allowed")
    body = row.body if isinstance(row.body, dict) else {}
    for name, value in body.items():
        for other in [value, 0, False, "", [], {}]:
            draft = row.with_member((name,), other)
            if (other is value or other != value) and bench.is_allowed(row.operation, draft.body):
                yield f"nothing but {name}: {json.dumps(other)}", _pared(bench, draft, name)


def _pared(bench: Bench, draft: Draft, kept: str) -> Draft:
    """The draft without what may be missing beside one member."""
    for name in reversed(list(draft.body)):
        without = draft.with_member((name,), ABSENT)
        if name != kept and bench.is_allowed(draft.operation, without.body):
            draft = without
    return draft


def _statuses(bench: Bench, operation: Operation, case: Case) -> frozenset[int]:
    """What is no id is also nobody's id: which of the two a deployment looks at first is its own business."""
    statuses = bench.refusals(operation)
    for rule in bench.references(operation).values():
        if rule.id.part == "body" and rule.id.tokens == case.at:
            return statuses | {rule.status, 404}
    return statuses


def _is_reference(bench: Bench, operation: Operation, case: Case) -> bool:
    references = bench.references(operation).values()
    return any(rule.id.part == "body" and rule.id.tokens == case.at for rule in references)


def _refused_new(bench: Bench, twin: Draft, case: Case, statuses: frozenset[int]) -> Attempt:
    """The same for a row that does not exist, and will not: a check may be made on a replace only."""

    def attempt(sender: Sender) -> None:
        sender.twin(twin)
        expect(sender, bench.fresh(twin, "limits").with_member(case.at, case.value), statuses)

    return attempt


PROPERTIES = (
    Property(
        id="request.limits",
        claim="A body that the document forbids is refused, whether its row exists or not.",
        plan=plan_limits,
    ),
    Property(
        id="request.allowed",
        claim="A body that the document allows is taken, up to each of its limits.",
        plan=plan_allowed,
    ),
    Property(
        id="parameters.limits",
        claim="A parameter that the document forbids is refused.",
        plan=plan_parameters,
    ),
)
