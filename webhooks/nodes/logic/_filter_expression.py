"""The formula of the rule ``filter``, in which ``array`` is a variable."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.templating.environment import Environment
from webhooks.workflows.field import Setting
from webhooks.workflows.fields import Expression

_BARE_ARRAY = re.compile(r"\{\{(\{?)\s*array\s*\}")


@dataclass(frozen=True, kw_only=True)
class FilterExpression(Expression):
    """A formula over ``value``, ``index``, ``array`` and ``payload``."""

    refers_to: str = "element"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the formula as a setting. Raises FieldProblem.

        There is a helper named ``array`` too, and a bare name is a helper first.
        """
        if isinstance(value, str):
            value = _BARE_ARRAY.sub(r"{{\1this.array}", value)
        return super().compile(value, config, environment)
