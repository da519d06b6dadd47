"""Looking at deliveries: pages, one by one, and as they come."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import arrive, webhook
from webhooks.errors import Invalid, NotFound
from webhooks.runtime.live import QUEUE_LENGTH
from webhooks.services import applications, deliveries, delivery_list, webhooks
from webhooks.services.deliveries import DeliveryPage, DeliveryQuery
from webhooks.services.delivery_search import Found, Wanted
from webhooks.services.search_bound import SearchBound
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RATE_LIMIT": "0", "SWITCHHOOK_PEER_RATE_LIMIT": "0"}


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site)


def page(site: Site, hook: Webhook, **query: object) -> DeliveryPage:
    asked = DeliveryQuery(**query)  # type: ignore[arg-type]
    return deliveries.list_(site, hook.application_id, hook.id, asked)


def ids(found: DeliveryPage) -> list[str]:
    return [row.id for row in found.items]


def test_pages_go_on_where_the_last_one_ended(site: Site, hook: Webhook) -> None:
    sent = [arrive(site, hook).delivery_id for _ in range(5)][::-1]
    first = page(site, hook, limit=2)
    arrive(site, hook)
    second = page(site, hook, limit=2, before=first.next_cursor)
    third = page(site, hook, limit=2, before=second.next_cursor)
    assert ids(first) + ids(second) + ids(third) == sent
    assert third.next_cursor is None


def test_a_cursor_may_be_a_deliverys_id(site: Site, hook: Webhook) -> None:
    sent = [arrive(site, hook).delivery_id for _ in range(3)]
    assert ids(page(site, hook, before=sent[1])) == [sent[0]]
    assert ids(page(site, hook, after=sent[1])) == [sent[2]]


def test_another_webhooks_deliveries_are_not_there(site: Site, hook: Webhook) -> None:
    other = webhook(site)
    sent = arrive(site, other).delivery_id
    assert sent is not None
    assert ids(page(site, hook)) == []
    with pytest.raises(NotFound):
        deliveries.get(site, hook.application_id, hook.id, sent)
    with pytest.raises(NotFound):
        deliveries.get(site, hook.application_id, other.id, sent)
    with pytest.raises(NotFound):
        deliveries.list_(site, hook.application_id, other.id, DeliveryQuery())
    with pytest.raises(Invalid):
        page(site, hook, before=sent)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": -1},
        {"limit": 10**30},
        {"status": "x"},
        {"q": "x" * 256},
        {"before": "1 OR 1"},
        {"after": "9" * 30},
        {"verdict": "x"},
        {"source": "x"},
        {"path": "x" * 256},
        {"path": "/\0"},
        {"q": "\ud800"},
        {"response_status": "6xx"},
        {"response_status": "40"},
    ],
)
def test_it_refuses_odd_questions(
    site: Site, hook: Webhook, query: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        page(site, hook, **query)


def test_it_narrows_by_status_and_method(site: Site, hook: Webhook) -> None:
    got = arrive(site, hook, b"", method="GET").delivery_id
    arrive(site, hook)
    arrive(site, hook, method="TRACE")
    assert ids(page(site, hook, method="get")) == [got]
    assert [row.method for row in page(site, hook, status="refused").items] == ["TRACE"]


def test_it_finds_text_in_every_part(site: Site, hook: Webhook) -> None:
    in_body = arrive(site, hook, b'{"a":"Needle"}').delivery_id
    in_query = arrive(site, hook, query="x=nEEdle").delivery_id
    in_header = arrive(site, hook, headers=(("X", "NEEDLE"),)).delivery_id
    arrive(site, hook, b"\xff\0hay")
    assert ids(page(site, hook, q="needle")) == [in_header, in_query, in_body]
    assert ids(page(site, hook, q="needle", limit=1)) == [in_header]


def test_text_is_no_pattern(site: Site, hook: Webhook) -> None:
    arrive(site, hook, b"hay")
    literal = arrive(site, hook, b"100%_of.*").delivery_id
    for text in ("%", "_", ".*"):
        assert ids(page(site, hook, q=text)) == [literal]


def test_a_search_over_many_goes_on_by_its_cursor(
    site: Site, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_list, "SEARCHED", 3)
    sent = arrive(site, hook, b"needle").delivery_id
    for _ in range(4):
        arrive(site, hook, b"hay")
    first = page(site, hook, q="needle")
    assert ids(first) == []
    assert first.next_cursor is not None
    assert first.searched_to is not None
    second = page(site, hook, q="needle", before=first.next_cursor)
    assert (ids(second), second.searched_to) == ([sent], None)


def test_all_of_an_application_are_listed_together(site: Site, hook: Webhook) -> None:
    other = webhooks.create(site, hook.application_id, {"name": "other"})
    stranger = webhook(site)
    sent = [arrive(site, each).delivery_id for each in (hook, other, stranger, hook)]

    def listed(**query: object) -> DeliveryPage:
        asked = DeliveryQuery(**query)  # type: ignore[arg-type]
        return deliveries.list_(site, hook.application_id, None, asked)

    assert ids(listed()) == [sent[3], sent[1], sent[0]]
    assert ids(listed(before=sent[3], limit=1)) == [sent[1]]
    with pytest.raises(Invalid):
        listed(before=sent[2])


def test_a_search_whose_caller_has_gone_is_told_to_end(
    site: Site, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds: list[SearchBound] = []

    def stopped(path: Path, wanted: Wanted, limit: int, bound: SearchBound) -> Found:
        bounds.append(bound)
        assert not bound.is_over()
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery_list, "find", stopped)
    with pytest.raises(KeyboardInterrupt):
        page(site, hook, q="needle")
    assert bounds[0].is_over()


def test_a_search_leaves_the_server_to_others(
    site: Site, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a native thread, for which only so many wait at once."""
    arrive(site, hook)
    free: list[bool] = []

    def offload(function: Callable[[], Any]) -> Any:
        others = [site.searches.acquire(blocking=False) for _ in range(2)]
        free.append(others == [True, False])
        for _ in filter(None, others):
            site.searches.release()
        return function()

    monkeypatch.setattr(site.store.writer, "offload", offload)
    assert len(page(site, hook, q="{").items) == 1
    assert free == [True]


def test_events_begin_with_what_is_new(site: Site, hook: Webhook) -> None:
    arrive(site, hook)
    events = deliveries.events(site, hook.application_id, hook.id, None)
    with site.live.watch("another"):
        site.live.publish(hook.id, 0)
    resumed = deliveries.events(site, hook.application_id, hook.id, 0)
    assert next(resumed) is not None
    resumed.close()
    events.close()


def test_events_resume_behind_the_last_one(site: Site, hook: Webhook) -> None:
    """More than one step of reading, none twice, in order."""
    sent = [arrive(site, hook).delivery_id for _ in range(120)]
    events = deliveries.events(site, hook.application_id, hook.id, 0)
    found = [next(events) for _ in range(120)]
    assert [row and row.id for row in found] == sent
    arrive(site, hook)
    row = next(events)
    assert row is not None
    events.close()
    again = deliveries.events(site, hook.application_id, hook.id, row.seq - 1)
    assert getattr(next(again), "id", None) == row.id
    again.close()


def test_a_reader_that_fell_behind_is_let_go(site: Site, hook: Webhook) -> None:
    arrive(site, hook)
    events = deliveries.events(site, hook.application_id, hook.id, 0)
    assert next(events) is not None
    for number in range(QUEUE_LENGTH + 1):
        site.live.publish(hook.id, number + 2)
    assert next(events, "ended") == "ended"
    assert len(site.live) == 0


def test_the_newest_of_an_application_come_from_all_its_webhooks(
    site: Site, hook: Webhook
) -> None:
    other = cast.webhook(
        site, applications.get(site, hook.application_id), name="Other"
    )
    quiet = cast.webhook(
        site, applications.get(site, hook.application_id), name="Quiet"
    )
    callers = (quiet, hook, other, hook, hook, other, hook)
    sent = [(arrive(site, each).delivery_id, each.name) for each in callers][::-1]
    arrive(site, webhook(site))
    for limit in (1, 2, 4, 7, 20):
        found = deliveries.latest_of(site, hook.application_id, limit)
        assert [(row.id, name) for row, name in found] == sent[:limit]
    assert deliveries.newest_seq(site, hook.id) == found[0][0].seq
