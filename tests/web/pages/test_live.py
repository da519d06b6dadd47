"""The live view: where it goes on, and who may listen (fault cases U12, U13)."""

import pytest
from werkzeug.test import TestResponse

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive, text_of
from webhooks.services import sessions
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.long_answers import LOOK_AGAIN_SECONDS
from webhooks.web.pages.live import STREAMS_PER_SESSION


def test_it_sends_rows_from_where_the_reader_left_off(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    inspector: str,
    streams: list[TestResponse],
) -> None:
    arrive(site, webhook, path="/first")
    second = arrive(site, webhook, path="/second")
    response = alice.client.get(
        f"{inspector}/stream", headers={"Last-Event-ID": "1"}, buffered=False
    )
    streams.append(response)
    parts = iter(response.response)
    assert text_of(next(parts)) == "retry: 2000\n\n"
    event = text_of(next(parts))
    assert event.startswith("id: 2\nevent: rows\ndata: ")
    assert f'id="d-{second}"' in event
    assert "/second" in event
    assert "/first" not in event
    lines = event.removesuffix("\n\n").split("\n")
    assert all(line.startswith(("id: ", "event: ", "data: ")) for line in lines)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_do_not_listen(
    alice: Browser, inspector: str, headers: dict[str, str]
) -> None:
    response = alice.client.get(f"{inspector}/stream", headers=headers)
    assert response.status_code == 403


def test_one_browser_cannot_take_all_streams(
    alice: Browser,
    editor: Browser,
    inspector: str,
    streams: list[TestResponse],
) -> None:
    path = f"{inspector}/stream"
    for _ in range(STREAMS_PER_SESSION):
        response = alice.client.get(path, buffered=False)
        assert response.status_code == 200
        streams.append(response)
    refused = alice.client.get(path)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "10"
    other = editor.client.get(path, buffered=False)
    streams.append(other)
    assert other.status_code == 200
    streams.pop(0).close()
    again = alice.client.get(path, buffered=False)
    streams.append(again)
    assert again.status_code == 200


def test_the_inspector_listens_from_what_it_shows(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    arrive(site, webhook)
    [rows] = [tag for tag in alice.get(inspector).tags("ol") if "data-live" in tag]
    assert rows["data-live"] == f"{inspector}/stream?after=1"


def test_a_filtered_list_does_not_listen(alice: Browser, inspector: str) -> None:
    page = alice.get(f"{inspector}?status=refused")
    assert not [tag for tag in page.tags("ol") if "data-live" in tag]


def test_a_stream_ends_with_the_session(
    alice: Browser,
    site: Site,
    clock: FrozenClock,
    webhook: Webhook,
    inspector: str,
    streams: list[TestResponse],
) -> None:
    for path in ("/first", "/second", "/third"):
        arrive(site, webhook, path=path)
    response = alice.client.get(
        f"{inspector}/stream", headers={"Last-Event-ID": "1"}, buffered=False
    )
    streams.append(response)
    parts = iter(response.response)
    next(parts)
    assert "/second" in text_of(next(parts))
    sessions.end_others(site, cast.alice(site).id, "none of them")
    clock.move(LOOK_AGAIN_SECONDS)
    arrive(site, webhook, path="/fourth")
    assert list(parts) == []


def test_too_many_live_views_are_refused_with_a_status(
    alice: Browser, site: Site, inspector: str
) -> None:
    site.live.limit = 0
    response = alice.client.get(f"{inspector}/stream")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "10")
