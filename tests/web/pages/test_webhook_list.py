"""The list of webhooks: found, sorted, and with what came in lately."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.stored_deliveries import stored
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.storage.models import Webhook


@pytest.fixture
def three(site: Site, application: Application, clock: FrozenClock) -> None:
    """Zebra is the oldest and was called last, ape is the newest."""
    for name, days_old in (("Zebra", 0), ("mole", 2), ("Ape", None)):
        webhook = cast.webhook(site, application, name=name)
        if days_old is not None:
            stored(site, webhook, days_old)
        clock.move(1)
    zebra = select_id(site, "Zebra")
    stored(site, zebra)
    stored(site, zebra, status="refused")


def select_id(site: Site, name: str) -> Webhook:
    with site.store.reading() as session:
        return session.query(Webhook).filter_by(name=name).one()


def bars(page: Page) -> list[str]:
    found = [each.get("class", "") for each in page.tags("path")]
    return [name for name in found if name.startswith("sh-bar")]


def names(page: Page) -> list[str]:
    known = {"Zebra", "mole", "Ape"}
    return [text for text in page.links.values() if text in known]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Ape", "mole", "Zebra"]),
        ("?sort=name", ["Ape", "mole", "Zebra"]),
        ("?sort=last", ["Zebra", "mole", "Ape"]),
        ("?sort=created", ["Ape", "mole", "Zebra"]),
        ("?sort=odd", ["Ape", "mole", "Zebra"]),
        ("?q=E&sort=last", ["Zebra", "mole", "Ape"]),
        ("?q=APE", ["Ape"]),
        ("?q=%25", []),
    ],
)
def test_it_is_sorted_and_searched(
    alice: Browser, home: str, query: str, order: list[str]
) -> None:
    assert names(alice.get(f"{home}/webhooks{query}")) == order


@pytest.mark.usefixtures("three")
def test_each_shows_its_last_day(alice: Browser, home: str) -> None:
    page = alice.get(f"{home}/webhooks?sort=last")
    labels = [each["aria-label"] for each in page.tags("svg") if "aria-label" in each]
    assert labels == [f"{count} requests in 24 hours" for count in (3, 0, 0)]
    assert page.text.count("not called yet") == 1
    assert bars(page) == ["sh-bar-good", "sh-bar-bad"]


def test_it_goes_on_page_by_page(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    for number in range(51):
        cast.webhook(site, application, name=f"Number {number:02}")
    first = alice.get(f"{home}/webhooks")
    assert "51 in all" in first.text
    [onward] = [href for href, text in first.links.items() if text == "Next"]
    second = alice.get(onward)
    assert "Number 50" in second.text
    assert "Next" not in second.links.values()
    assert "No such page" in alice.get(f"{home}/webhooks?page=9").headings


@pytest.mark.parametrize("page", ["9" * 5000, "-1", "x", "\u0663"])
def test_a_page_number_that_cannot_be_is_no_fault_of_ours(
    alice: Browser, home: str, page: str
) -> None:
    assert alice.status(f"{home}/webhooks?page={page}") == 200


@pytest.mark.usefixtures("three")
def test_what_came_more_than_a_day_ago_is_not_in_the_picture(
    alice: Browser, site: Site, clock: FrozenClock, home: str
) -> None:
    clock.move(timedelta(days=1).total_seconds())
    alice.sign_in(cast.alice(site).email)
    with site.store.writing() as session:
        session.execute(update(Webhook).values(enabled=False))
    page = alice.get(f"{home}/webhooks")
    assert bars(page) == []
    assert page.text.count("disabled") == 3
