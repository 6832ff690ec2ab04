"""Any text as itself in Markdown, where GitHub shows it: nothing in it is Markdown or HTML."""

import html
import re

from spec.plain import visible

# Each may be escaped by a backslash (CommonMark 2.4), but for those that HTML's escaping is for.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!~@:.-])")


def text(value: str) -> str:
    """On one line."""
    line = " ".join(visible(value).split())
    plain = _SPECIAL.sub(r"\\\1", html.escape(line, quote=False))
    return plain.replace("|", "&#124;")  # which ends no cell of a table, whatever stands before it


def code(value: str) -> str:
    """As code: in HTML's element Markdown goes on, so that it is escaped as everywhere."""
    return f"<code>{text(value)}</code>" if value else ""
