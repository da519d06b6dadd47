"""Requests of all webhooks together: the list, its filters and its pages."""

import pytest

from tests import cast
from tests.services.stored_deliveries import stored
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import arrive
from webhooks.services import delivery_list
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.delivery_query import PER_PAGE


def rows(page: Page) -> list[str]:
    """Return the ids of the deliveries on a page."""
    return [tag["id"][2:] for tag in page.tags("li") if "data-delivery" in tag]


def test_it_shows_all_webhooks_newest_first(
    alice: Browser, site: Site, application: Application, webhook: Webhook, home: str
) -> None:
    other = cast.webhook(site, application, name="Door")
    elsewhere = cast.webhook(site, cast.application(site, "Elsewhere"))
    first, second = arrive(site, webhook), arrive(site, other, method="PUT")
    arrive(site, elsewhere)
    page = alice.get(f"{home}/deliveries")
    assert rows(page) == [second, first]
    assert "Door" in page.text
    assert rows(alice.get(f"{home}/deliveries?webhook={webhook.id}")) == [first]
    assert rows(alice.get(f"{home}/deliveries?method=put")) == [second]
    found = alice.get(f"{home}/deliveries?webhook={other.id}&method=PUT")
    assert "webhook Door" in found.text


def test_each_row_says_what_the_workflows_made_of_it(
    alice: Browser, site: Site, application: Application, webhook: Webhook, home: str
) -> None:
    """Here, and on the overview."""
    workflow = flows.workflow(site, application, **flows.document())
    seq = stored(site, webhook)
    flows.run(site, workflow, delivery_seq=seq, status="interrupted")
    for path in ("/deliveries", ""):
        page = alice.get(f"{home}{path}")
        [row] = [
            tag for tag in page.tags("span") if "What the workflow did" in tag.values()
        ]
        assert "sh-tone-" in row["class"]


def test_an_empty_list_says_why(
    alice: Browser, site: Site, webhook: Webhook, home: str
) -> None:
    assert "No requests yet" in alice.get(f"{home}/deliveries").text
    arrive(site, webhook)
    assert "No request fits" in alice.get(f"{home}/deliveries?q=nothing").text


def test_pages_keep_their_filters(
    alice: Browser, site: Site, webhook: Webhook, home: str
) -> None:
    for _ in range(PER_PAGE + 1):
        stored(site, webhook, path="/a")
    page = alice.get(f"{home}/deliveries?path=/a&webhook={webhook.id}")
    (older,) = [href for href, text in page.links.items() if text == "Older"]
    assert older == f"{home}/deliveries?path=/a&webhook={webhook.id}&before=2"
    last = alice.get(older)
    assert len(rows(last)) == 1
    assert "Newest" in last.links.values()
    assert "Older" not in last.links.values()


@pytest.mark.parametrize("found", [0, 1])
def test_a_search_that_took_too_long_says_how_far_it_came_and_goes_on(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    home: str,
    monkeypatch: pytest.MonkeyPatch,
    found: int,
) -> None:
    monkeypatch.setattr(delivery_list, "SEARCHED", 2)
    stored(site, webhook, body=b"needle")
    stored(site, webhook, days_old=1)
    stored(site, webhook, body=b"needle" if found else b"hay")
    page = alice.get(f"{home}/deliveries?q=needle")
    assert len(rows(page)) == found
    assert "2026-01-04 10:11:12 UTC was looked at" in page.text
    assert ("Nothing found so far" in page.text) is (found == 0)
    (onward,) = [href for href, text in page.links.items() if text == "Search on"]
    assert len(rows(alice.get(onward))) == 1


def test_the_inspector_says_so_too(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    inspector: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery_list, "SEARCHED", 1)
    stored(site, webhook, body=b"needle")
    stored(site, webhook)
    page = alice.get(f"{inspector}?q=needle")
    (onward,) = [href for href, text in page.links.items() if text == "Search on"]
    assert len(rows(alice.get(onward))) == 1
