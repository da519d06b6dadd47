"""Helpers that run text of the payload: template evalExpression.

Apart because they go back to the environment, whose limits on depth, steps and
output hold for what they start.
"""

from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.text import text_of


def render_template(
    call: HelperCall, text: Any = UNDEFINED, context: Any = UNDEFINED
) -> str:
    """Return the text rendered as a template; its result is escaped again."""
    payload = call.root if context is UNDEFINED else context
    return call.environment.template(text_of(text)).render(payload)


def evaluate_expression(
    call: HelperCall, text: Any = UNDEFINED, context: Any = UNDEFINED
) -> Any:
    """Return the value of the text as an expression."""
    payload = call.root if context is UNDEFINED else context
    return call.environment.expression(text_of(text)).evaluate(payload)


_PAYLOAD = {
    "data": {"form": "{{data.temp}} degrees", "rule": "{{data.temp}} > 20", "temp": 21}
}

HELPERS = (
    Helper(
        "template",
        render_template,
        "The text rendered as a template, with the payload or another context.",
        "text [context]",
        "{{template data.form}}",
        _PAYLOAD,
        "21 degrees",
    ),
    Helper(
        "evalExpression",
        evaluate_expression,
        "The value of the text as an expression, with the payload or another context.",
        "text [context]",
        "{{evalExpression data.rule}}",
        _PAYLOAD,
        "true",
    ),
)
