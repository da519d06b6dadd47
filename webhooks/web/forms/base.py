"""What all forms share: putting a service's complaint beside its field.

Rules live in the services, because every face obeys them. Forms repeat only
what the browser can check before sending, and say the rest after it.
"""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import Form

from webhooks.errors import Invalid, WebhooksError

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def blame(form: Form, error: WebhooksError) -> None:
    """Show a refusal at the field it is about, or above the form."""
    name = snake_case(error.field or "") if isinstance(error, Invalid) else ""
    if name not in form or form[name].type == "HiddenField":
        form.form_errors.append(error.message)
    else:
        form[name].errors = [*form[name].errors, error.message]


def snake_case(name: str) -> str:
    """Return ``responseCode`` as ``response_code``; a path keeps its head."""
    head = name.partition(".")[0].partition("[")[0]
    return _HUMP.sub(r"_\1", head).lower()


def choices(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return values with their labels in the form that fields take."""
    return dict(pairs)


def stripped(value: Any) -> Any:
    """Return text without blanks around it; a filter for fields."""
    return value.strip() if isinstance(value, str) else value
