"""What an error's text may hold."""

import pytest

from spec.errors import SpecError

WRITTEN = "a\n::error::PWNED\x1b[31m"


@pytest.mark.parametrize("field", ["problem", "source", "pointer", "hint"])
def test_a_strangers_text_is_no_command(field):
    """A name in a document is shown as it is spelled: it begins no line, and a terminal does nothing for it."""
    error = SpecError("is wrong")
    setattr(error, field, WRITTEN)
    assert "a\\n::error::PWNED\\u001b[31m" in str(error)
    assert getattr(error, field) == WRITTEN


def test_details_have_lines_of_their_own():
    """What belongs to the problem stands below it, before the hint, and is escaped alike."""
    error = SpecError("is wrong", details=("at /a:", f"  - {WRITTEN}"), hint="mend it")
    assert str(error).splitlines() == [
        "is wrong",
        "at /a:",
        "  - a\\n::error::PWNED\\u001b[31m",
        "  hint: mend it",
    ]
