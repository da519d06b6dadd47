"""The filters of lists of requests: from an address to a query, and to chips.

Apart because two pages and the export read the same fields. What cannot be read
is left out of a page, which says so, since an address may have been typed by hand;
a file could not say so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from webhooks.errors import Invalid
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.delivery_query import SOURCES, STATUSES, VERDICTS, check
from webhooks.templating.dates.zones import zone
from webhooks.web.pages.delivery_view import VERDICT_WORDS

Arguments = MultiDict[str, str]

PER_PAGE: Final = 30
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
# Fields of the form, what they are called in the address, in a query, in words.
_FIELDS: Final = {
    "q": ("q", "text"),
    "method": ("method", "method"),
    "path": ("path", "path"),
    "status": ("status", "status"),
    "verdict": ("verdict", "sender"),
    "response": ("response_status", "answer"),
    "source": ("source", "source"),
    "from": ("received_from", "from"),
    "to": ("received_to", "to"),
}
_TIMES: Final = frozenset({"from", "to"})
_CHOICES: Final = {
    "status": STATUSES,
    "verdict": VERDICTS,
    "source": SOURCES,
}
_LONGEST: Final = 255
_CURSOR = re.compile(r"[0-9]{1,18}|[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in words, and the address without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    """What the form shows: values by field, chips, and what was left out."""

    values: Mapping[str, str]
    zone: str
    chips: tuple[Chip, ...]
    complaints: tuple[str, ...]
    everything: str
    methods: tuple[str, ...] = METHODS
    statuses: tuple[str, ...] = STATUSES
    verdicts: Mapping[str, str] = field(default_factory=lambda: VERDICT_WORDS)
    sources: tuple[str, ...] = SOURCES


def query_of(args: Arguments, limit: int = PER_PAGE) -> DeliveryQuery:
    """Return the query of an address; what cannot be read is left out."""
    return _read(args, limit)[0]


def readable_query(args: Arguments) -> DeliveryQuery:
    """Return the query of an address whose filters count, every one of them.

    Raises Invalid, which says what cannot be read.
    """
    query, complaints = _read(args, PER_PAGE)
    if complaints:
        raise Invalid(" ".join(complaints.values()))
    return query


def filters_of(args: Arguments) -> dict[str, str]:
    """Return the filters alone, as they stand in the address."""
    found = {name: args.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    given = {name: text for name, text in found.items() if text}
    if _TIMES & given.keys() and args.get("tz"):
        given["tz"] = args["tz"][:_LONGEST]
    return given


def filter_bar(webhook_names: Mapping[str, str] | None = None) -> FilterBar:
    """Return the bar of the page asked for; for templates.

    ``webhook_names`` are those that the page lets one choose from.
    """
    values = filters_of(request.args)
    zone_name = values.pop("tz", "")
    # Who chose nothing keeps the address of the page, whatever it is.
    kept = {**values, **({"tz": zone_name} if zone_name else {})}
    chosen = request.args.get("webhook", "")
    _, complaints = _read(request.args, PER_PAGE)
    words = {
        name: f"{_FIELDS[name][1]} {_shown(name, values)}"
        for name in values
        if name not in complaints
    }
    if webhook_names and chosen in webhook_names:
        kept["webhook"] = chosen
        words["webhook"] = f"webhook {webhook_names[chosen]}"
    chips = [
        Chip(text, _here({key: kept[key] for key in kept if key != name}))
        for name, text in words.items()
    ]
    return FilterBar(
        values,
        zone_name,
        tuple(chips),
        tuple(f"{text} It was left out." for text in complaints.values()),
        everything=_here({}),
    )


def page_address(before: str | None = None) -> str:
    """Return the address of this page with its filters, and an older beginning."""
    kept: dict[str, str] = filters_of(request.args)
    webhook = request.args.get("webhook", "")
    if webhook:
        kept["webhook"] = webhook[:_LONGEST]
    return _here({**kept, "before": before} if before else kept)


def _here(values: Mapping[str, str]) -> str:
    given: dict[str, Any] = {**(request.view_args or {}), **values}
    return url_for(str(request.endpoint), **given)


def _shown(name: str, values: Mapping[str, str]) -> str:
    text = values[name]
    if name in _TIMES:
        return text.replace("T", " ")
    if name == "verdict":
        return VERDICT_WORDS.get(text, text)
    return f"“{text}”" if name == "q" else text


def _read(args: Arguments, limit: int) -> tuple[DeliveryQuery, dict[str, str]]:
    before = args.get("before", "")
    query = DeliveryQuery(
        limit=limit, before=before if _CURSOR.fullmatch(before) else None
    )
    complaints: dict[str, str] = {}
    for name, value in _values(args):
        if isinstance(value, Invalid):
            complaints[name] = value.message
            continue
        changed = replace(query, **{_FIELDS[name][0]: value})
        try:
            check(changed)
        except Invalid:
            complaints[name] = _reproach(name, args[name])
        else:
            query = changed
    return query, complaints


def _values(args: Arguments) -> Iterator[tuple[str, Any]]:
    given = filters_of(args)
    zone_name = given.pop("tz", "")
    for name, text in given.items():
        if name not in _TIMES:
            yield name, text.lower() if name == "response" else text
            continue
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=zone(zone_name))
        except ValueError:
            yield name, Invalid(_reproach(name, text))
        else:
            yield name, moment


def _reproach(name: str, text: str) -> str:
    shown = f"“{text[:40]}”"
    if name in _TIMES:
        return f"{shown} is not a time such as 2026-01-31T18:30."
    if name == "response":
        return f"{shown} is not a status such as 404, or a class such as 4xx."
    known = _CHOICES.get(name)
    return f"{shown} is not one of {', '.join(known)}." if known else f"{shown} is odd."
