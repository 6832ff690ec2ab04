"""Names that lead to something else in the document, and to nothing there."""

from collections.abc import Iterator

from spec import pointer, references
from spec.lint.problem import Found, Rule
from spec.lint.spelling import meant
from spec.lint.subject import Subject

_ALIKE = 0.8


def _links(subject: Subject) -> Iterator[Found]:
    """OAS 3.1 section 4.8.20: an `operationId` MUST exist; an `operationRef` into this document leads to one."""
    known = {str(one.value.get("operationId")) for one in subject.everywhere}
    for tokens, node in subject.objects:
        if tokens[-2:-1] != ("links",):
            continue
        name, target = node.get("operationId"), node.get("operationRef")
        if isinstance(name, str) and name not in known:
            close = meant(name, known, _ALIKE)
            hint = f"; did you mean `{close}`?" if close else ""
            yield Found(
                pointer.write((*tokens, "operationId")), f"no operation has the id `{name}`{hint}"
            )
        if isinstance(target, str) and target.startswith("#/") and not _leads(subject, target):
            message = f"`{target}` leads to no operation of this document"
            yield Found(pointer.write((*tokens, "operationRef")), message)


def _leads(subject: Subject, target: str) -> bool:
    try:
        pointer.get(subject.content, references.read_target(target))
    except KeyError:
        return False
    return True


def _encodings(subject: Subject) -> Iterator[Found]:
    """OAS 3.1 section 4.8.14, `encoding`: its keys MUST exist in the schema as properties."""
    for tokens, node in subject.objects:
        if tokens[-2:-1] != ("content",) or not isinstance(node.get("encoding"), dict):
            continue
        views = subject.views(node.get("schema"))
        known = {name for view in views for name in view.get("properties", ())}
        is_open = any(
            "patternProperties" in view or view.get("additionalProperties") for view in views
        )
        for name in node["encoding"] if known and not is_open else ():
            if name not in known:
                close = meant(name, known, _ALIKE)
                hint = f"; did you mean `{close}`?" if close else ""
                message = f"the schema describes no property `{name}`: this encoding applies to nothing{hint}"
                yield Found(pointer.write((*tokens, "encoding", name)), message)


RULES: tuple[Rule, ...] = (
    Rule(
        "link-operation",
        "error",
        "A link leads to an operation.",
        "generated clients and test tools that follow it fail",
        _links,
    ),
    Rule(
        "encoding-property",
        "warn",
        "An encoding is of a property that the schema describes.",
        "the part is sent with the usual content type, and servers refuse it",
        _encodings,
    ),
)
