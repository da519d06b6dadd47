"""The live list: what comes, what changes, and what an interruption must not lose."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.signing_in import sign_in
from tests.browser.stopped_time import stop_time
from tests.browser.watched import Watched
from tests.browser.workflows import add_workflow
from tests.server.running import Answer, RunningServer

# Seconds for a caller who waits while a test looks at the page.
PATIENCE = 180


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
    expect(more).to_be_visible(timeout=60_000)
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
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    answers: list[Answer] = []
    caller = threading.Thread(
        target=lambda: answers.append(webhook.send(timeout=PATIENCE))
    )
    caller.start()
    row = page.locator("#deliveries li")
    expect(row.get_by_text("waiting")).to_be_visible()
    taken = webhook.next(waiting="1")
    webhook.reply(taken["replyId"], {"statusCode": 202, "body": "ok"})
    caller.join(PATIENCE)
    expect(row.get_by_text("202", exact=True)).to_be_visible()
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


def test_the_wait_counts_down_by_the_readers_clock(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    stop_time(page)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    caller = threading.Thread(target=partial(webhook.send, timeout=PATIENCE))
    caller.start()
    left = page.locator("[data-left]")
    expect(left).to_have_text(re.compile("^[0-9]+ s$"))
    seconds = int(left.inner_text().split()[0])
    page.clock.run_for(5000)
    expect(left).to_have_text(f"{seconds - 5} s")
    # However long that clock says: the server knows whether the caller waits.
    with page.expect_response("**/deliveries/*"):
        page.clock.run_for(150_000)
    expect(page.locator("[data-pane]:not([aria-busy])")).to_be_visible()
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    webhook.reply(webhook.next(waiting="1")["replyId"], {"statusCode": 204})
    caller.join(PATIENCE)
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)


def test_the_form_goes_away_with_a_word_when_nobody_has_replied(
    page: Page, running: RunningServer
) -> None:
    # Long enough for the form to be there before, on any machine.
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=10)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    caller = threading.Thread(target=partial(webhook.send, timeout=PATIENCE))
    caller.start()
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
    expect(
        page.get_by_text("The wait is over. Nobody replied in time.").first
    ).to_be_visible()
    caller.join(PATIENCE)


def test_a_wait_that_is_over_is_not_followed_any_more(
    page: Page, watched: Watched, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    caller = threading.Thread(target=partial(webhook.send, timeout=PATIENCE))
    caller.start()
    taken = webhook.next(wait=30, waiting="1")
    streams: list[str] = []
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        streams.append(route.request.url)
        route.fulfill(status=503)

    def hold(route: Route) -> None:
        if route.request.method == "HEAD":
            asked.append(route)
        else:
            route.continue_()

    page.route("**/stream?*", refuse)
    page.route("**/deliveries/*", hold)
    stop_time(page)
    # Its stream is refused, and it asks whether trying again makes sense.
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.goto(f"{running.url}{webhook.api_path}/deliveries/{taken['id']}")
    webhook.reply(taken["replyId"], {"statusCode": 202})
    caller.join(PATIENCE)
    page.evaluate("document.dispatchEvent(new Event('switchhook:due'))")
    expect(page.get_by_text("The wait is over.")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "HEAD"):
        asked[0].continue_()
    page.clock.run_for(60_000)
    assert len(streams) == 1
    # Chromium reports the answer's status, which is right.
    assert "503" in watched.complaints.pop()


def test_the_word_stays_while_the_delivery_is_read_again(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    caller = threading.Thread(target=partial(webhook.send, timeout=PATIENCE))
    caller.start()
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    webhook.reply(webhook.next(waiting="1")["replyId"], {"statusCode": 202})
    caller.join(PATIENCE)
    word = page.locator(".sh-pane .sh-note", has_text="The wait is over.")
    expect(word).to_be_visible()
    # Its row may be sent once more, and its countdown may have run out meanwhile.
    with page.expect_response("**/deliveries/*") as answered:
        page.evaluate("document.dispatchEvent(new Event('switchhook:due'))")
    answered.value.finished()
    expect(page.locator("[data-pane]:not([aria-busy])")).to_be_visible()
    expect(word).to_be_visible()


def test_nothing_is_replaced_under_a_button_that_is_pressed(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    webhook.send(b"first", suffix="/first")
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="/first").click()
    tab = page.get_by_role("tab", name="Headers")
    tab.hover()
    # The tab is held while the delivery is read again and a new one comes.
    page.mouse.down()
    with page.expect_response("**/deliveries/*") as answered:
        page.evaluate("document.dispatchEvent(new Event('switchhook:due'))")
    answered.value.finished()
    webhook.send(b"second", suffix="/second")
    # What came before this answer does would be in place by then.
    page.evaluate("fetch(location.href).then((answer) => answer.text())")
    page.mouse.up()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("link", name="/second")).to_be_visible()
    expect(page.locator("[data-pane]:not([aria-busy])")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="Headers")).to_be_visible()


def test_on_a_page_of_its_own_the_form_goes_away_too(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    answers: list[Answer] = []
    caller = threading.Thread(
        target=lambda: answers.append(webhook.send(timeout=PATIENCE))
    )
    caller.start()
    taken = webhook.next(wait=30, waiting="1")
    page.goto(f"{running.url}{webhook.api_path}/deliveries/{taken['id']}")
    expect(page.get_by_text("The caller waits for your answer")).to_be_visible()
    page.reload()
    expect(page.locator("[data-left]")).to_contain_text(" s")
    webhook.reply(taken["replyId"], {"statusCode": 202, "body": "ok"})
    caller.join(PATIENCE)
    expect(page.get_by_text("The wait is over.")).to_be_visible()
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
