"""Finding stored requests by what has no index, within bounds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.services.arrivals import arrive, webhook
from tests.services.stored_deliveries import stored
from webhooks.clock import to_ms
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.delivery_search import Found, Wanted, find
from webhooks.services.search_bound import SearchBound
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site)


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RATE_LIMIT": "0", "SWITCHHOOK_PEER_RATE_LIMIT": "0"}


def search(
    site: Site,
    hooks: list[Webhook],
    limit: int = 10,
    *,
    before: int | None = None,
    bound: SearchBound | None = None,
    **query: Any,
) -> Found:
    wanted = Wanted([hook.id for hook in hooks], DeliveryQuery(**query), before)
    return find(site.settings.database_path, wanted, limit, bound or bounded())


def bounded(rows: int = 1000, seconds: float = 1) -> SearchBound:
    return SearchBound(lambda: 0.0, seconds, rows)


def test_it_finds_newest_first_and_stops_in_time(site: Site, hook: Webhook) -> None:
    for body in (b"Strasse", "Straße".encode(), b"\xff strasse", b"hay"):
        arrive(site, hook, body)
    assert search(site, [hook], q="STRASSE") == Found([3, 2, 1])
    assert search(site, [hook], 3, q="STRASSE") == Found([3, 2, 1])
    assert search(site, [hook], 2, q="STRASSE") == Found([3, 2], 2)


def test_it_looks_at_so_many_and_says_where_to_go_on_and_how_far_it_came(
    site: Site, hook: Webhook
) -> None:
    for body in (b"needle", b"hay", b"hay"):
        stored(site, hook, body=body)
    now_ms = to_ms(site.clock.now())
    queries: tuple[dict[str, Any], ...] = ({"q": "needle"}, {"response_status": "500"})
    for query in queries:
        found = search(site, [hook], bound=bounded(2), **query)
        assert found == Found([], 2, now_ms)
    assert search(site, [hook], before=2, q="needle") == Found([1])


def test_a_search_whose_time_is_over_has_looked_at_one_at_least(
    site: Site, hook: Webhook
) -> None:
    """So that whoever goes on from there comes to the end."""
    for body in (b"needle", b"needle", b"hay"):
        arrive(site, hook, body)
    over = bounded(seconds=0)
    first = search(site, [hook], bound=over, q="needle")
    assert (first.seqs, first.onward) == ([], 3)
    second = search(site, [hook], before=3, bound=over, q="needle")
    assert (second.seqs, second.onward) == ([2], 2)


def test_a_search_that_nobody_waits_for_ends(site: Site, hook: Webhook) -> None:
    for _ in range(3):
        arrive(site, hook, b"hay")
    bound = bounded()
    bound.cancel()
    assert search(site, [hook], bound=bound, q="needle").onward == 3


def test_it_finds_by_method_however_rare_that_is(site: Site, hook: Webhook) -> None:
    for method in ("PUT", "POST", "POST", "PUT"):
        arrive(site, hook, method=method)
    assert search(site, [hook], 1, method="put") == Found([4], 4)
    assert search(site, [hook], method="PUT") == Found([4, 1])


FILTERS: dict[str, Callable[[Site], dict[str, Any]]] = {
    "path": lambda _: {"path": "/orders"},
    "pattern": lambda _: {"path": "*/7"},
    "verdict": lambda _: {"verdict": "failed"},
    "source": lambda _: {"source": "replay"},
    "status": lambda _: {"status": "refused"},
    "exact": lambda _: {"response_status": "404"},
    "class": lambda _: {"response_status": "4xx"},
    "until": lambda site: {"received_to": site.clock.now()},
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_the_others_out(
    site: Site, hook: Webhook, name: str
) -> None:
    wanted = {
        "path": "/orders/7",
        "verdict": "failed",
        "source": "replay",
        "status": "refused",
        "response_status": 404,
    }
    stored(site, hook)
    found = stored(site, hook, days_old=1, **wanted)
    stored(site, hook, path="/other", response_status=None)
    assert search(site, [hook], **FILTERS[name](site)) == Found([found])


def test_a_time_is_found_among_many_by_few_looks(site: Site, hook: Webhook) -> None:
    """With three rows to look at, which are fewer than are newer."""
    seqs = [stored(site, hook, days_old=20 - day) for day in range(20)]
    begin = site.clock.now() - timedelta(days=12, hours=1)
    end = begin + timedelta(days=2)
    found = search(site, [hook], bound=bounded(3), received_from=begin, received_to=end)
    assert found == Found([seqs[9], seqs[8]])


def test_all_webhooks_of_an_application_are_merged_in_order(site: Site) -> None:
    one, two, other = webhook(site), webhook(site), webhook(site)
    for hook in (one, two, two, other, one, other, two):
        arrive(site, hook)
    assert search(site, [one, two]) == Found([7, 5, 3, 2, 1])
    assert search(site, [one, two], 2) == Found([7, 5], 5)
    assert search(site, [one, two], before=5) == Found([3, 2, 1])
    assert search(site, []) == Found([])


def test_it_finds_text_that_two_pieces_of_a_body_share(
    site: Site, hook: Webhook
) -> None:
    piece = 64 * 1024
    body = b"x" * (piece - 3) + "nädel".encode() + b"x" * piece
    stored(site, hook, body=body)
    assert search(site, [hook], q="NÄDEL").seqs == [1]
    assert search(site, [hook], q="nadel").seqs == []


def test_it_finds_names_and_values_of_headers(site: Site, hook: Webhook) -> None:
    arrive(site, hook, headers=(("X-Room", "Küche"), ("X-Api-Key", "sesame")))
    for text in ("x-room: küche", "x-api-key"):
        assert search(site, [hook], q=text).seqs == [1]


def test_it_cannot_be_used_to_guess_a_secret(site: Site) -> None:
    hook = webhook(site, verification_type="facebook", verification_code="sesame")
    check = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=sesame"
    arrive(site, hook, b"", method="GET", query=check)
    arrive(site, hook, headers=(("Authorization", "Basic sesame"),))
    assert search(site, [hook], q="sesame").seqs == []
    assert search(site, [hook], q="authorization").seqs == [2]


def test_a_query_says_whether_it_needs_a_search() -> None:
    plain = DeliveryQuery(before="1")
    assert (plain.is_narrow, plain.must_sift) == (False, False)
    by_status = replace(plain, status="refused")
    assert (by_status.is_narrow, by_status.must_sift) == (True, False)
    by_path = replace(plain, path="/")
    assert (by_path.is_narrow, by_path.must_sift) == (True, True)
