"""The live list: what comes, what changes, and what an interruption must not lose."""

import json
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.signing_in import sign_in
from tests.browser.watched import Watched
from tests.browser.workflows import add_workflow
from tests.server.running import Answer, RunningServer


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that may be stopped and started again."""
    server = RunningServer(tmp_path_factory.mktemp("own") / "instance")
    try:
        yield server.start()
    finally:
        server.stop()


def test_a_restart_under_the_page_loses_and_doubles_nothing(
    own: RunningServer, watched: Watched
) -> None:
    page = watched.page
    webhook = own.webhook()
    webhook.send(suffix="/before")
    sign_in(page, own)
    page.goto(f"{own.url}{webhook.api_path}")
    state = page.locator("#live-state")
    expect(state).to_have_text("Live")
    own.stop()
    expect(state).to_have_text("Reconnecting …")
    own.start()
    # It connects again after a while; these come before it does, or after.
    for number in range(5):
        webhook.send(suffix=f"/missed{number}")
    expect(state).to_have_text("Live", timeout=60_000)
    webhook.send(suffix="/after")
    rows = page.locator("#deliveries .sh-row-path")
    wanted = ["/after", *(f"/missed{number}" for number in range(4, -1, -1)), "/before"]
    expect(rows).to_have_text(wanted)
    # Chromium reports each attempt while nobody answers.
    assert all("ERR_" in text or "503" in text for text in watched.complaints)
    watched.complaints.clear()


def test_more_than_a_screenful_is_counted_and_fetched_when_asked_for(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook()
    webhook.send(suffix="/old")
    page.route("**/stream?*", lambda route: route.abort())
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Reconnecting …")
    for number in range(40):
        webhook.send(suffix=f"/burst{number}")
    page.unroute("**/stream?*")
    more = page.get_by_role("button", name="40 new")
    expect(more).to_be_visible(timeout=30_000)
    expect(page.locator("#deliveries li")).to_have_count(1)
    more.click()
    expect(page.locator("#deliveries li")).to_have_count(30)
    expect(page.get_by_role("link", name="/burst39")).to_be_focused()
    expect(more).to_have_count(0)
    page.get_by_role("heading", name="Requests", exact=True).click()
    webhook.send(suffix="/later")
    expect(page.locator("#deliveries a").first).to_have_text("/later")
    # Chromium reports the connections that were refused.
    assert all("ERR_FAILED" in text for text in watched.complaints)
    watched.complaints.clear()


def test_an_answer_arrives_on_its_row(page: Page, running: RunningServer) -> None:
    webhook = running.webhook(waitForReply=True)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    answers: list[Answer] = []
    caller = threading.Thread(target=lambda: answers.append(webhook.send()))
    caller.start()
    row = page.locator("#deliveries li")
    expect(row.get_by_text("waiting")).to_be_visible()
    taken = webhook.next(waiting="1")
    webhook.reply(taken["replyId"], {"statusCode": 202, "body": "ok"})
    caller.join(20)
    expect(row.get_by_text("202")).to_be_visible()
    expect(row.get_by_text("waiting")).to_have_count(0)


def test_the_end_of_a_run_arrives_on_its_row(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    add_workflow(webhook)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    webhook.send(json.dumps({"heat": 7}), suffix="/hot")
    row = page.locator("#deliveries li")
    expect(row.get_by_text("failed").or_(row.get_by_text("succeeded"))).to_be_visible()


def test_the_wait_counts_down_and_the_form_goes_away_with_a_word(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=3)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    caller = threading.Thread(target=webhook.send)
    caller.start()
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    expect(page.locator("[data-left]")).to_have_text("1 s")
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
    expect(
        page.get_by_text("The wait is over. Nobody replied in time.").first
    ).to_be_visible()
    caller.join(20)


def test_on_a_page_of_its_own_the_form_goes_away_too(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=20)
    answers: list[Answer] = []
    caller = threading.Thread(target=lambda: answers.append(webhook.send()))
    caller.start()
    taken = webhook.next(waiting="1")
    page.goto(f"{running.url}{webhook.api_path}/deliveries/{taken['id']}")
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    page.reload()
    expect(page.locator("[data-left]")).to_contain_text(" s")
    webhook.reply(taken["replyId"], {"statusCode": 202, "body": "ok"})
    caller.join(20)
    expect(page.get_by_text("The wait is over.")).to_be_visible()
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
