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
