"""Finding stored requests by method and by text."""

import pytest

from tests.services.arrivals import arrive, webhook
from webhooks.services import delivery_search
from webhooks.services.delivery_search import Wanted, find
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def wanted(hook: Webhook, text: str = "", method: str | None = None) -> Wanted:
    return Wanted(hook.id, None, method, None, None, text)


def found(site: Site, hook: Webhook, text: str, limit: int = 10) -> list[int]:
    return find(site.settings.database_path, wanted(hook, text), limit)[0]


def test_it_finds_newest_first_and_stops_in_time(site: Site) -> None:
    hook = webhook(site)
    for body in (b"Strasse", "Straße".encode(), b"\xff strasse", b"hay"):
        arrive(site, hook, body)
    path = site.settings.database_path
    assert find(path, wanted(hook, "STRASSE"), 10) == ([3, 2, 1], None)
    assert find(path, wanted(hook, "STRASSE"), 2) == ([3, 2], 2)


def test_it_looks_at_so_many_and_says_where_to_go_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_search, "SEARCHED", 2)
    hook = webhook(site)
    for body in (b"needle", b"hay", b"hay"):
        arrive(site, hook, body)
    path = site.settings.database_path
    assert find(path, wanted(hook, "needle"), 10) == ([], 2)
    further = Wanted(hook.id, None, None, 2, None, "needle")
    assert find(path, further, 10) == ([1], None)


def test_it_finds_by_method_however_rare_that_is(site: Site) -> None:
    hook = webhook(site)
    for method in ("PUT", "POST", "POST", "PUT"):
        arrive(site, hook, method=method)
    path = site.settings.database_path
    assert find(path, wanted(hook, method="PUT"), 1) == ([4], 4)
    assert find(path, wanted(hook, method="PUT"), 10) == ([4, 1], None)


def test_it_finds_names_and_values_of_headers(site: Site) -> None:
    hook = webhook(site)
    arrive(site, hook, headers=(("X-Room", "Küche"), ("X-Api-Key", "sesame")))
    for text in ("x-room: küche", "x-api-key"):
        assert found(site, hook, text) == [1]


def test_it_cannot_be_used_to_guess_a_secret(site: Site) -> None:
    hook = webhook(site, verification_type="facebook", verification_code="sesame")
    check = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=sesame"
    arrive(site, hook, b"", method="GET", query=check)
    arrive(site, hook, headers=(("Authorization", "Basic sesame"),))
    assert found(site, hook, "sesame") == []
    assert found(site, hook, "authorization") == [2]
