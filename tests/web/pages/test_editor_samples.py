"""Payloads to try a workflow with, and what templates come to over them."""

from typing import Any

import pytest

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from tests.web.pages.sending import arrive
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where it is edited."""
    return f"{home}/workflows/{bell.id}"


def test_samples_are_the_newest_requests_of_the_triggers(
    alice: Browser, site: Site, application: Application, webhook: Webhook, path: str
) -> None:
    other = cast.webhook(site, application, name="Other")
    first, second = arrive(site, webhook), arrive(site, webhook)
    elsewhere = arrive(site, other)
    items = alice.client.get(f"{path}/samples").get_json()["items"]
    assert [each["id"] for each in items] == [second, first]
    items = alice.client.get(f"{path}/samples?webhook={other.id}").get_json()["items"]
    assert [each["id"] for each in items] == [elsewhere]
    assert items[0]["webhookName"] == "Other"


def test_other_triggers_give_examples(alice: Browser, path: str) -> None:
    answer = alice.client.get(f"{path}/samples/trigger/timer").get_json()
    assert answer["payload"]["triggerType"] == "timer"
    assert alice.client.get(f"{path}/samples/trigger/none").status_code == 404
    assert alice.client.get(f"{path}/samples/{'0' * 24}").status_code == 404


def test_a_viewers_sample_has_no_globals(
    viewer: Browser, site: Site, webhook: Webhook, path: str
) -> None:
    delivery = arrive(site, webhook)
    answer = viewer.client.get(f"{path}/samples/{delivery}")
    assert answer.status_code == 200
    assert "sesame" not in answer.text


def test_previews_say_what_comes_out(alice: Browser, path: str) -> None:
    items = [
        {"kind": "template", "text": "It is {{data.n}}"},
        {"kind": "valueTemplate", "text": "{{data.list}}"},
        {"kind": "numberTemplate", "text": "{{data.n}}"},
        {"kind": "numberTemplate", "text": "{{data.list}}"},
        {"kind": "jsonTemplate", "text": '{"n": {{data.n}} }'},
        {"kind": "expression", "text": "{{data.n}} > 5"},
        {"kind": "path", "text": "data.list[0]"},
        {"kind": "path", "text": "data.nothing"},
        {"kind": "template", "text": "a\n{{#if}}"},
        {"kind": "path", "text": "time"},
    ]
    payload = {"time": "2026-01-02T03:04:05.000Z", "data": {"n": 7, "list": [True]}}
    given = {"items": items, "payload": payload}
    results = call(alice, f"{path}/preview", given).get_json()["results"]
    assert [(each["text"], each["type"]) for each in results] == [
        ("It is 7", "string"),
        ("[\n  true\n]", "array"),
        ("7", "number"),
        ("", ""),
        ('{\n  "n": 7\n}', "object"),
        ("true", "boolean"),
        ("true", "boolean"),
        ("", "undefined"),
        ("", ""),
        ("2026-01-02T03:04:05.000Z", "date"),
    ]
    assert results[3]["error"]["message"] == "The result is not a number."
    assert results[8]["error"]["line"] == 2


def test_previews_over_a_request_show_no_secrets(
    alice: Browser, viewer: Browser, site: Site, webhook: Webhook, path: str
) -> None:
    delivery = arrive(site, webhook, headers=(("Authorization", "Bearer secret-word"),))
    items = [{"kind": "template", "text": "{{data.headers.authorization}}"}]
    given = {"items": items, "deliveryId": delivery}
    assert "secret-word" not in call(alice, f"{path}/preview", given).text
    items = [{"kind": "template", "text": "{{globals.door}}"}]
    answer = call(viewer, f"{path}/preview", {**given, "items": items})
    assert "sesame" not in answer.text


@pytest.mark.parametrize(
    "items",
    [
        None,
        [{"kind": "path", "text": "a"}] * 51,
        [{"kind": "code", "text": "a"}],
        [{"kind": "path", "text": 1}],
        ["a"],
    ],
)
def test_previews_are_bounded(alice: Browser, path: str, items: Any) -> None:
    assert call(alice, f"{path}/preview", {"items": items}).status_code == 400


def test_a_template_that_would_never_end_is_stopped(alice: Browser, path: str) -> None:
    text = "{{#each @root.data.l}}" * 6 + "x" + "{{/each}}" * 6
    given = {
        "items": [{"kind": "template", "text": text}],
        "payload": {"data": {"l": list(range(50))}},
    }
    [result] = call(alice, f"{path}/preview", given).get_json()["results"]
    assert result["error"]["message"]
