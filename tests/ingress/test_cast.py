"""Casting bytes."""

import pytest

from webhooks.errors import Invalid
from webhooks.ingress.cast import CASTS, cast


def test_the_forms_are_losants() -> None:
    assert CASTS == ("array", "binary", "utf8", "base64", "hex")


def test_it_refuses_other_forms() -> None:
    with pytest.raises(Invalid, match="must be one of array, binary"):
        cast(b"", "Array")
