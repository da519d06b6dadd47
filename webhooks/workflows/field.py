"""What a node's field is: declared once, read by engine, form, API, docs and tests.

A field knows how to turn what a workflow's document holds into a ``Setting``
that a run can ask for its value, and how to describe itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from webhooks.templating.environment import Environment
from webhooks.workflows.errors import FieldProblem


class Setting(Protocol):
    """A configured value: fixed, or computed from the payload of a run."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""

    def resolve(self, payload: Any) -> Any:
        """Return the value for this payload; UNDEFINED if it has none."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A setting that is the same in every run."""

    value: Any

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""
        return self.value is None or self.value == ""

    def resolve(self, payload: Any) -> Any:
        """Return the value."""
        return self.value


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One key of a node's configuration.

    ``aliases`` are other keys that exports use for the same thing. ``required``
    fields must be filled in, and a template among them must not come out empty.
    ``shown_when`` is another field's name and the values for which this one
    matters; for all others it is neither shown nor checked. ``refers_to`` is what
    the value names, so that a form can offer what there is: ``customNode``,
    ``workflow``, ``version``, ``loop``, ``weekday``; or ``element`` where it is about
    the elements of a list and not about the payload.
    """

    kind: ClassVar[str]

    name: str
    label: str
    help: str
    default: Any = None
    required: bool = False
    aliases: tuple[str, ...] = ()
    shown_when: tuple[str, tuple[Any, ...]] | None = None
    refers_to: str = ""

    @abstractmethod
    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the setting for a value of the document.

        ``config`` is everything around it. Raises FieldProblem.
        """

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API, for forms and docs."""
        described: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "label": self.label,
            "help": self.help,
            "required": self.required,
        }
        if self.default is not None:
            described["default"] = self.default
        if self.aliases:
            described["aliases"] = list(self.aliases)
        if self.refers_to:
            described["refersTo"] = self.refers_to
        if self.shown_when is not None:
            other, values = self.shown_when
            described["shownWhen"] = {"field": other, "values": list(values)}
        return described

    def raw(self, config: Mapping[str, Any]) -> Any:
        """Return what a document holds for this field, or the default."""
        for key in (self.name, *self.aliases):
            value = config.get(key)
            if value is not None:
                return value
        return self.default

    def matters(self, config: Mapping[str, Any], fields: "Mapping[str, Field]") -> bool:
        """Tell whether the field is used at all with this configuration."""
        if self.shown_when is None:
            return True
        other, values = self.shown_when
        held = fields[other].raw(config) if other in fields else config.get(other)
        return held in values


def compile_fields(
    fields: tuple[Field, ...],
    config: Mapping[str, Any],
    environment: Environment,
) -> tuple[dict[str, Setting], list[FieldProblem]]:
    """Return the settings of a configuration, and what is wrong with it.

    Keys that no field knows are left alone: they belong to whoever wrote them.
    """
    by_name = {field.name: field for field in fields}
    settings: dict[str, Setting] = {}
    problems: list[FieldProblem] = []
    for field in fields:
        settings[field.name] = Fixed(None)
        if not field.matters(config, by_name):
            continue
        value = field.raw(config)
        try:
            setting = field.compile(value, config, environment)
        except FieldProblem as problem:
            problems.append(problem)
            continue
        settings[field.name] = setting
        if field.required and setting.is_blank:
            message = f"{field.label} is required."
            problems.append(FieldProblem(message, f"/{field.name}", required=True))
    return settings, problems
