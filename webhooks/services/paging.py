"""Lists a page at a time: sorting, globbing and counting, for every resource.

Sort and filter fields are looked up in tables of columns, so nothing that a
caller sends ever becomes part of SQL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from webhooks.errors import Invalid

T = TypeVar("T")
Columns = Mapping[str, SQLColumnExpression[Any]]

PER_PAGE_DEFAULT = 100
PER_PAGE_LIMIT = 1000
PAGE_LIMIT = 1_000_000
FILTER_LIMIT = 255
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a caller wants of a list; field names are those of the API.

    ``page`` counts from 0. ``filter`` may hold ``*`` (any text) and ``?`` (any
    one character) and must fit the whole value, whatever its case (of ASCII
    letters). An empty ``filter_field`` or ``filter`` means no filter.
    """

    sort_field: str = "name"
    sort_direction: str = "asc"
    page: int = 0
    per_page: int = PER_PAGE_DEFAULT
    filter_field: str = ""
    filter: str = ""

    @property
    def filters(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.filter_field and self.filter)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``total_count`` counts every match."""

    items: Sequence[T]
    total_count: int
    query: ListQuery


def fetch(
    session: Session,
    statement: Select[T],
    query: ListQuery,
    sort: Columns,
    filters: Columns,
) -> Page[T]:
    """Run a list query; ``sort`` and ``filters`` are the allowed fields.

    The last column of ``sort`` breaks ties and must be unique.
    Raises Invalid for a field, direction or number that is not allowed.
    """
    _check(query, sort, filters)
    if query.filters:
        pattern = like_pattern(query.filter)
        column = filters[query.filter_field]
        statement = statement.where(column.like(pattern, escape=_ESCAPE))
    total = session.scalar(select(func.count()).select_from(statement.subquery()))
    order = [sort[query.sort_field], list(sort.values())[-1]]
    if query.sort_direction == "desc":
        order = [column.desc() for column in order]
    statement = statement.order_by(*order).limit(query.per_page)
    rows = session.scalars(statement.offset(query.page * query.per_page)).all()
    return Page(rows, total or 0, query)


def like_pattern(glob: str) -> str:
    """Return the LIKE pattern (escape character ``\\``) of a glob."""
    while "**" in glob:
        glob = glob.replace("**", "*")
    for character in (_ESCAPE, "%", "_"):
        glob = glob.replace(character, _ESCAPE + character)
    return glob.replace("*", "%").replace("?", "_")


def _check(query: ListQuery, sort: Columns, filters: Columns) -> None:
    _choice("sortField", query.sort_field, sort)
    _choice("sortDirection", query.sort_direction, ("asc", "desc"))
    if query.filter_field:
        _choice("filterField", query.filter_field, filters)
    if len(query.filter) > FILTER_LIMIT:
        raise Invalid(f"filter must not exceed {FILTER_LIMIT} characters", "filter")
    if not 0 <= query.page <= PAGE_LIMIT:
        raise Invalid(f"page must be a whole number from 0 to {PAGE_LIMIT}", "page")
    if not 1 <= query.per_page <= PER_PAGE_LIMIT:
        text = f"perPage must be a whole number from 1 to {PER_PAGE_LIMIT}"
        raise Invalid(text, "perPage")


def _choice(name: str, value: str, allowed: Mapping[str, Any] | Sequence[str]) -> None:
    if value not in allowed:
        raise Invalid(f"{name} must be one of {', '.join(allowed)}", name)
