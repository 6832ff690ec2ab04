"""What every property works on: one document, one target, and the requests that start from both.

Nothing is sent here. A known-good request is made from the document and the target's ids, and checked against the document.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from contract_tests import statuses
from contract_tests.draft import ABSENT, Draft, put, take
from contract_tests.keys import SLOTS, KeyPart, Keys
from contract_tests.settings import Settings
from contract_tests.target import PRIMARY, Principal, Target
from contract_tests.trial import NotShown
from spec.compile import compile_operations
from spec.document import Document
from spec.expressions import Expression
from spec.frozen import thaw
from spec.kinds import plural
from spec.members import properties
from spec.operations import MediaType, Operation, Parameter, Schema
from spec.pointer import Tokens
from spec.rules import RequiresRecord
from spec.samples import NoSample, static
from spec.schemas import Schemas

_FORM = "application/x-www-form-urlencoded"


class Bench:
    """One document and one target. Safe to share between threads."""

    def __init__(self, document: Document, target: Target, settings: Settings) -> None:
        self.document, self.target, self.settings = document, target, settings
        self.schemas = Schemas(document)
        wanted = settings.operations
        self.operations = tuple(
            operation
            for operation in compile_operations(document)
            if not wanted or operation.id in wanted
        )
        slot = f"{settings.seed % SLOTS}{settings.worker}"
        part, parts = settings.shard
        self.keys = Keys(settings.prefix, slot if parts == 1 else f"{slot}s{part}")
        self.rows: set[tuple[str, str]] = set()
        self._full: dict[tuple[str, str | None], Draft] = {}

    def full(self, operation: Operation, principal: str | None = PRIMARY) -> Draft:
        """A request with every parameter and member that the operation has, allowed by the document, with ids of the target.

        Raises NotShown when the target lacks an id, or no body can be made.
        """
        key = (operation.id, principal)
        if key not in self._full:
            self._full[key] = self._make(operation, principal)
        return self._full[key]

    def least(self, operation: Operation, principal: str | None = PRIMARY) -> Draft:
        """The same request with nothing in it that could be left out. Of alternatives, the one that the document names first."""
        draft = self.full(operation, principal)
        for parameter in operation.parameters:
            if not parameter.required:
                draft = draft.with_parameter(parameter.place, parameter.name, ABSENT)
        if draft.body is ABSENT:
            return draft
        return draft.with_body(self._pared(operation, draft.body))

    def keyed(self, draft: Draft, name: str) -> Draft:
        """The request for the row `name` of the bounded pool, which an earlier run may have written. For planning."""
        part = self.key_part(draft.operation)
        return self.claim(part.put(draft, self.keys.pooled(part, name)) if part else draft)

    def claim(self, draft: Draft) -> Draft:
        """The same request, its row counted among those that a run may leave. For planning."""
        upsert = draft.operation.rules.upsert if draft.operation.rules else None
        if upsert is not None:
            key = [_sent(draft, part) for part in upsert.key]
            self.rows.add((draft.operation.id, repr(key)))
        return draft

    def fresh(self, draft: Draft, name: str) -> Draft:
        """The request for a key that was never used. For attempts: each needs a key of its own."""
        part = self.key_part(draft.operation)
        return part.put(draft, self.keys.fresh(part, name)) if part else draft

    def key_member(self, operation: Operation) -> Tokens | None:
        """Where in the body the part of the row's key stands that a client chooses freely."""
        part = self.key_part(operation)
        return part.at if part else None

    def key_part(self, operation: Operation) -> KeyPart | None:
        """The first part of the upsert rule's key that names no record of the target's; None without such a rule."""
        upsert = operation.rules.upsert if operation.rules else None
        named = self.references(operation)
        free = [part for part in upsert.key if part.text not in named] if upsert else []
        # A key in the body comes first: it takes any text, while a path may be narrow.
        for expression in sorted(free, key=lambda part: part.part != "body"):
            return self._key_part(operation, expression)
        return None

    def references(self, operation: Operation) -> Mapping[str, RequiresRecord]:
        """The requirements on records, by the expression of the id that they look up."""
        requires = operation.rules.requires if operation.rules else ()
        return {rule.id.text: rule for rule in requires if isinstance(rule, RequiresRecord)}

    def ids(self, kind: str, principal: str = PRIMARY) -> tuple[str, ...]:
        """The principal's ids of a kind. Raises NotShown when there are none."""
        one = self.target.principals.get(principal)
        found = one.ids.get(plural(kind), ()) if one else ()
        if not found:
            need = f"give [principals.{principal}] with {plural(kind)} = [...]"
            raise NotShown(f"the target names no {kind} of {principal}", need)
        return found

    def principal(self, name: str) -> Principal:
        """Raises NotShown when the target has none of that name."""
        if name not in self.target.principals:
            need = f"add [principals.{name}] with its api_key and ids"
            raise NotShown(f"the target has no principal {name}", need)
        return self.target.principals[name]

    def success(self, operation: Operation) -> frozenset[int]:
        """The statuses that the document promises for a request that is as it should be."""
        return statuses.success(operation)

    def refusals(self, operation: Operation) -> frozenset[int]:
        """The statuses for a request that breaks the document."""
        return statuses.refusals(operation)

    def random(self, name: str) -> Random:
        """Chance that follows from the run's seed and a name."""
        return Random(f"{self.settings.seed}:{name}")  # noqa: S311  # test data, no secret

    def media_type(self, operation: Operation) -> MediaType | None:
        """The request body's media type that is tested: JSON when there is one, else a form."""
        content = operation.body.content if operation.body else ()
        json = [one for one in content if is_json(one.name)]
        forms = [one for one in content if one.name.lower() == _FORM]
        return next(iter([*json, *forms]), None)

    def body_schema(self, operation: Operation) -> Any:
        """The bundled schema of the request body, True when it has none."""
        media_type = self.media_type(operation)
        if media_type is None or media_type.schema is None:
            return True
        return self.schemas.bundle(media_type.schema, "request")

    def is_allowed(self, operation: Operation, body: Any) -> bool:
        """Whether the document allows a request body."""
        media_type = self.media_type(operation)
        if media_type is None or media_type.schema is None:
            return True
        return self.schemas.validator(media_type.schema, "request").is_valid(body)

    def _make(self, operation: Operation, principal: str | None) -> Draft:
        parameters = {
            (parameter.place, parameter.name): value
            for parameter in operation.parameters
            if (value := self._parameter(operation, parameter, principal)) is not ABSENT
        }
        draft = Draft(operation, principal, parameters)
        if operation.body is None:
            return draft
        media_type = self.media_type(operation)
        if media_type is None:
            if not operation.body.required:
                return draft
            names = ", ".join(one.name for one in operation.body.content)
            raise NotShown(f"bodies of {names} are made by Schemathesis only")
        body = self._body(operation, media_type, principal)
        return Draft(operation, principal, parameters, body, _concrete(media_type.name))

    def _parameter(self, operation: Operation, parameter: Parameter, principal: str | None) -> Any:
        given = self._given(operation, f"{parameter.place}.{parameter.name}", principal)
        if given is not ABSENT:
            return given
        text = f"$request.{parameter.place}.{parameter.name}"
        rule = self.references(operation).get(text)
        if rule is not None:
            return self._known_id(rule, principal)
        schema = parameter.schema or (parameter.content.schema if parameter.content else None)
        return self._sample(schema, parameter.name)

    def _body(self, operation: Operation, media_type: MediaType, principal: str | None) -> Any:
        body = self._sample(media_type.schema, "the request body")
        for example in media_type.examples:
            if isinstance(body, dict) and isinstance(example.value, dict):
                body = self._preferred(operation, body, {**body, **thaw(example.value)})
        for text, rule in self.references(operation).items():
            if rule.id.part == "body" and take(body, rule.id.tokens) is not ABSENT:
                value = self._known_id(rule, principal)
                body = self._preferred(operation, body, put(body, rule.id.tokens, value))
            elif rule.id.part == "body" and not rule.optional:
                raise NotShown(f"no body that names {text} can be made")
        return self._filled(operation, body, principal)

    def _filled(self, operation: Operation, body: Any, principal: str | None) -> Any:
        """The body with the values that the target gives for its members."""
        for name in properties(self.body_schema(operation)):
            given = self._given(operation, f"body.{name}", principal)
            if given is not ABSENT and isinstance(body, dict):
                body = {**body, name: given}
        return body

    def _preferred(self, operation: Operation, body: Any, better: Any) -> Any:
        return better if self.is_allowed(operation, better) else body

    def _given(self, operation: Operation, name: str, principal: str | None) -> Any:
        one = self.target.principals.get(principal or PRIMARY)
        values = one.values if one else {}
        return values.get(f"{operation.id}.{name}", values.get(name, ABSENT))

    def _known_id(self, rule: RequiresRecord, principal: str | None) -> Any:
        try:
            return self.ids(rule.kind, principal or PRIMARY)[0]
        except NotShown:
            if rule.optional:
                return ABSENT
            raise

    def _sample(self, schema: Schema | None, what: str) -> Any:
        if schema is None:
            return "troth"
        is_valid = self.schemas.validator(schema, "request").is_valid
        try:
            return static(self.schemas.bundle(schema, "request"), is_valid)
        except NoSample as none:
            raise NotShown(
                f"no value for {what} can be made: {none.reason}",
                "add an example to the document, or a value to the target",
            ) from None

    def _pared(self, operation: Operation, body: Any) -> Any:
        for at in sorted(_members(body), key=len, reverse=True):
            without = put(body, at, ABSENT)
            if self.is_allowed(operation, without):
                body = without
        return body

    def _key_part(self, operation: Operation, expression: Expression) -> KeyPart:
        if expression.part == "body":
            name = expression.tokens[0] if expression.tokens else ""
            root = self.body_schema(operation)
            member = properties(root).get(name, True) if len(expression.tokens) == 1 else True
            body = self.full(operation).body

            def is_valid(value: Any) -> bool:
                return self.is_allowed(operation, put(body, expression.tokens, value))

            schema = _standalone(member, root)
            return KeyPart(operation, None, name, expression.tokens, schema, is_valid)
        declared = next(
            one
            for one in operation.parameters
            if one.place == expression.part and one.name == expression.name
        )
        if declared.schema is None:
            return KeyPart(operation, declared.place, declared.name, None, True, lambda _: True)
        validator = self.schemas.validator(declared.schema, "request")
        bundle = self.schemas.bundle(declared.schema, "request")
        return KeyPart(operation, declared.place, declared.name, None, bundle, validator.is_valid)


def _sent(draft: Draft, part: Expression) -> Any:
    """What a request says for a part of its row's key."""
    if part.part == "body":
        return take(draft.body, part.tokens)
    return draft.parameters.get((part.part, part.name), ABSENT)


def is_json(media_type: str) -> bool:
    """Whether a media type or range is JSON (RFC 6839 section 3.1 for `+json`), or admits it."""
    name = media_type.partition(";")[0].strip().lower()
    return name in ("application/json", "application/*", "*/*") or name.endswith("+json")


def _concrete(name: str) -> str:
    return "application/json" if "*" in name else name


def _members(body: Any, at: Tokens = ()) -> Iterator[Tokens]:
    """Every member of every object, the last named first."""
    if isinstance(body, dict):
        for name in reversed(body):
            yield (*at, name)
            yield from _members(body[name], (*at, name))
    elif isinstance(body, list):
        for index, item in enumerate(body):
            yield from _members(item, (*at, index))


def _standalone(member: Any, root: Any) -> Any:
    """A member's schema with the definitions of the bundle that it stands in."""
    if isinstance(member, dict) and isinstance(root, dict) and "$defs" in root:
        return {**member, "$defs": root["$defs"]}
    return member
