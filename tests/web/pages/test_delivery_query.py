"""Filters in the address: what they mean, and what is said about odd ones."""

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.delivery_query import query_of


def query(**args: str) -> DeliveryQuery:
    return query_of(MultiDict(args), 30)


def test_every_field_has_its_place_in_the_query() -> None:
    asked = query(
        **{"q": " x ", "method": "post", "path": "/a*", "status": "refused"},
        **{"verdict": "failed", "response": "4XX", "source": "test", "before": "7"},
    )
    assert asked == DeliveryQuery(
        limit=30,
        before="7",
        status="refused",
        method="post",
        q="x",
        path="/a*",
        verdict="failed",
        source="test",
        response_status="4xx",
    )


@pytest.mark.parametrize(
    ("given", "zone", "meant"),
    [
        ("2026-07-01T12:00", "Europe/Berlin", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-01-01T12:00", "Europe/Berlin", datetime(2026, 1, 1, 11, tzinfo=UTC)),
        ("2026-01-01T12:00", "", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01T12:00Z", "Asia/Tokyo", datetime(2026, 1, 1, 12, tzinfo=UTC)),
    ],
)
def test_times_are_in_the_readers_zone(given: str, zone: str, meant: datetime) -> None:
    found = query(**{"from": given, "to": given, "tz": zone})
    assert (found.received_from, found.received_to) == (meant, meant)


ODD = {
    "status": "odd",
    "verdict": "odd",
    "source": "odd",
    "response": "40",
    "from": "yesterday",
    "to": "2026-13-01T00:00",
    "path": "/\0",
}


def test_what_cannot_be_read_is_left_out_and_said_so(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    arrive(site, webhook)
    assert query(**ODD, before="1 OR 1") == DeliveryQuery(limit=30)
    found = alice.get(f"{inspector}?tz=Nowhere/Odd&from=2026-01-01T00:00&status=odd")
    assert "“odd” is not one of accepted, refused" in found.text
    assert "is not a time such as" in found.text


def test_each_filter_can_be_removed_by_itself(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    arrive(site, webhook, path="/orders")
    found = alice.get(f"{inspector}?method=POST&path=/orders&q=%3Cb%3E&before=9")
    chips = {
        tag["aria-label"]: tag["href"]
        for tag in found.tags("a")
        if "sh-chip" in tag.get("class", "").split()
    }
    assert chips == {
        "Remove the filter text “<b>”": f"{inspector}?method=POST&path=/orders",
        "Remove the filter method POST": f"{inspector}?q=%3Cb%3E&path=/orders",
        "Remove the filter path /orders": f"{inspector}?q=%3Cb%3E&method=POST",
    }
