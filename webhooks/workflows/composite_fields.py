"""Fields made of fields: lists, groups, and values whose kind another field tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from webhooks.templating.environment import Environment
from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.field import Field, Fixed, Setting, compile_fields


@dataclass(frozen=True, slots=True)
class RowsSetting:
    """A list of objects, each with settings of its own."""

    rows: tuple[Mapping[str, Setting], ...]

    @property
    def is_blank(self) -> bool:
        """Whether the list is empty."""
        return not self.rows

    def resolve(self, payload: Any) -> list[dict[str, Any]]:
        """Return every row with its values."""
        return [
            {name: setting.resolve(payload) for name, setting in row.items()}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class ItemsSetting:
    """A list of single values."""

    items: tuple[Setting, ...]

    @property
    def is_blank(self) -> bool:
        """Whether the list is empty."""
        return not self.items

    def resolve(self, payload: Any) -> list[Any]:
        """Return every value."""
        return [item.resolve(payload) for item in self.items]


@dataclass(frozen=True, kw_only=True)
class Rows(Field):
    """A list of objects; ``fields`` are those of one object."""

    kind: ClassVar[str] = "rows"
    fields: tuple[Field, ...]
    most: int = 100
    default: Any = ()

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the list as a setting. Raises FieldProblem for the first wrong row."""
        rows, found = [], list[FieldProblem]()
        for index, row in enumerate(_list_of(self, value, self.most)):
            if not isinstance(row, Mapping):
                message = f"{self.label} must hold objects."
                raise FieldProblem(message, f"/{self.name}/{index}")
            settings, problems = compile_fields(self.fields, row, environment)
            found.extend(_inside(f"/{self.name}/{index}", problems))
            rows.append(settings)
        _raise_gravest(found)
        return RowsSetting(tuple(rows))

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        fields = [field.describe() for field in self.fields]
        return super().describe() | {"fields": fields, "most": self.most, "default": []}


@dataclass(frozen=True, kw_only=True)
class Items(Field):
    """A list of single values of the kind that ``item`` has."""

    kind: ClassVar[str] = "items"
    item: Field
    most: int = 100
    default: Any = ()

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the list as a setting. Raises FieldProblem for the first wrong one."""
        items = []
        for index, held in enumerate(_list_of(self, value, self.most)):
            try:
                items.append(self.item.compile(held, config, environment))
            except FieldProblem as problem:
                pointer = f"/{self.name}/{index}"
                raise FieldProblem(problem.message, pointer) from None
        return ItemsSetting(tuple(items))

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        more = {"item": self.item.describe(), "most": self.most, "default": []}
        return super().describe() | more


@dataclass(frozen=True, kw_only=True)
class Group(Field):
    """One object; ``fields`` are its keys."""

    kind: ClassVar[str] = "group"
    fields: tuple[Field, ...]

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the object as a setting. Raises FieldProblem."""
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise FieldProblem(f"{self.label} must be an object.", f"/{self.name}")
        settings, problems = compile_fields(self.fields, value, environment)
        _raise_gravest(_inside(f"/{self.name}", problems))
        return RowsSetting((settings,))

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        return super().describe() | {"fields": [f.describe() for f in self.fields]}


@dataclass(frozen=True, kw_only=True)
class ByKind(Field):
    """A value whose kind another field tells.

    ``selector`` is that field's name, ``fallback`` its value when it is absent,
    ``kinds`` the field to use for each of its values; a value that is not among
    them needs nothing here.
    """

    kind: ClassVar[str] = "byKind"
    selector: str
    kinds: Mapping[str, Field]
    fallback: str = ""

    def compile(
        self, value: Any, config: Mapping[str, Any], environment: Environment
    ) -> Setting:
        """Return the value as a setting of the selected kind. Raises FieldProblem."""
        selected = config.get(self.selector) or self.fallback
        inner = self.kinds.get(selected) if isinstance(selected, str) else None
        if inner is None:
            return Fixed(None)
        return inner.compile(value, config, environment)

    def matters(self, config: Mapping[str, Any], fields: Mapping[str, Field]) -> bool:
        """Tell whether the field is used at all with this configuration."""
        selected = config.get(self.selector) or self.fallback
        known = isinstance(selected, str) and selected in self.kinds
        return known and super().matters(config, fields)

    def describe(self) -> dict[str, Any]:
        """Return the field in the words of the API."""
        kinds = {word: field.describe() for word, field in self.kinds.items()}
        more = {"selector": self.selector, "kinds": kinds, "fallback": self.fallback}
        return super().describe() | more


def _inside(pointer: str, problems: Iterable[FieldProblem]) -> list[FieldProblem]:
    """Return problems as those of the field that holds the fields."""
    return [
        FieldProblem(each.message, pointer + each.pointer, required=each.required)
        for each in problems
    ]


def _raise_gravest(problems: Sequence[FieldProblem]) -> None:
    """Raise what is wrong before what is merely missing, which is let pass."""
    for problem in sorted(problems, key=lambda each: each.required):
        raise problem


def _list_of(field: Field, value: Any, most: int) -> list[Any]:
    if value is None or value == "":
        return []
    if not isinstance(value, list | tuple):
        raise FieldProblem(f"{field.label} must be a list.", f"/{field.name}")
    if len(value) > most:
        message = f"{field.label} must not have more than {most} entries."
        raise FieldProblem(message, f"/{field.name}")
    return list(value)
