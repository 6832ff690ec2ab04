"""Who may call: security schemes, and operations that say nothing of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spec import pointer
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject


def _requirements(subject: Subject) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every security requirement, with its place."""
    yield from _listed("", subject.content.get("security", ()))
    for one in subject.everywhere:
        yield from _listed(one.pointer, one.value.get("security", ()))


def _listed(
    home: str, requirements: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, requirement in enumerate(requirements):
        yield f"{home}/security/{index}", requirement


def _schemes(subject: Subject) -> Mapping[str, Any]:
    schemes: Mapping[str, Any] = subject.content.get("components", {}).get("securitySchemes", {})
    return schemes


def _defined(subject: Subject) -> Iterator[Found]:
    known = _schemes(subject)
    for where, requirement in _requirements(subject):
        for name in requirement:
            if name not in known:
                message = f"the security scheme `{name}` is not declared under /components/securitySchemes"
                yield Found(where + pointer.write((name,)), message)


def _scopes(subject: Subject) -> Iterator[Found]:
    known = _schemes(subject)
    for where, requirement in _requirements(subject):
        for name, asked in requirement.items():
            scheme = known.get(name, {})
            if scheme.get("type") != "oauth2":
                continue
            flows = scheme.get("flows", {})
            offered = {scope for flow in flows.values() for scope in _offered(flow)}
            for index, scope in enumerate(asked):
                if scope not in offered:
                    yield Found(
                        f"{where}{pointer.write((name, index))}",
                        f"no flow of `{name}` has the scope `{scope}`",
                    )


def _offered(flow: Any) -> Iterator[str]:
    if isinstance(flow, Mapping):
        yield from flow.get("scopes", {})


def _silent(subject: Subject) -> Iterator[Found]:
    """One finding at the root where nothing speaks of security; else one for each operation that is left out."""
    if "security" in subject.content:
        return
    written = list(subject.written())
    silent = [one for one in written if "security" not in one.value]
    if silent and len(silent) == len(written):
        yield Found("", "nothing says who may call anything: write `security: []` if everybody may")
        return
    for one in silent:
        message = "nothing says who may call it: write `security: []` if everybody may"
        yield Found(one.pointer, message)


def _plain_text(subject: Subject) -> Iterator[Found]:
    """Credentials that travel over http in the clear, which is fine on one's own machine."""
    if not _schemes(subject):
        return
    for tokens, server in subject.servers():
        url = str(server.get("url", ""))
        host = url.removeprefix("http://").split("/")[0].rsplit(":", 1)[0]
        if url.startswith("http://") and host not in ("localhost", "127.0.0.1", "[::1]"):
            yield Found(
                pointer.write((*tokens, "url")),
                "credentials travel in the clear: use https",
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "oas3-operation-security-defined",
        "error",
        "Every security scheme that is asked for is declared.",
        "no client knows how to authenticate",
        _defined,
    ),
    Rule(
        "security-scopes-defined",
        "error",
        "Every scope that is asked for is offered.",
        "no token can be given the scope: every call is refused",
        _scopes,
    ),
    Rule(
        "operation-security",
        "warn",
        "Every operation says who may call it.",
        "nobody can tell an operation that is open on purpose from one that was forgotten",
        _silent,
    ),
    Rule(
        "server-https",
        "warn",
        "Servers that take credentials use https.",
        "everybody on the network between them can read the credential",
        _plain_text,
    ),
)
