"""The rows of `x-troth`: one for each rule of an operation."""

from collections.abc import Iterator

from contract_tests.findings import clause
from contract_tests.promises.row import ByTrials, Row
from spec import pointer
from spec.document import Document
from spec.expressions import Expression
from spec.operations import Operation
from spec.rules import FromRecord, Requirement, RequiresFlag, Upsert, Value

# Pointer, text, and the properties that put the rule to the test.
_Rule = tuple[str, str, tuple[str, ...]]


def rule_rows(document: Document, operation: Operation) -> Iterator[Row]:
    """The rows of one operation, none when it has no rules."""
    for where, text, properties in _rules(operation):
        proof = ByTrials(where, properties)
        yield Row("rule", (operation.id,), text, clause(document, where), proof)


def _rules(operation: Operation) -> Iterator[_Rule]:
    rules = operation.rules
    if rules is None:
        return
    yield from map(_requirement, rules.requires)
    if rules.upsert is not None:
        yield from _upsert(rules.upsert)


def _requirement(rule: Requirement) -> _Rule:
    if isinstance(rule, RequiresFlag):
        text = f"without {rule.flag} of the {rule.of} the answer is {rule.status}"
        return rule.pointer, text, ("requires.flag",)
    owner = f" of the {rule.within}" if rule.within else ""
    given = ", when it is given," if rule.optional else ""
    text = f"{rule.id.text}{given} names a {rule.kind}{owner}, or the answer is {rule.status}"
    return rule.pointer, text, ("requires.exists", "requires.stranger")


def _upsert(rule: Upsert) -> Iterator[_Rule]:
    where, name = rule.pointer, rule.resource
    key = " and ".join(part.text for part in rule.key)
    text = f"there is one {name} for each {key}, compared code point for code point"
    yield f"{where}/key", text, ("upsert.identity", "upsert.race")
    text = f"the last submit replaces the whole {name}: members that it lacks become null"
    yield f"{where}/replaces", text, ("upsert.replace",)
    for index, member in enumerate(rule.keeps):
        yield (
            f"{where}/keeps/{index}",
            f"{member} stays when a {name} is replaced",
            ("upsert.keeps",),
        )
    for member, value in rule.sets.items():
        text = f"{member} is {_origin(value)}, whatever a request says"
        at = where + pointer.write(("sets", member))
        yield at, text, ("upsert.constants", "upsert.read-only")
    for word, moved in (("created", rule.created), ("updated", rule.updated)):
        if moved is not None:
            text = f"{moved} is when a {name} was {word}, by a clock that never goes back"
            yield f"{where}/clock/{word}", text, ("upsert.clock",)


def _origin(value: Value) -> str:
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, FromRecord):
        return f"the {value.kind}'s"
    return repr(value.value)
