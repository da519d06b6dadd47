"""What any short text in our records must obey.

Apart because every face (API, pages, commands) reaches storage through services,
and text that cannot be encoded or is cut at a NUL must not get that far.
"""

from typing import Any

from webhooks.errors import Invalid


def clean_text(value: Any, field: str, low: int = 0, high: int = 32767) -> str:
    """Return the text if it has ``low`` to ``high`` characters.

    Raises Invalid for anything else: no text, too short or long, NUL
    characters, and halves of surrogate pairs, which no encoding can hold.
    """
    if not isinstance(value, str):
        raise Invalid(f"{field} must be a string", field)
    if not low <= len(value) <= high:
        raise Invalid(f"{field} must have {low} to {high} characters", field)
    if not is_storable(value):
        raise Invalid(f"{field} must not hold NUL or half characters", field)
    if low and not value.strip():
        raise Invalid(f"{field} must not be blank", field)
    return value


def is_storable(value: str) -> bool:
    """Tell whether the text survives being encoded and stored."""
    if value.isascii():
        return "\0" not in value
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)


def clean_flag(value: Any, field: str) -> bool:
    """Return the truth value; raises Invalid if it is none."""
    if not isinstance(value, bool):
        raise Invalid(f"{field} must be true or false", field)
    return value
