"""Answers in Losant's form: fields with ``_type``, ``_etag`` and ``_links``."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from webhooks.services.paging import ListQuery, Page
from webhooks.web.api.operation import Call

SUCCESS = {"success": True}
T = TypeVar("T")


def item(
    call: Call, kind: str, fields: Mapping[str, Any], links: Mapping[str, str]
) -> dict[str, Any]:
    """Return a resource; ``links`` map names to paths below the API's address."""
    resource = {**fields, "_type": kind, "_etag": _etag(fields)}
    return _with_links(call, resource, links)


def collection(
    call: Call,
    kind: str,
    page: Page[T],
    items: Sequence[Mapping[str, Any]],
    links: Mapping[str, str],
    **owners: str,
) -> dict[str, Any]:
    """Return a page of resources in its envelope."""
    query = page.query
    envelope: dict[str, Any] = {
        "items": items,
        "count": len(items),
        "totalCount": page.total_count,
        "perPage": query.per_page,
        "page": query.page,
        "sortField": query.sort_field,
        "sortDirection": query.sort_direction,
    }
    if query.filters:
        envelope |= {"filterField": query.filter_field, "filter": query.filter}
    return _with_links(call, {**envelope, **owners, "_type": kind}, links)


def list_query(call: Call, sort_field: str = "name") -> ListQuery:
    """Return the list query of a call whose query is ``ListArguments``.

    ``sort_field`` is what a list is sorted by unless its caller says.
    """
    given = call.query
    return ListQuery(
        sort_field=given.get("sort_field", sort_field),
        sort_direction=given.get("sort_direction", "asc").lower(),
        page=given.get("page", 0),
        per_page=given.get("per_page", ListQuery().per_page),
        filter_field=given.get("filter_field", ""),
        filter=given.get("filter", ""),
    )


def _with_links(
    call: Call, resource: dict[str, Any], links: Mapping[str, str]
) -> dict[str, Any]:
    if call.query.get("links", True):
        resource["_links"] = {name: {"href": path} for name, path in links.items()}
    return resource


def _etag(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, sort_keys=True).encode()
    # Changes are to be noticed, nothing is protected by it.
    digest = hashlib.sha1(text, usedforsecurity=False).digest()
    return f'"{len(text):x}-{base64.b64encode(digest).decode().rstrip("=")}"'
