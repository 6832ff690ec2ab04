"""Text that acts on nothing: neither on a terminal nor on what reads the lines of a log."""

import re

# Controls but tab and line feed, which on a terminal would be commands (ECMA-48); what turns the direction of the text around it
# or breaks its line; and halves of surrogate pairs, which no file can hold.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with every character that would do something as an escape."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """The same without a line feed: at the start of a line, a text may be a command of GitHub's runner."""
    return visible(text).replace("\n", "\\n")
