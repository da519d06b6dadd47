"""The list of webhooks, a new one, the inspector and the test panel."""

import pytest

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import arrive
from webhooks.services import deliveries, webhooks
from webhooks.services.applications import Application
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def test_an_empty_list_says_what_a_webhook_is(alice: Browser, home: str) -> None:
    page = alice.get(f"{home}/webhooks")
    assert "Your first webhook" in page.headings
    assert f"{home}/webhooks/new" in page.links


def test_a_new_webhook_needs_a_name_alone(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    response = alice.send(f"{home}/webhooks/new", name=" Doorbell ")
    page = alice.get(response.location or "")
    [made] = webhooks.list_(site, application.id).items
    assert made.name == "Doorbell"
    assert "Doorbell" in page.headings
    assert webhooks.url(site, made) in page.text
    assert "Waiting for the first request" in page.headings


@pytest.mark.parametrize("name", ["", "   ", "x" * 256, "a\0b"])
def test_a_bad_name_is_refused(
    alice: Browser, site: Site, application: Application, home: str, name: str
) -> None:
    assert alice.send(f"{home}/webhooks/new", name=name).status_code == 400
    assert webhooks.list_(site, application.id).items == []


def test_the_list_is_found_by_name_and_paged(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    for number in range(52):
        cast.webhook(site, application, name=f"Sensor {number:02}")
    first = alice.get(f"{home}/webhooks")
    assert "Sensor 49" in first.text
    assert "Sensor 50" not in first.text
    assert "Sensor 51" in alice.get(f"{home}/webhooks?page=1").text
    found = alice.get(f"{home}/webhooks?q=sor+07")
    assert "Sensor 07" in found.text
    assert "Sensor 08" not in found.text
    for odd in ("page=-1", "page=x", "page=99999", "q=%25", "q=" + "x" * 1000):
        assert alice.status(f"{home}/webhooks?{odd}") == 200


def test_the_inspector_lists_what_came(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    arrive(site, webhook, method="PUT", path="/door", query="open=1")
    page = alice.get(inspector)
    [row] = [text for href, text in page.links.items() if "/deliveries/" in href]
    assert row == "/door?open=1"
    assert "PUT" in page.text
    assert "Waiting for the first request" not in page.headings


def test_the_inspector_searches_and_goes_back_in_time(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    for number in range(35):
        arrive(site, webhook, path=f"/n{number:02}")
    page = alice.get(inspector)
    assert "/n34" in page.links.values()
    assert "/n04" not in page.links.values()
    [older] = [href for href, text in page.links.items() if text == "Older"]
    assert "/n04" in alice.get(older).links.values()
    assert "/n07" in alice.get(f"{inspector}?q=n07").links.values()
    assert "Nothing found" in alice.get(f"{inspector}?q=nothing-like-it").headings
    assert alice.status(f"{inspector}?before=rubbish") == 200


def test_the_test_panel_stores_and_answers_like_a_real_request(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    webhooks.update(
        site,
        webhook.application_id,
        webhook.id,
        {
            "response_code": 202,
            "basic_auth_username": "u",
            "basic_auth_password": "sesame",
        },
    )
    response = alice.send(f"{inspector}/test", path="/a?b=1", body='{"n": 1}')
    page = Page(response.text)
    assert "The caller gets" in page.headings
    assert "202" in page.text
    assert "sesame" not in response.text
    [delivery] = deliveries.list_(
        site, webhook.application_id, webhook.id, DeliveryQuery()
    ).items
    assert (delivery.path, delivery.raw_query, delivery.body, delivery.source) == (
        "/a",
        "b=1",
        b'{"n": 1}',
        "test",
    )
    assert any(href.endswith(delivery.id) for href in page.links)


def test_the_script_gets_the_result_alone(alice: Browser, inspector: str) -> None:
    form = alice.get(f"{inspector}/test").form("/test")
    response = alice.client.post(
        form.action, data=form.fields, headers={"X-Fragment": "result"}
    )
    assert "<html" not in response.text
    assert "The caller gets" in Page(response.text).headings


@pytest.mark.parametrize(
    "sent", [{"method": "BREW"}, {"path": "/a b"}, {"path": "/ä"}, {"path": "x" * 9000}]
)
def test_a_request_that_cannot_be_sent_says_why(
    alice: Browser, site: Site, webhook: Webhook, inspector: str, sent: dict[str, str]
) -> None:
    response = alice.send(f"{inspector}/test", **sent)
    assert response.status_code == 400
    assert "The caller gets" not in response.text
    found = deliveries.list_(site, webhook.application_id, webhook.id, DeliveryQuery())
    assert found.items == []


def test_the_overview_shows_webhooks_and_what_came_last(
    alice: Browser, site: Site, webhook: Webhook, home: str, inspector: str
) -> None:
    arrive(site, webhook, path="/latest")
    page = alice.get(home)
    assert inspector in page.links
    assert "/latest" in page.links.values()
