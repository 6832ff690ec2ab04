"""The names of operations, their tags, and the document's own version and servers."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from spec import pointer
from spec.lint.fixing import update
from spec.lint.problem import Found, Rule, written
from spec.lint.subject import Subject, Written

# https://semver.org, its own pattern without the groups.
_NUMBER = r"(?:0|[1-9]\d*)"
_SEMVER = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-(?:{_NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:{_NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?",
    re.ASCII,
)
# RFC 3986 section 2: what stands in a URL without being escaped; Spectral's pattern is the same.
_IN_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]+")
_REPLACES = re.compile(
    r"\b(?:replace|replaces|upsert|upserts|overwrite|overwrites)\b", re.IGNORECASE
)
_CREATES = re.compile(r"(?:[Cc]reate|[Aa]dd|[Nn]ew)(?![a-z])")
_SOME = 5  # names that are listed
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def _identified(subject: Subject) -> Iterator[Found]:
    taken = {str(one.value.get("operationId")) for one in subject.written()}
    for one in subject.written():
        if not one.value.get("operationId"):
            words = re.findall(r"[A-Za-z0-9]+", one.path)
            name = one.method + "".join(word[:1].upper() + word[1:] for word in words)
            fix = (update(one.tokens, {"operationId": name}),) if name not in taken else ()
            taken.add(name)
            yield Found(one.pointer, "it has no operationId: generated clients invent a name", fix)


def _unique(subject: Subject) -> Iterator[Found]:
    for one, other in _alike(subject, str):
        message = f"`{one.value['operationId']}` is also the id of {_called(other)}"
        yield Found(f"{one.pointer}/operationId", message)


def _nearly_unique(subject: Subject) -> Iterator[Found]:
    for one, other in _alike(subject, str.lower):
        name, theirs = one.value["operationId"], other.value["operationId"]
        if name != theirs:
            message = f"`{name}` differs in case only from `{theirs}` of {_called(other)}"
            yield Found(f"{one.pointer}/operationId", message)


def _alike(subject: Subject, key: Callable[[str], str]) -> Iterator[tuple[Written, Written]]:
    """An operation whose id is that of an earlier one, and the first of these."""
    seen: dict[str, Written] = {}
    for one in subject.everywhere:
        name = one.value.get("operationId")
        if isinstance(name, str):
            first = seen.setdefault(key(name), one)
            if first is not one:
                yield one, first


def _called(one: Written) -> str:
    return f"{one.method.upper()} {one.path}"


def _in_url(subject: Subject) -> Iterator[Found]:
    for one in subject.written():
        name = one.value.get("operationId")
        if isinstance(name, str) and name and not _IN_URL.fullmatch(name):
            message = f"`{name}` has characters that a URL cannot have without escapes"
            yield Found(f"{one.pointer}/operationId", message)


def _verbs(subject: Subject) -> Iterator[Found]:
    for one in subject.written():
        name = str(one.value.get("operationId", ""))
        text = f"{one.value.get('summary', '')} {one.value.get('description', '')}"
        if _CREATES.match(name) and _REPLACES.search(text):
            message = f"`{name}` says create, and the description says that it also replaces"
            yield Found(f"{one.pointer}/operationId", message)


def _tags_defined(subject: Subject) -> Iterator[Found]:
    """One finding for each name, at its first operation; one at the root where no tag is declared at all."""
    defined = {tag.get("name") for tag in subject.content.get("tags", ())}
    missing: dict[str, list[str]] = {}
    for one in subject.everywhere:
        for index, tag in enumerate(one.value.get("tags", ())):
            if tag not in defined:
                missing.setdefault(tag, []).append(f"{one.pointer}/tags/{index}")
    if missing and not defined:
        names = ", ".join(f"`{tag}`" for tag in list(missing)[:_SOME])
        more = f" and {len(missing) - _SOME} more" if len(missing) > _SOME else ""
        yield Found(
            "", f"operations have the tags {names}{more}, and the document declares no `tags`"
        )
        return
    for tag, places in missing.items():
        others = f" ({len(places)} operations have it)" if len(places) > 1 else ""
        yield Found(places[0], f"the tag `{tag}` is not declared in `tags`{others}")


def _tags_used(subject: Subject) -> Iterator[Found]:
    used = {tag for one in subject.everywhere for tag in one.value.get("tags", ())}
    for index, tag in enumerate(subject.content.get("tags", ())):
        if tag.get("name") not in used:
            message = f"no operation has the tag `{tag.get('name')}`"
            yield Found(pointer.write(("tags", index)), message)


def _tags_unique(subject: Subject) -> Iterator[Found]:
    counts: Counter[str] = Counter()
    for index, tag in enumerate(subject.content.get("tags", ())):
        counts[tag.get("name")] += 1
        if counts[tag.get("name")] == 2:
            yield Found(
                pointer.write(("tags", index)), f"the tag `{tag.get('name')}` is declared twice"
            )


def _version(subject: Subject) -> Iterator[Found]:
    version = str(subject.content["info"].get("version", ""))
    if not _SEMVER.fullmatch(version):
        yield Found(
            "/info/version",
            f"`{version}` is no semantic version (such as 1.4.0): tools cannot tell which of two is newer",
        )


def _servers(subject: Subject) -> Iterator[Found]:
    for tokens, server in subject.servers():
        where, url = pointer.write(tokens), str(server.get("url", ""))
        declared, named = server.get("variables", {}), _VARIABLE.findall(url)
        for name in named:
            if name not in declared:
                message = f"the URL has {{{name}}}, and no variable of that name is declared"
                yield Found(f"{where}/url", message)
        for name, variable in declared.items():
            at = f"{where}{pointer.write(('variables', name))}"
            if name not in named:
                yield Found(at, f"the variable `{name}` is declared, and the URL has no {{{name}}}")
            values = variable.get("enum")
            if values and variable.get("default") not in values:
                value = written(variable.get("default"))
                yield Found(f"{at}/default", f"{value} is none of the values of `{name}`")


def _trailing(subject: Subject) -> Iterator[Found]:
    for tokens, server in subject.servers():
        url = str(server.get("url", ""))
        if url != "/" and url.endswith("/"):
            message = "it ends with a slash, and paths begin with one: requests have two"
            yield Found(pointer.write((*tokens, "url")), message)


RULES: tuple[Rule, ...] = (
    Rule(
        "operation-operationId",
        "warn",
        "Every operation has an id.",
        "clients, links and changelogs name operations by it",
        _identified,
    ),
    Rule(
        "operation-operationId-unique",
        "error",
        "No two operations have one id.",
        "generated clients lose one of them",
        _unique,
    ),
    Rule(
        "operation-operationId-case",
        "warn",
        "No two ids differ in case only.",
        "generators that make file names or constants of them write one over the other",
        _nearly_unique,
    ),
    Rule(
        "operation-operationId-valid-in-url",
        "warn",
        "An id can stand in a URL.",
        "documentation has no address for it",
        _in_url,
    ),
    Rule(
        "operation-id-verb",
        "hint",
        "An id says what the operation does.",
        "people call a method by its name, and do not expect that it overwrites",
        _verbs,
    ),
    Rule(
        "operation-tag-defined",
        "warn",
        "Tags are declared.",
        "documentation drops or reorders them",
        _tags_defined,
    ),
    Rule(
        "tags-used",
        "hint",
        "Declared tags are used.",
        "documentation shows an empty section",
        _tags_used,
    ),
    Rule(
        "openapi-tags-uniqueness",
        "error",
        "A tag is declared once.",
        "the specification forbids it, and documentation shows one of the two",
        _tags_unique,
    ),
    Rule(
        "info-version-semver",
        "hint",
        "The version is a semantic one.",
        "tools that watch for breaking versions cannot compare them",
        _version,
    ),
    Rule(
        "oas3-server-variables",
        "error",
        "A server's URL and its variables name the same, and each default is allowed.",
        "no client can build the URL",
        _servers,
    ),
    Rule(
        "oas3-server-trailing-slash",
        "warn",
        "A server's URL does not end with a slash.",
        "servers redirect, or answer 404",
        _trailing,
    ),
)
