"""Live debugging: runs as they end, none lost and few repeated over a reconnect."""

import json
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from webhooks.services import run_events, sessions
from webhooks.services.run_events import MOST_AT_ONCE, Mark
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.web.long_answers import LOOK_AGAIN_SECONDS


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where its runs are streamed."""
    return f"{home}/workflows/{bell.id}/stream"


def listen(browser: Browser, path: str, streams: list[TestResponse], seen: str) -> Any:
    """Open a stream and return its parts behind the first."""
    response = browser.client.get(
        path, headers={"Last-Event-ID": seen} if seen else {}, buffered=False
    )
    assert response.status_code == 200
    streams.append(response)
    parts = iter(response.response)
    assert text_of(next(parts)).startswith("retry: ")
    return parts


def text_of(part: object) -> str:
    return part.decode() if isinstance(part, bytes) else str(part)


def events(part: object) -> list[dict[str, Any]]:
    """Return the data of a part's events."""
    lines = text_of(part).splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


def test_it_sends_what_was_missed_with_messages_and_paths(
    alice: Browser,
    site: Site,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
) -> None:
    first = flows.run(site, bell)
    error = {
        "name": "Error",
        "message": "No.",
        "nodeId": "say",
        "nodeType": "DebugNode",
    }
    second = flows.run(site, bell, trace=flows.trace(), status="failed", error=error)
    part = next(listen(alice, path, streams, f"{first.seq}-9999999999999"))
    assert text_of(part).startswith(f"id: {second.seq}-")
    [event] = events(part)
    assert event["id"] == second.id
    assert event["status"] == "failed"
    assert event["error"]["message"] == "No."
    assert [each["text"] for each in event["messages"]] == ["Hot: 7"]
    assert event["messages"][0]["label"] == "Say so"
    assert event["nodes"][0] == {"id": "hot", "output": 1, "error": ""}


def test_a_run_that_ended_meanwhile_is_not_missed_though_it_began_before(
    alice: Browser,
    site: Site,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
) -> None:
    now = site.clock.now()
    old = flows.run(site, bell, finished_at=now - timedelta(hours=1))
    slow = flows.run(site, bell, finished_at=now)
    quick = flows.run(site, bell, finished_at=now - timedelta(seconds=5))
    seen = int((now - timedelta(seconds=4)).timestamp() * 1000)
    part = next(listen(alice, path, streams, f"{quick.seq}-{seen}"))
    assert [event["id"] for event in events(part)] == [slow.id]
    assert old.seq < slow.seq


@pytest.mark.parametrize("seen", ["", "1-999999999999999", "x"])
def test_a_new_reader_learns_where_it_begins(
    alice: Browser,
    site: Site,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
    seen: str,
) -> None:
    """So does one with a mark that is none, such as a time beyond all calendars."""
    run = flows.run(site, bell)
    part = text_of(next(listen(alice, path, streams, seen)))
    mark = f"id: {run.seq}-{site.clock.now_ms()}"
    assert part == f'{mark}\nevent: mark\ndata: ""\n\n'


def test_a_run_that_ends_once_the_stream_is_open_is_told(
    alice: Browser,
    site: Site,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
) -> None:
    parts = listen(alice, path, streams, "")
    run = flows.run(site, bell)
    site.live.publish(bell.id, run.seq)
    assert text_of(next(parts)).startswith("id: 0-")
    assert [event["id"] for event in events(next(parts))] == [run.id]


def test_what_ends_together_comes_together(site: Site, bell: Workflow) -> None:
    rows = [flows.run(site, bell) for _ in range(3)]
    batches = run_events.run_events(site, bell.id, None, pause_seconds=0)
    next(batches)
    for row in rows:
        site.live.publish(bell.id, row.seq)
    batch = next(batches)
    assert [run.id for run in batch.runs] == [row.id for row in rows]
    batches.close()  # type: ignore[attr-defined]


def test_too_many_at_once_are_counted_and_the_newest_shown(
    site: Site, bell: Workflow
) -> None:
    rows = [flows.run(site, bell) for _ in range(MOST_AT_ONCE + 2)]
    batches = run_events.run_events(site, bell.id, Mark(0, 0), pause_seconds=0)
    batch = next(batches)
    assert batch.left_out == 2
    assert batch.runs[-1].id == rows[-1].id
    assert len(batch.runs) == MOST_AT_ONCE
    batches.close()  # type: ignore[attr-defined]


def test_viewers_see_no_globals_in_it(
    viewer: Browser,
    site: Site,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
) -> None:
    trace = flows.trace()
    trace.messages[0].value = '{"globals": {"door": "sesame"}}'
    flows.run(site, bell, trace=trace)
    part = text_of(next(listen(viewer, path, streams, "0-0")))
    assert "Hot: 7" in part
    assert "sesame" not in part


def test_other_sites_do_not_listen(alice: Browser, path: str) -> None:
    response = alice.client.get(path, headers={"Origin": "https://evil.test"})
    assert response.status_code == 403


def test_too_many_are_refused(alice: Browser, site: Site, path: str) -> None:
    site.live.limit = 0
    assert alice.client.get(path).status_code == 429


def test_a_stream_ends_with_the_session(
    alice: Browser,
    site: Site,
    clock: FrozenClock,
    bell: Workflow,
    path: str,
    streams: list[TestResponse],
) -> None:
    flows.run(site, bell)
    parts = listen(alice, path, streams, "")
    sessions.end_others(site, cast.alice(site).id, "none of them")
    clock.move(LOOK_AGAIN_SECONDS)
    assert list(parts) == []
