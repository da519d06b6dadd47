"""Downloading what the filters find."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.stored_deliveries import stored
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services import users
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.long_answers import LOOK_AGAIN_SECONDS
from webhooks.web.pages.delivery_export import CutOff

SECRET = (("AUTHORIZATION", "Bearer sesame"), ("X-A", "1"))


@pytest.fixture
def place(home: str) -> str:
    return f"{home}/deliveries/export"


def entries(format_: str, text: str) -> list[str]:
    """Return the methods of the deliveries in a file."""
    if format_ == "har":
        return [one["request"]["method"] for one in json.loads(text)["log"]["entries"]]
    if format_ == "csv":
        return [row["method"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    return [json.loads(line)["method"] for line in text.splitlines()]


@pytest.mark.parametrize("format_", ["jsonl", "csv", "har"])
def test_a_file_holds_what_the_filters_find(
    viewer: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    place: str,
    format_: str,
) -> None:
    other = cast.webhook(site, application)
    for hook, method in ((webhook, "GET"), (other, "PUT"), (webhook, "POST")):
        arrive(site, hook, method=method)
    answer = viewer.client.get(f"{place}?format={format_}")
    assert answer.status_code == 200
    assert entries(format_, answer.text) == ["POST", "PUT", "GET"]
    name = f'filename="Greenhouse-2026-01-05.{format_}"'
    assert answer.headers["Content-Disposition"] == f"attachment; {name}"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    found = viewer.client.get(
        f"{place}?format={format_}&webhook={webhook.id}&method=get"
    )
    assert entries(format_, found.text) == ["GET"]
    nothing = viewer.client.get(f"{place}?format={format_}&q=nothing")
    assert entries(format_, nothing.text) == []


def test_secrets_are_there_for_those_who_may_and_ask(
    app: Flask,
    alice: Browser,
    viewer: Browser,
    site: Site,
    webhook: Webhook,
    place: str,
) -> None:
    arrive(site, webhook, headers=SECRET)
    for format_ in ("jsonl", "csv", "har"):
        path = f"{place}?format={format_}"
        assert "sesame" not in alice.client.get(path).text
        assert "sesame" in alice.client.get(f"{path}&secrets=1").text
        assert viewer.status(f"{path}&secrets=1") == 403


def test_odd_requests_are_refused(alice: Browser, place: str) -> None:
    assert alice.status(f"{place}?format=exe") == 400
    assert alice.status(f"{place}?webhook={'0' * 24}") == 404


def pieces(browser: Browser, path: str) -> Any:
    answer = browser.client.get(path, buffered=False)
    assert answer.status_code == 200
    return answer, answer.iter_encoded()


def large_ones(site: Site, webhook: Webhook) -> None:
    for _ in range(3):
        stored(site, webhook, body=b"x" * 1_500_000)


def test_it_breaks_off_when_the_right_to_it_ends(
    viewer: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    place: str,
    clock: FrozenClock,
) -> None:
    large_ones(site, webhook)
    answer, parts = pieces(viewer, place)
    assert len(next(parts)) > 1_000_000
    users.set_role(site, application.id, cast.bob(site).id, None)
    clock.move(LOOK_AGAIN_SECONDS)
    with pytest.raises(CutOff):
        next(parts)
    answer.close()


def test_it_breaks_off_when_the_server_stops_and_gives_its_place_back(
    alice: Browser, site: Site, webhook: Webhook, place: str
) -> None:
    large_ones(site, webhook)
    for _ in range(5):
        answer, parts = pieces(alice, place)
        next(parts)
        site.draining = True
        with pytest.raises(CutOff):
            next(parts)
        answer.close()
        site.draining = False


def test_too_many_at_once_are_told_to_wait(
    alice: Browser, site: Site, webhook: Webhook, place: str
) -> None:
    large_ones(site, webhook)
    running = [pieces(alice, place)[0] for _ in range(4)]
    assert alice.status(place) == 429
    for answer in running:
        answer.close()
    assert alice.status(place) == 200


def test_times_in_the_address_are_the_readers(
    alice: Browser, site: Site, webhook: Webhook, place: str
) -> None:
    stored(site, webhook, days_old=1, method="GET")
    stored(site, webhook, method="PUT")
    local = site.clock.now() + timedelta(hours=1) - timedelta(minutes=1)
    path = f"{place}?from={local:%Y-%m-%dT%H:%M}&tz=Europe/Berlin"
    assert entries("jsonl", alice.client.get(path).text) == ["PUT"]


def test_filters_that_cannot_be_read_are_refused_with_the_reason(
    viewer: Browser, site: Site, webhook: Webhook, place: str
) -> None:
    arrive(site, webhook)
    answer = viewer.client.get(f"{place}?from=yesterday&status=odd&method=POST")
    assert answer.status_code == 400
    assert "“yesterday” is not a time such as 2026-01-31T18:30." in answer.text
    assert "“odd” is not one of accepted, refused" in answer.text
    assert "Content-Disposition" not in answer.headers
