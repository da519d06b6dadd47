"""Which workflows a list shows: by class, by trigger, or by a query in JSON.

The query language is the part of Losant's that is written in its published
schemas: comparisons of fields, joined by ``$and``, ``$or`` and ``$nor``.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from webhooks.clock import from_ms
from webhooks.errors import Invalid
from webhooks.services.text_rules import is_storable
from webhooks.services.workflow_rules import FLOW_CLASSES
from webhooks.storage.models import Workflow, WorkflowTrigger, WorkflowVersion

MOST_TRIGGERS: Final = 100
MOST_ITEMS: Final = 100
# SQLite takes a thousand levels of expressions; nobody needs a tenth of that.
MOST_CONDITIONS: Final = 200
DEEPEST: Final = 10

Condition = ColumnElement[bool]
Columns = Mapping[str, InstrumentedAttribute[Any]]

FLOW_COLUMNS: Final[Columns] = {
    "id": Workflow.id,
    "name": Workflow.name,
    "description": Workflow.description,
    "enabled": Workflow.enabled,
    "flowClass": Workflow.flow_class,
    "creationDate": Workflow.creation_date,
    "lastUpdated": Workflow.last_updated,
}
VERSION_COLUMNS: Final[Columns] = {
    "id": WorkflowVersion.id,
    "version": WorkflowVersion.version,
    "notes": WorkflowVersion.notes,
    "enabled": WorkflowVersion.enabled,
    "creationDate": WorkflowVersion.creation_date,
    "lastUpdated": WorkflowVersion.last_updated,
}
_DATES = frozenset({"creationDate", "lastUpdated"})
_JOINS = frozenset({"$and", "$or", "$nor"})


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """``flow_class`` None is every class. ``triggers`` are pairs of type and key,
    each of which may be empty; any one of them suffices, in the default version.
    ``query`` takes the place of everything else.
    """

    flow_class: str | None = "cloud"
    triggers: Sequence[tuple[str, str]] = ()
    query: Any = None


def conditions(wanted: FlowFilter) -> list[Condition]:
    """Return what the workflows of a list must meet. Raises Invalid."""
    if wanted.query is not None:
        return [condition(wanted.query, FLOW_COLUMNS)]
    found: list[Condition] = []
    if wanted.flow_class is not None:
        if wanted.flow_class not in FLOW_CLASSES:
            text = f"flowClass must be one of {', '.join(FLOW_CLASSES)}"
            raise Invalid(text, "flowClass")
        found.append(Workflow.flow_class == wanted.flow_class)
    if len(wanted.triggers) > MOST_TRIGGERS:
        text = f"triggerFilter must not have more than {MOST_TRIGGERS} entries"
        raise Invalid(text, "triggerFilter")
    if wanted.triggers:
        found.append(or_(*(_has_trigger(*each) for each in wanted.triggers)))
    return found


def condition(query: Any, columns: Columns) -> Condition:
    """Return a query as SQL over the given columns.

    Raises Invalid for anything that is not in the language, or too much of it.
    """
    return _Translation(columns).query(query, 0)


def _has_trigger(type_: str, key: str) -> Condition:
    default = Workflow.default_version_id
    found = [
        WorkflowTrigger.workflow_id == Workflow.id,
        WorkflowTrigger.version_id.is_not_distinct_from(default),
    ]
    if type_:
        found.append(WorkflowTrigger.type == type_)
    if key:
        found.append(WorkflowTrigger.key == key)
    return exists().where(*found).correlate(Workflow)


class _Translation:
    """Turns one query into SQL and counts what it asks for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._count = 0

    def query(self, query: Any, depth: int) -> Condition:
        """Return an object of fields and joins as one condition."""
        if not isinstance(query, Mapping):
            raise _refused("it must be an object")
        if depth > DEEPEST:
            raise _refused(f"it is nested deeper than {DEEPEST}")
        found: list[Condition] = [true()]
        for name, value in query.items():
            self._count += 1
            if self._count > MOST_CONDITIONS:
                raise _refused(f"it has more than {MOST_CONDITIONS} conditions")
            if name in _JOINS:
                found.append(self._join(name, value, depth))
            else:
                found.append(self._field(name, value))
        return and_(*found)

    def _join(self, name: str, value: Any, depth: int) -> Condition:
        parts = [self.query(each, depth + 1) for each in _listed(name, value)]
        if name == "$and":
            return and_(true(), *parts)
        either = or_(false(), *parts)
        return either if name == "$or" else not_(either)

    def _field(self, name: str, value: Any) -> Condition:
        column = self._columns.get(name)
        if column is None:
            known = ", ".join(self._columns)
            raise _refused(f"{str(name)[:80]} is not one of {known}")
        given = value if isinstance(value, Mapping) else {"$eq": value}
        comparing = dict(given)
        folded = comparing.pop("$ci", False) is True
        found: list[Condition] = [true()]
        for word, operand in comparing.items():
            self._count += 1
            found.append(_compared(name, column, word, operand, folded))
        return and_(*found)


Compare = Callable[[Any, Any], Any]

_COMPARISONS: Mapping[str, Compare] = {
    "$eq": operator.eq,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
    "$ne": lambda column, value: column.is_distinct_from(value),
}
# Of the text's own functions, not LIKE: nothing in the operand is a pattern.
_IN_TEXTS: Mapping[str, Compare] = {
    "$startsWith": lambda text, part: func.substr(text, 1, func.length(part)) == part,
    "$endsWith": lambda text, part: (
        func.substr(text, -func.length(part), func.length(part)) == part
    ),
    "$contains": lambda text, part: func.instr(text, part) > 0,
}


def _compared(
    name: str, column: Any, word: str, operand: Any, folded: bool
) -> Condition:
    found: Condition
    if word in {"$in", "$nin"}:
        values = [_operand(name, each) for each in _listed(word, operand)]
        found = column.in_(values)
        return found if word == "$in" else not_(found)
    value = _operand(name, operand)
    left, right = column, value
    if folded and isinstance(value, str):
        left, right = func.lower(column), func.lower(value)
    if word in _COMPARISONS:
        found = _COMPARISONS[word](left, right)
        return found
    if word in _IN_TEXTS:
        if not isinstance(operand, str) or not operand or name in _DATES:
            raise _refused(f"{word} needs a text to look for in a text")
        found = _IN_TEXTS[word](left, right)
        return found
    raise _refused(f"{word[:80]} is not a known comparison")


def _operand(name: str, value: Any) -> Any:
    if isinstance(value, str) and (len(value) > 32767 or not is_storable(value)):
        raise _refused(f"the text for {name} cannot be stored anywhere")
    if not isinstance(value, str | int | float | bool | None):
        raise _refused(f"the value for {name} must be a text, a number or a flag")
    if name == "enabled" and not isinstance(value, bool | None):
        raise _refused("enabled is true or false")
    if name in _DATES and value is not None:
        return _moment(name, value)
    if isinstance(value, float | int) and not abs(value) < 2**62:
        raise _refused(f"the number for {name} is too large")
    return value


def _moment(name: str, value: Any) -> datetime:
    """Return a time that is given as ISO 8601 or as milliseconds."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=moment.tzinfo or UTC)
        return from_ms(int(value))
    except (ValueError, OverflowError):
        raise _refused(f"{name} must be compared with a time") from None


def _listed(word: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise _refused(f"{word} must be a list of at most {MOST_ITEMS}")
    return value


def _refused(reason: str) -> Invalid:
    return Invalid(f"query cannot be understood: {reason}", "query")
