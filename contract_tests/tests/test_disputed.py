"""What lawful servers may refuse although the document allows it."""

import pytest

from contract_tests.disputed import is_disputed


@pytest.mark.parametrize(
    "value",
    [
        "  ",
        "\t\n",
        "a\0b",
        "\ud800",
        "\ufffe",
        "7C9E6679-7425-40DE-944B-E07FC1F90AE7",
        2**60,
        float("inf"),
        {"a": [" "]},
    ],
)
def test_what_is_disputed(value):
    """Blanks only, NUL, no characters, an upper-case UUID, numbers beyond a double, at any depth."""
    assert is_disputed(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " a ",
        "ünï",
        "👩‍🚀",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "ABC",
        0,
        -1.5,
        True,
        None,
        {"a": ["b"]},
    ],
)
def test_what_is_not(value):
    """Ordinary texts and numbers must be taken."""
    assert not is_disputed(value)
