"""`x-troth-promises`: which sentence of a document promises what, and what holds a deployment to it.

A list at the root of a document, put there by its overlay. An entry quotes a sentence, or a part of one, and says one of:

    by: [upsert.identity, /paths/~1things/get/x-troth/requires/0]     what tests it: properties, and places in the document
    promises: nothing, because: it introduces the document            that there is nothing to test
    open: whether two things may bear one name                        that its owner has to say what it means

`by` beside `open` names where the document leaves it open. A sentence may be quoted more than once. The vocabulary is closed:
`schemas/x-troth-promises.json` describes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spec import metaschema
from spec.document import Document
from spec.errors import RuleError
from spec.prose import sentences, squeeze, texts

MEMBER = "x-troth-promises"


@dataclass(frozen=True, slots=True)
class Declared:
    """One entry. `quote` has single blanks between words; `by` holds ids of properties, and JSON Pointers, which start with `/`.

    Exactly one is set of `by`, `because` (why it promises nothing) and `question`, but a question may have `by` too.
    """

    quote: str
    by: tuple[str, ...]
    because: str | None
    question: str | None
    pointer: str


def read_promises(document: Document) -> tuple[Declared, ...] | None:
    """The entries in order, None for a document without such a list. Raises RuleError with the pointer of what is wrong."""
    if MEMBER not in document.content:
        return None
    where = f"/{MEMBER}"
    value = document.content[MEMBER]
    try:
        metaschema.check_promises(value, at=where, name=document.name)
        known = frozenset(one for text in texts(document) for one in sentences(text.text))
        return tuple(
            _declared(document, known, item, f"{where}/{index}") for index, item in enumerate(value)
        )
    except RuleError as error:
        error.source, error.line = document.place(error.pointer or where)
        raise


def undeclared(sentence: str, declared: Sequence[Declared]) -> str:
    """The words of a sentence that no entry quotes; empty when all of it is accounted for."""
    for one in sorted(declared, key=lambda one: -len(one.quote)):
        sentence = sentence.replace(one.quote, " ")
    return sentence.strip() if any(sign.isalnum() for sign in sentence) else ""


def _declared(
    document: Document, known: frozenset[str], item: Mapping[str, Any], where: str
) -> Declared:
    quote = squeeze(item["quote"])
    if not any(quote in sentence for sentence in known):
        raise RuleError(
            f"no sentence of the document says {quote!r}",
            pointer=f"{where}/quote",
            hint="quote one sentence of a summary or description, or a part of it, word for word",
        )
    for index, name in enumerate(item.get("by", ())):
        if name.startswith("/"):
            _check_pointer(document, name, f"{where}/by/{index}")
    return Declared(quote, tuple(item.get("by", ())), item.get("because"), item.get("open"), where)


def _check_pointer(document: Document, name: str, where: str) -> None:
    try:
        document.at(name)
    except KeyError as error:
        nowhere = f"the pointer leads nowhere: there is no {error.args[0]}"
        raise RuleError(nowhere, pointer=where) from None
