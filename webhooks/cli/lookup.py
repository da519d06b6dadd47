"""Naming things on the command line: by id, or by a name that only one has."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from webhooks.cli.current import OPERATOR
from webhooks.errors import Invalid, NotFound
from webhooks.ids import is_id
from webhooks.services import applications
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery, Page
from webhooks.services.site import Site

T = TypeVar("T")


def every(fetch: Callable[[ListQuery], Page[T]]) -> Iterator[T]:
    """Yield the items of all pages of a list."""
    number = 0
    while True:
        page = fetch(ListQuery(page=number, per_page=PER_PAGE_LIMIT))
        yield from page.items
        number += 1
        if number * PER_PAGE_LIMIT >= page.total_count:
            return


def find_application(site: Site, wanted: str) -> str:
    """Return the id of the application with this id or unique name.

    Raises NotFound, and Invalid when several have the name.
    """
    if is_id(wanted):
        return applications.get(site, wanted).id
    found = [
        application.id
        for application in every(
            lambda query: applications.list_(site, OPERATOR, query)
        )
        if application.name == wanted
    ]
    if not found:
        raise NotFound(
            "No application has this id or name; `flask applications list` shows all."
        )
    if len(found) > 1:
        ids = ", ".join(found)
        raise Invalid(f"Several applications have this name; give an id: {ids}")
    return found[0]
