"""One environment of all helpers, and short ways to render with it."""

from typing import Any

from tests.frozen_clock import START
from webhooks.templating.standard import standard_environment

ENVIRONMENT = standard_environment(lambda: START)


def render(text: str, **payload: Any) -> str:
    """Return the text that a template gives with a payload."""
    return ENVIRONMENT.template(text).render(payload)


def value(text: str, **payload: Any) -> Any:
    """Return the value of a template that is a single tag."""
    return ENVIRONMENT.template("{{" + text + "}}").value(payload)
