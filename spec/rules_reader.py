"""`x-troth` as written, to the records of `spec.rules`. Refuses every word that the vocabulary does not know."""

from collections.abc import Mapping
from typing import Any

from spec import expressions, metaschema
from spec.document import Document
from spec.errors import RuleError
from spec.expressions import Expression
from spec.rules import (
    Constant,
    FromRecord,
    Requirement,
    RequiresFlag,
    RequiresRecord,
    Rules,
    Upsert,
    Value,
)


def read_rules(document: Document, operation: str) -> Rules:
    """The rules under the operation at this pointer. Raises RuleError with the pointer of what is wrong."""
    where = operation + "/x-troth"
    value = document.at(where)
    try:
        metaschema.check_rules(value, at=where, name=document.name)
        return _Reader(document, where).rules(value)
    except RuleError as error:
        error.source, error.line = document.place(error.pointer or where)
        raise


class _Reader:
    def __init__(self, document: Document, where: str) -> None:
        self.document, self.where = document, where
        self.kinds = {"credential"}

    def rules(self, value: Mapping[str, Any]) -> Rules:
        requires = tuple(
            self._requirement(item, f"{self.where}/requires/{index}")
            for index, item in enumerate(value.get("requires", ()))
        )
        upsert = value.get("upsert")
        return Rules(
            requires, self._upsert(upsert, self.where + "/upsert") if upsert else None, self.where
        )

    def _requirement(self, item: Mapping[str, Any], where: str) -> Requirement:
        if "flag" in item:
            return RequiresFlag(item["flag"], item["of"], item["else"], where)
        requirement = RequiresRecord(
            kind=item["exists"],
            id=self._expression(item["id"], where + "/id"),
            within=item.get("in"),
            where=self._values(item.get("where", {}), where + "/where"),
            optional=item.get("optional", False),
            status=item["else"],
            pointer=where,
        )
        self.kinds.add(requirement.kind)
        return requirement

    def _upsert(self, value: Mapping[str, Any], where: str) -> Upsert:
        clock = value.get("clock", {})
        return Upsert(
            resource=value["resource"],
            key=tuple(
                self._expression(text, f"{where}/key/{index}")
                for index, text in enumerate(value["key"])
            ),
            keeps=tuple(value.get("keeps", ())),
            sets=self._values(value.get("sets", {}), where + "/sets"),
            created=clock.get("created"),
            updated=clock.get("updated"),
            pointer=where,
        )

    def _values(self, members: Mapping[str, Any], where: str) -> dict[str, Value]:
        return {name: self._value(text, f"{where}/{name}") for name, text in members.items()}

    def _value(self, text: Any, where: str) -> Value:
        if not isinstance(text, str):
            return Constant(text)
        if text.startswith("$"):
            return self._expression(text, where)
        if text.startswith("from "):
            kind = text.removeprefix("from ")
            if kind not in self.kinds:
                known = ", ".join(sorted(self.kinds))
                problem = f"{text!r}: no requirement before this one finds a {kind}"
                raise RuleError(problem, self.document.name, pointer=where, hint=f"known: {known}")
            return FromRecord(kind)
        return Constant(text)

    def _expression(self, text: str, where: str) -> Expression:
        try:
            return expressions.parse(text)
        except ValueError as error:
            raise RuleError(str(error), self.document.name, pointer=where) from None
