"""`request.body`: what is no JSON, or not sent as JSON, is refused; every way to write JSON is taken."""

import json
from collections.abc import Iterator
from typing import Any

from contract_tests.bench import Bench
from contract_tests.cases import forms
from contract_tests.cases.forms import Form
from contract_tests.draft import ABSENT, Draft
from contract_tests.errors import NoAnswer
from contract_tests.exchange import Answer
from contract_tests.properties.twins import refused
from contract_tests.property import Property
from contract_tests.trial import Attempt, Broken, Seen, Sender, Trial, Trials
from spec.operations import Operation

# For what is not said to be JSON, beside the document's own: RFC 9110 sections 15.5.7, 15.5.14 and 15.5.16.
_UNREADABLE = frozenset({406, 413, 415})
# JSON that is not what most schemas want.
_OTHER_VALUES: tuple[Any, ...] = ([], "text", 1, True, None, ["item"])


def plan(bench: Bench, operation: Operation) -> Trials:
    media_type = bench.media_type(operation)
    if media_type is None or "json" not in media_type.name.lower():
        return
    row = bench.keyed(bench.full(operation), "bodies")
    where = (media_type.pointer,)
    yield from _refusals(bench, row, where)
    yield from _other_values(bench, row)
    for form in forms.TAKEN:
        if media_type.name in (form.media_type, "application/json"):
            yield Trial(f"{form.name} is taken", where, _taken(bench, row, _written(row, form)))
    for form in forms.OPEN:
        yield Trial(f"what becomes of {form.name}", where, _seen(bench, _written(row, form)))
    for form in forms.HEAVY:
        told = f"{form.name} does no harm"
        yield Trial(told, where, _harmless(bench, row, _written(row, form)))


def _refusals(bench: Bench, row: Draft, where: tuple[str, ...]) -> Iterator[Trial]:
    body = row.operation.body
    statuses = bench.refusals(row.operation)
    if body is None:
        return
    if body.required:
        attempt = refused(row, row.with_body(ABSENT), statuses | {411, 415})
        yield Trial("no body is refused", (f"{body.pointer}/required",), attempt)
    for form in (*forms.BROKEN, *_numbers(bench, row)):
        if body.required or form.write(row.body).strip():
            yield Trial(
                f"{form.name} is refused", where, refused(row, _written(row, form), statuses)
            )
    for form in forms.OTHER_TYPES:
        if not _is_documented(row.operation, form.media_type):
            attempt = refused(row, _written(row, form), statuses | _UNREADABLE)
            yield Trial(f"{form.name} is refused", (f"{body.pointer}/content",), attempt)


def _other_values(bench: Bench, row: Draft) -> Iterator[Trial]:
    statuses = bench.refusals(row.operation)
    schema = bench.media_type(row.operation)
    where = (schema.schema.pointer,) if schema and schema.schema else ()
    for value in _OTHER_VALUES:
        if not bench.is_allowed(row.operation, value):
            told = f"{json.dumps(value)} in place of the body is refused"
            yield Trial(told, where, refused(row, row.with_body(value), statuses))
    if isinstance(row.body, dict) and not bench.is_allowed(row.operation, [row.body]):
        told = "the body in a list is refused"
        yield Trial(told, where, refused(row, row.with_body([row.body]), statuses))


def _numbers(bench: Bench, row: Draft) -> Iterator[Form]:
    """What is no JSON number, where the first number belongs."""
    body = row.body if isinstance(row.body, dict) else {}
    for name, value in body.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from forms.no_numbers(name)
            if not bench.is_allowed(row.operation, {**body, name: 1e308}):
                yield forms.beyond_every_float(name)
            return


def _written(row: Draft, form: Form) -> Draft:
    return row.with_raw(form.write(row.body)).with_headers(content_type=form.media_type)


def _is_documented(operation: Operation, media_type: str | None) -> bool:
    name = (media_type or "").partition(";")[0].lower()
    named = {one.name.lower() for one in (operation.body.content if operation.body else ())}
    return name in named or "*/*" in named or f"{name.partition('/')[0]}/*" in named


def _taken(bench: Bench, twin: Draft, draft: Draft) -> Attempt:
    """Taken, and understood as the same: the answers differ in nothing that was sent."""

    def attempt(sender: Sender) -> None:
        sender.twin(twin)
        expected = sender.accept(twin)
        answer = sender.send(draft)
        if answer.status not in bench.success(draft.operation):
            raise Broken(f"a way to write JSON is refused: the answer is {answer.status}")
        body = twin.body if isinstance(twin.body, dict) else {}
        for name in body:
            if answer.member(name) != expected.member(name):
                told = f"{name} is {answer.member(name)!r}, and was {expected.member(name)!r}"
                raise Broken(f"a way to write JSON is understood as something else: {told}")

    return attempt


def _seen(bench: Bench, draft: Draft) -> Attempt:
    def attempt(sender: Sender) -> Seen:
        answer = sender.send(draft)
        return Seen(_told(bench, draft, answer))

    return attempt


def _told(bench: Bench, draft: Draft, answer: Answer) -> str:
    taken = answer.status in bench.success(draft.operation)
    return f"{'taken' if taken else 'refused'} with {answer.status}"


def _harmless(bench: Bench, twin: Draft, draft: Draft) -> Attempt:
    """Any answer but a 5xx will do, which the judge sees to, and none at all; afterwards all is as before."""

    def attempt(sender: Sender) -> Seen | None:
        sender.twin(twin)
        try:
            told = _told(bench, draft, sender.send(draft))
        except NoAnswer:
            told = "the connection is cut"
        sender.accept(twin, "is it still there?")
        return Seen(told)

    return attempt


PROPERTIES = (
    Property(
        id="request.body",
        claim="What is no JSON, or not said to be, is refused; every way to write JSON is taken; nothing does harm.",
        plan=plan,
    ),
)
