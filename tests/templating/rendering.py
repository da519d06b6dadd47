"""One environment for the tests of templates, with a clock that stands still."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.environment import Environment
from webhooks.templating.helper import Helper, HelperCall, SafeString
from webhooks.templating.limits import Limits

NOW = datetime(2026, 1, 5, 10, 11, 12, tzinfo=UTC)


def helper(name: str, function: Any) -> Helper:
    """Return a helper that only a test declares."""
    return Helper(name, function, "For a test.", "", "")


def _template(call: HelperCall, text: str) -> str:
    return call.environment.template(text).render(call.root)


def _evaluate(call: HelperCall, text: str) -> Any:
    return call.environment.expression(text).evaluate(call.context)


TEST_HELPERS = (
    helper("upper", lambda call, value: str(value).upper()),
    helper("bold", lambda call, value: SafeString(f"<b>{value}</b>")),
    helper("pair", lambda call, left, right="none": [left, right]),
    helper("named", lambda call: dict(call.hash)),
    helper("whoami", lambda call: call.name),
    helper("now", lambda call: call.environment.now().isoformat()),
    helper("template", _template),
    helper("evaluate", _evaluate),
    helper("twice", lambda call: call.fn() + call.fn()),
)


def environment(
    *helpers: Helper,
    limits: Limits | None = None,
    partials: Mapping[str, str] | None = None,
) -> Environment:
    """Return an environment with Handlebars' helpers, those above and these."""
    every = (*BLOCK_HELPERS, *TEST_HELPERS, *helpers)
    return Environment(every, lambda: NOW, limits, partials)


STANDARD = environment()


def render(text: str, payload: Any = None, **more: Any) -> str:
    """Return the text of a template."""
    return STANDARD.template(text).render({**(payload or {}), **more})


def evaluate(text: str, **payload: Any) -> Any:
    """Return the value of an expression."""
    return STANDARD.expression(text).evaluate(payload)
