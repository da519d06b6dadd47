"""Looking for text inside stored requests."""

from tests.services.arrivals import arrive, webhook
from webhooks.services.delivery_search import search
from webhooks.services.site import Site


def test_it_keeps_the_order_of_the_candidates_and_stops_in_time(site: Site) -> None:
    hook = webhook(site)
    for body in (b"Strasse", "Straße".encode(), b"\xff strasse", b"hay"):
        arrive(site, hook, body)
    path = site.settings.database_path
    assert search(path, [4, 3, 2, 1], "STRASSE", 10) == [3, 2, 1]
    assert search(path, [4, 3, 2, 1], "STRASSE", 2) == [3, 2]
    assert search(path, [99], "strasse", 10) == []


def test_it_finds_names_and_values_of_headers(site: Site) -> None:
    hook = webhook(site)
    arrive(site, hook, headers=(("X-Room", "Küche"), ("X-Api-Key", "sesame")))
    path = site.settings.database_path
    for text in ("x-room: küche", "x-api-key"):
        assert search(path, [1], text, 10) == [1]


def test_it_cannot_be_used_to_guess_a_secret(site: Site) -> None:
    hook = webhook(site, verification_type="facebook", verification_code="sesame")
    check = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=sesame"
    arrive(site, hook, b"", method="GET", query=check)
    arrive(site, hook, headers=(("Authorization", "Basic sesame"),))
    path = site.settings.database_path
    assert search(path, [2, 1], "sesame", 10) == []
