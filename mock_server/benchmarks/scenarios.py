"""What is sent: requests from a file beside the document, so that nothing here knows what is served."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from spec import catalog

# Stands for the number of the request. Nine digits, so that every request of a scenario is equally long.
_PLACE = "{n}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Requests that differ in their number only, and the status that each must get."""

    name: str
    expect: int
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: str
    goal: float | None = None


def read(path: Path | None = None) -> list[Scenario]:
    """The scenarios of a file, by default of `bench.yaml` beside the default document.

    Raises OSError, yaml.YAMLError, KeyError.
    """
    path = path or catalog.find().document.with_name("bench.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_scenario(item) for item in content["scenarios"]]


def _scenario(item: dict[str, Any]) -> Scenario:
    request = item["request"]
    headers = tuple((str(name), str(value)) for name, value in request["headers"].items())
    return Scenario(
        item["name"],
        item["expect"],
        request["method"],
        request["path"],
        headers,
        request.get("body", ""),
        item.get("goal"),
    )


def numbered(text: str, number: int) -> str:
    return text.replace(_PLACE, f"{number:09d}")


def rendered(scenario: Scenario) -> list[bytes]:
    """A request as it goes over the wire, cut where its number belongs."""
    body = numbered(scenario.body, 0).encode()
    fields = [*scenario.headers, ("Host", "127.0.0.1"), ("Content-Length", str(len(body)))]
    head = [f"{scenario.method} {scenario.path} HTTP/1.1", *(f"{n}: {v}" for n, v in fields)]
    return ("\r\n".join([*head, "", scenario.body])).encode().split(_PLACE.encode())
