"""What a live frame holds: new rows, rows that changed, or how many came."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive, text_of
from webhooks.services import webhooks
from webhooks.services.applications import Application
from webhooks.services.live_deliveries import SCREENFUL
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.live_frames import DeliveryFrames

Listen = Callable[[int], Iterator[str]]


@pytest.fixture
def frames(app: Flask, site: Site, webhook: Webhook) -> DeliveryFrames:
    return DeliveryFrames(app, site, webhook.id)


@pytest.fixture
def listen(alice: Browser, inspector: str, streams: list[TestResponse]) -> Listen:
    """Opens the stream behind a number and gives its parts but the first."""

    def listening(after: int) -> Iterator[str]:
        path = f"{inspector}/stream?after={after}"
        response = alice.client.get(path, buffered=False)
        streams.append(response)
        parts = (text_of(part) for part in response.response)
        next(parts)
        return parts

    return listening


def test_what_comes_later_is_sent_at_once(
    site: Site, webhook: Webhook, listen: Listen
) -> None:
    arrive(site, webhook, path="/before")
    parts = listen(0)
    assert "/before" in next(parts)
    arrive(site, webhook, path="/after")
    part = next(parts)
    # The feed's first look may find once more what the page has.
    assert "/after" in (part if "/after" in part else next(parts))


def test_a_screenful_is_sent_and_more_is_counted(
    site: Site, webhook: Webhook, frames: DeliveryFrames
) -> None:
    for _ in range(SCREENFUL):
        arrive(site, webhook)
    frame = frames.next(0, ())
    assert frame is not None
    assert frame.newest == SCREENFUL
    assert frame.text.count("<li ") == SCREENFUL
    assert "event: many" not in frame.text
    assert not frame.crowded
    arrive(site, webhook)
    frame = frames.next(0, ())
    assert frame is not None
    assert frame.text == f"id: 31\nevent: many\ndata: {SCREENFUL + 1}\n\n"
    assert frame.crowded


def test_new_rows_stand_oldest_first(
    site: Site, webhook: Webhook, frames: DeliveryFrames
) -> None:
    for name in ("one", "two", "three"):
        arrive(site, webhook, path=f"/{name}")
    frame = frames.next(1, ())
    assert frame is not None
    assert frame.text.index("/two") < frame.text.index("/three")
    assert "/one" not in frame.text


def test_rows_that_changed_come_with_the_number_so_far(
    site: Site, webhook: Webhook, frames: DeliveryFrames
) -> None:
    arrive(site, webhook, path="/old")
    assert frames.next(1, ()) is None
    frame = frames.next(1, (1,))
    assert frame is not None
    assert frame.text.startswith("id: 1\nevent: rows\n")
    assert "/old" in frame.text


def test_a_reader_cut_off_between_rows_and_count_misses_neither(
    site: Site, webhook: Webhook, frames: DeliveryFrames
) -> None:
    for _ in range(SCREENFUL + 2):
        arrive(site, webhook)
    frame = frames.next(1, (1,))
    assert frame is not None
    rows, many = frame.text.split("\n\n")[:2]
    assert rows.startswith("id: 1\nevent: rows\n")
    assert many == f"id: {SCREENFUL + 2}\nevent: many\ndata: {SCREENFUL + 1}"


def test_what_may_have_changed_meanwhile_is_sent_on_connecting(
    site: Site, application: Application, webhook: Webhook, frames: DeliveryFrames
) -> None:
    arrive(site, webhook, path="/ran")
    arrive(site, webhook, path="/final")
    workflow = flows.workflow(site, application, **flows.document())
    flows.run(site, workflow, status="running", delivery_seq=1)
    text = frames.since(2)
    assert text.startswith("id: 2\nevent: rows\n")
    assert "/ran" in text
    assert "/final" not in text


def test_a_row_says_what_the_workflows_did(
    site: Site, application: Application, webhook: Webhook, frames: DeliveryFrames
) -> None:
    arrive(site, webhook)
    workflow = flows.workflow(site, application, **flows.document())
    for status in ("succeeded", "failed", "succeeded"):
        flows.run(site, workflow, status=status, delivery_seq=1)
    frame = frames.next(0, ())
    assert frame is not None
    assert "1 of 3 failed" in frame.text


def test_rows_of_other_webhooks_are_not_sent(
    site: Site, webhook: Webhook, frames: DeliveryFrames
) -> None:
    made = webhooks.create(site, webhook.application_id, {"name": "Other"})
    arrive(site, made, path="/elsewhere")
    assert frames.next(0, ()) is None
    assert frames.next(1, (1,)) is None
