"""Every setting: one table of name, default and meaning, from which the flags and their help are made."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the mock allows itself and others. Sizes are bytes, times are seconds."""

    auto_provision: bool = _setting(False, "let unknown ids in the path exist on first use")
    max_body: int = _setting(1024 * 1024, "largest request body, in bytes")
    max_depth: int = _setting(64, "deepest nesting of a JSON body")
    max_rows: int = _setting(1_000_000, "most rows kept")
    max_state_bytes: int = _setting(1_500_000_000, "most bytes that rows may take")
    max_provisioned: int = _setting(100_000, "most records that --auto-provision makes")
    max_snapshots: int = _setting(16, "most snapshots kept")
    max_header_bytes: int = _setting(32 * 1024, "largest header of a request, in bytes")
    max_connections: int = _setting(512, "most connections at a time")
    header_seconds: int = _setting(10, "how long a request may take to send its header")
    body_seconds: int = _setting(30, "how long a request may take to send its body")
    journal: int = _setting(1000, "how many requests /_mock/requests remembers")
    control_token: str | None = _setting(
        None, "the token that /_mock/ asks for; without one it answers on a loopback address only"
    )

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(item.default, int) and not isinstance(value, bool) and value < 0:
                raise ValueError(f"{flag(item.name)} is a number of at least 0, not {value}")
        if self.control_token == "":
            raise ValueError("--control-token is empty")


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def add_flags(parser: argparse.ArgumentParser) -> None:
    """A flag for every setting, help and default from the table."""
    for item in fields(Settings):
        text = str(item.metadata["help"])
        if isinstance(item.default, bool):
            parser.add_argument(flag(item.name), action="store_true", help=text)
        elif isinstance(item.default, int):
            shown = f"{text} (default: {item.default:,})"
            parser.add_argument(
                flag(item.name), type=int, default=item.default, metavar="N", help=shown
            )
        else:
            parser.add_argument(flag(item.name), default=item.default, metavar="TEXT", help=text)


def from_args(args: argparse.Namespace) -> Settings:
    """Raises ValueError naming the flag that is wrong."""
    return Settings(**{name: getattr(args, name) for name in names()})


def names() -> Iterator[str]:
    return (item.name for item in fields(Settings))
