"""Schema Objects as standalone JSON Schemas 2020-12, and as compiled validators.

OpenAPI 3.0 has its own dialect; it is translated here, once, so that everything after this stage reads one language. A schema is
bundled with all that it refers to under `$defs`, in one of two directions: a `readOnly` member is not required in a request,
a `writeOnly` member not in a response (OAS 3.0.3 section 4.7.24.2; 3.1 makes them annotations, and people expect the same).
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

import jsonschema_rs

from spec import pointer, references
from spec.document import Document
from spec.errors import Invalid
from spec.formats import CUSTOM
from spec.frozen import thaw
from spec.keywords import LISTS, MAPS, ONES
from spec.operations import Schema

Direction = Literal["request", "response"]

_HIDDEN = {"request": "readOnly", "response": "writeOnly"}


class Schemas:
    """The schemas of one document, bundled and compiled on first use and then kept."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._translations = {
            direction: _Translation(document, direction) for direction in get_args(Direction)
        }
        self._bundles: dict[tuple[str, Direction], dict[str, Any] | bool] = {}
        self._validators: dict[tuple[str, Direction], jsonschema_rs.Validator] = {}

    def bundle(self, schema: Schema, direction: Direction) -> dict[str, Any] | bool:
        """The schema with everything that it refers to: `{"$ref": "#/$defs/NAME"}` inside, no reference leads out."""
        key = (schema.pointer, direction)
        if key not in self._bundles:
            self._bundles[key] = self._translations[direction].bundle(schema)
        return self._bundles[key]

    def alone(self, schema: Schema, direction: Direction) -> dict[str, Any] | bool:
        """The schema without what it refers to, which is in `definitions` from then on."""
        return self._translations[direction].alone(schema)[0]

    def definitions(self, direction: Direction) -> Mapping[str, Any]:
        """What the schemas that were asked for so far refer to, by name."""
        return self._translations[direction].definitions

    def validator(self, schema: Schema, direction: Direction) -> jsonschema_rs.Validator:
        """The compiled validator, formats asserted. Raises Invalid when the schema is no JSON Schema."""
        key = (schema.pointer, direction)
        if key not in self._validators:
            self._validators[key] = self._compile(schema, direction)
        return self._validators[key]

    def _compile(self, schema: Schema, direction: Direction) -> jsonschema_rs.Validator:
        try:
            return compile_schema(self.bundle(schema, direction))
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            source, line = self.document.place(schema.pointer)
            problem = f"the schema is no valid JSON Schema: {getattr(error, 'message', error)}"
            raise Invalid(problem, source, line, schema.pointer) from None


def compile_schema(schema: Mapping[str, Any] | bool) -> jsonschema_rs.Validator:
    """A validator of a standalone schema in troth's one reading: 2020-12, formats asserted, nothing fetched."""
    return jsonschema_rs.Draft202012Validator(
        schema,  # type: ignore[arg-type]  # any mapping will do
        formats=dict(CUSTOM),
        validate_formats=True,
        offline=True,
    )


class _Translation:
    """The document's schemas in one direction: refs to `$defs`, 3.0 to 2020-12, hidden members not required.

    A definition is translated once and shared by all bundles that reach it: in a document whose schemas all refer to each other,
    copies for each operation would grow with the square of its size.
    """

    def __init__(self, document: Document, direction: Direction) -> None:
        self.content = document.content
        self.is_30 = document.version == (3, 0)
        self.hidden = _HIDDEN[direction]
        self.names: dict[str, str] = {}
        self.definitions: dict[str, Any] = {}
        self.needs: dict[str, frozenset[str]] = {}  # which definitions a definition refers to
        self.met: set[str] = set()  # which definitions the present translation refers to
        self.waiting: list[tuple[str, Any]] = []

    def bundle(self, schema: Schema) -> dict[str, Any] | bool:
        root, first = self.alone(schema)
        if not first:
            return root
        members = {} if root is True else {"not": {}} if root is False else root
        reached = {name: self.definitions[name] for name in self._reached(first)}
        return {**members, "$defs": {**members.get("$defs", {}), **reached}}

    def alone(self, schema: Schema) -> tuple[dict[str, Any] | bool, frozenset[str]]:
        """The schema, and which definitions it refers to; they and theirs are translated too."""
        self.met = set()
        root: dict[str, Any] | bool = self.translate(schema.value)
        first = frozenset(self.met)
        # One at a time, not one inside the other: schemas refer to each other in chains of hundreds.
        while self.waiting:
            name, value = self.waiting.pop()
            self.met = set()
            self.definitions[name] = self.translate(value)
            self.needs[name] = frozenset(self.met)
        return root, first

    def _reached(self, first: frozenset[str]) -> list[str]:
        reached, ahead = dict.fromkeys(sorted(first)), sorted(first)
        while ahead:
            for name in sorted(self.needs[ahead.pop()]):
                if name not in reached:
                    reached[name] = None
                    ahead.append(name)
        return list(reached)

    def translate(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return thaw(schema)  # a boolean, or no schema at all, which the validator says best
        if isinstance(schema.get("$ref"), str):
            local = {"$ref": self._define(schema["$ref"])}
            if self.is_30:  # OAS 3.0.3 section 4.7.23: members beside $ref are ignored
                return local
            schema = {**schema, **local}
        result = {name: self._member(name, value) for name, value in schema.items()}
        if self.is_30:
            _translate_30(result)
        self._relax(result, schema.get("properties"))
        return result

    def _member(self, name: str, value: Any) -> Any:
        if name in ONES:
            return self.translate(value)
        if name in LISTS and isinstance(value, list):
            return [self.translate(item) for item in value]
        if name in MAPS and isinstance(value, dict):
            return {key: self.translate(item) for key, item in value.items()}
        return thaw(value)  # jsonschema-rs reads schemas of plain dicts and lists only

    def _define(self, target: str) -> str:
        """The local name of a reference's target, which is translated later."""
        where, value = references.follow_schema(self.content, references.read_target(target))
        key = pointer.write(where)
        if key not in self.names:
            base = str(where[-1]) if where else "root"
            name, count = base, 1
            while name in self.definitions:
                count += 1
                name = f"{base}-{count}"
            self.names[key] = name
            self.definitions[name] = True  # taken
            self.waiting.append((name, value))
        self.met.add(self.names[key])
        return "#/$defs" + pointer.write((self.names[key],))

    def _relax(self, schema: dict[str, Any], properties: Any) -> None:
        """Changes `schema`: members hidden in this direction are no longer required."""
        required = schema.get("required")
        if not isinstance(required, list) or not isinstance(properties, dict):
            return
        hidden = {name for name, member in properties.items() if self._is_hidden(member)}
        if hidden:
            schema["required"] = [name for name in required if name not in hidden]

    def _is_hidden(self, member: Any) -> bool:
        """Whether a member as the document has it is hidden, by itself or by what it refers to."""
        return any(one.get(self.hidden) is True for one in references.chain(self.content, member))


def _translate_30(schema: dict[str, Any]) -> None:
    """Changes `schema` from OpenAPI 3.0's dialect to 2020-12 (OAS 3.0.3 section 4.7.24)."""
    kind = schema.get("type")
    if schema.pop("nullable", None) is True and isinstance(kind, str):
        # The 3.0.3 clarification: nullable adds null to `type`, and an enum must list it by itself.
        schema["type"] = [kind, "null"]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and bound in schema:
                schema[exclusive] = schema.pop(bound)
    if "example" in schema:
        schema.setdefault("examples", [schema.pop("example")])
