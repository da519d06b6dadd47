"""The kinds of fields: one class each, with its own idea of what may stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.payload.path import Path, PathError
from webhooks.payload.values import UNDEFINED, to_text
from webhooks.templating.environment import Environment
from webhooks.templating.environment import Expression as CompiledExpression
from webhooks.templating.environment import Template as CompiledTemplate
from webhooks.templating.errors import RenderError, TemplateError
from webhooks.workflows.errors import FieldProblem, NodeError
from webhooks.workflows.field import Field, Fixed, Setting

_TEXT = "must be a text"


def _text(value: Any, name: str) -> str:
    """Return a text; numbers and booleans are taken as what they look like."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise FieldProblem(f"{name} {_TEXT}.", f"/{name}")
    return to_text(value)


@dataclass(frozen=True, slots=True)
class TemplateSetting:
    """A text with templates in it. ``keeps_type``: a lone reference stays raw.

    ``needed`` is the field's label when an empty result is an error.
    """

    template: CompiledTemplate
    keeps_type: bool = False
    needed: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""
        return self.template.source == ""

    def resolve(self, payload: Any) -> Any:
        """Return the rendered text, or the raw value. Raises NodeError."""
        template = self.template
        value = template.value if self.keeps_type else template.render
        try:
            result = value(payload)
        except RenderError as error:
            raise NodeError(f"A template failed: {error}.", "TemplateError") from None
        if self.needed and (result == "" or result is UNDEFINED):
            raise NodeError(f"{self.needed} came out empty.", "EmptyTemplate")
        return result


@dataclass(frozen=True, slots=True)
class JsonSetting:
    """A JSON text with templates in it; ``needed`` as in TemplateSetting."""

    template: CompiledTemplate
    needed: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""
        return self.template.source.strip() == ""

    def resolve(self, payload: Any) -> Any:
        """Return the value that the rendered text describes. Raises NodeError."""
        text = TemplateSetting(self.template, needed=self.needed).resolve(payload)
        if not text.strip():
            return UNDEFINED
        try:
            return parse_json(text)
        except JsonProblem as problem:
            message = f"The template did not make valid JSON: {problem}."
            raise NodeError(message, "InvalidJsonTemplate") from None


@dataclass(frozen=True, slots=True)
class PathSetting:
    """A place in the payload."""

    path: Path

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""
        return self.path.is_blank

    def resolve(self, payload: Any) -> Any:
        """Return what is there."""
        return UNDEFINED if self.path.is_blank else self.path.get(payload)


@dataclass(frozen=True, slots=True)
class ExpressionSetting:
    """A formula over the payload."""

    expression: CompiledExpression | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was configured."""
        return self.expression is None

    def resolve(self, payload: Any) -> Any:
        """Return the formula's value. Raises NodeError."""
        if self.expression is None:
            return UNDEFINED
        try:
            return self.expression.evaluate(payload)
        except RenderError as error:
            message = f"An expression failed: {error}."
            raise NodeError(message, "ExpressionError") from None


@dataclass(frozen=True, kw_only=True)
class Template(Field):
    """Text with Handlebars templates. ``multiline`` and ``language`` are for forms."""

    kind: ClassVar[str] = "template"
    multiline: bool = False
    language: str = ""

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the template as a setting. Raises FieldProblem."""
        return self._setting(_template(self.name, value, environment), False)

    def _setting(self, template: CompiledTemplate, keeps_type: bool) -> Setting:
        if template.is_constant and template.source:
            # Most of what people write has no braces: no need to render it.
            return Fixed(template.render({}))
        needed = self.label if self.required else ""
        return TemplateSetting(template, keeps_type, needed)

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        more = {"multiline": self.multiline, "language": self.language}
        return super().describe() | {key: value for key, value in more.items() if value}


@dataclass(frozen=True, kw_only=True)
class ValueTemplate(Template):
    """A template whose lone reference keeps the type of what it refers to."""

    kind: ClassVar[str] = "valueTemplate"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the template as a setting. Raises FieldProblem."""
        return self._setting(_template(self.name, value, environment), True)


@dataclass(frozen=True, kw_only=True)
class NumberTemplate(Template):
    """A number, or a template that makes one."""

    kind: ClassVar[str] = "numberTemplate"


@dataclass(frozen=True, kw_only=True)
class JsonTemplate(Template):
    """A template whose result is JSON."""

    kind: ClassVar[str] = "jsonTemplate"
    multiline: bool = True
    language: str = "json"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the template as a setting. Raises FieldProblem."""
        template = _template(self.name, value, environment)
        return JsonSetting(template, self.label if self.required else "")


@dataclass(frozen=True, kw_only=True)
class PayloadPath(Field):
    """A place in the payload, such as ``data.body.items[0]``."""

    kind: ClassVar[str] = "path"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the path as a setting. Raises FieldProblem."""
        try:
            return PathSetting(Path.parse(_text(value, self.name)))
        except PathError as error:
            message = f"{self.label} is not a payload path: {error}."
            raise FieldProblem(message, f"/{self.name}") from None


@dataclass(frozen=True, kw_only=True)
class Expression(Field):
    """A formula such as ``{{data.n}} > 5``."""

    kind: ClassVar[str] = "expression"

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the expression as a setting. Raises FieldProblem."""
        text = _text(value, self.name)
        if not text.strip():
            return ExpressionSetting(None)
        try:
            return ExpressionSetting(environment.expression(text))
        except TemplateError as error:
            raise FieldProblem(f"{self.label}: {error}.", f"/{self.name}") from None


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Plain text without templates."""

    kind: ClassVar[str] = "text"
    multiline: bool = False

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the text as a setting. Raises FieldProblem."""
        return Fixed(_text(value, self.name))

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        more = {"multiline": True} if self.multiline else {}
        return super().describe() | more


@dataclass(frozen=True, kw_only=True)
class Code(Text):
    """A program; ``language`` names its language."""

    kind: ClassVar[str] = "code"
    language: str = "javascript"
    multiline: bool = True

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        return super().describe() | {"language": self.language}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    kind: ClassVar[str] = "flag"
    default: Any = False

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the flag as a setting. Raises FieldProblem."""
        if isinstance(value, bool):
            return Fixed(value)
        if value in ("true", "false", "", 0, 1):
            return Fixed(value in ("true", 1))
        raise FieldProblem(f"{self.label} must be true or false.", f"/{self.name}")


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words; ``choices`` maps each to its label."""

    kind: ClassVar[str] = "choice"
    choices: Mapping[str, str]

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the choice as a setting. Raises FieldProblem."""
        text = _text(value, self.name)
        if text and text not in self.choices:
            words = ", ".join(self.choices)
            message = f"{self.label} must be one of: {words}."
            raise FieldProblem(message, f"/{self.name}")
        return Fixed(text or self.default)

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        choices = [
            {"value": key, "label": label} for key, label in self.choices.items()
        ]
        return super().describe() | {"choices": choices}


def _template(name: str, value: Any, environment: Environment) -> CompiledTemplate:
    try:
        return environment.template(_text(value, name))
    except TemplateError as error:
        raise FieldProblem(f"{error}.", f"/{name}") from None
