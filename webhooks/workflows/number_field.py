"""A plain number as a field, for settings that no payload can change.

Apart from the other fields because only triggers have such settings.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from webhooks.payload.values import to_number
from webhooks.templating.environment import Environment
from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.field import Field, Fixed, Setting


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number between two bounds, both included."""

    kind: ClassVar[str] = "number"
    least: float
    most: float

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the number as a setting. Raises FieldProblem."""
        if value is None or value == "":
            return Fixed(None)
        is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
        number = to_number(value) if is_number else math.nan
        if not self.least <= number <= self.most:
            message = f"{self.label} must be a number from {self.least} to {self.most}."
            raise FieldProblem(message, f"/{self.name}")
        return Fixed(number)

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        return super().describe() | {"least": self.least, "most": self.most}
