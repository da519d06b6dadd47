"""The whole story: from the link in the log to a computed answer and its replay."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.story_page import ByKeys, ByMouse, expected, shape
from tests.browser.watched import Watched
from tests.server.running import EMAIL, PASSWORD, RemoteWebhook, RunningServer


def set_up(page: Page, server: RunningServer) -> None:
    page.goto(server.url + server.setup_path)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", name="My first webhook")).to_be_visible()


def make_webhook(page: Page, server: RunningServer) -> RemoteWebhook:
    """Make one that waits for a workflow, by its card."""
    page.get_by_role("link", name="Webhooks", exact=True).first.click()
    page.get_by_role("link", name="New webhook").first.click()
    page.get_by_label("Name", exact=True).fill("Doubler")
    page.get_by_text("A workflow that replies", exact=True).click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Doubler")).to_be_visible()
    expect(page.get_by_text("waits for a reply")).to_be_visible()
    path = page.url.removeprefix(server.url).partition("?")[0]
    return RemoteWebhook(server, server.api("GET", path).json)


def send_a_test(page: Page) -> None:
    """Send a request from the panel, see it arrive, and answer it by hand."""
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="Test", exact=True).click()
    page.get_by_label("Path and query").fill("/try?it=1")
    page.get_by_label("Body", exact=True).fill('{"n": 1}')
    page.get_by_role("button", name="Send").click()
    row = page.locator("#deliveries li", has_text="/try?it=1")
    expect(row.get_by_text("waiting")).to_be_visible()
    # Nothing else answers as yet.
    page.get_by_role("button", name="Close the test panel").click()
    pane = page.locator("#pane")
    pane.get_by_role("textbox", name="Body").fill('{"by": "hand"}')
    pane.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The caller has your answer.").first).to_be_visible()
    expect(row).to_have_count(1)
    expect(row.get_by_text("200", exact=True)).to_be_visible()


def new_workflow(page: Page) -> str:
    """Make an empty workflow and open it; return the path of its API resource."""
    page.get_by_role("link", name="Workflows", exact=True).first.click()
    page.get_by_role("link", name="New workflow").first.click()
    page.get_by_label("Name", exact=True).fill("Double it")
    page.get_by_text("Empty", exact=True).click()
    page.get_by_role("button", name="Create").click()
    expect(page.locator("html[data-editor=ready]")).to_be_attached()
    path = re.search(r"/applications/\w+/workflows/\w+", page.url)
    assert path is not None
    return path[0].replace("/workflows/", "/flows/")


def check_answers(webhook: RemoteWebhook) -> None:
    """Both branches answer a real caller with what the workflow worked out."""
    small = webhook.send(b'{"n": 2}', suffix="/small")
    assert (small.status, json.loads(small.body)) == (200, {"small": 2})
    large = webhook.send(b'{"n": 21}', suffix="/large")
    assert (large.status, json.loads(large.body)) == (201, {"double": 42})


def read_the_run(page: Page) -> None:
    """Go from the open delivery to its run, and read the path that was taken."""
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("tabpanel").get_by_role("link", name="Double it").click()
    expect(page.get_by_role("heading", name="Run of Double it")).to_be_visible()
    drawing = page.locator("#run-drawing")
    expect(drawing).to_have_attribute("data-state", "drawn")
    steps = page.locator("#run-steps > li")
    expect(steps).to_have_count(2)
    expect(steps.nth(0)).to_contain_text("Over five?")
    expect(steps.nth(0)).to_contain_text("True")
    expect(steps.nth(1)).to_contain_text("Say the double")
    steps.nth(0).get_by_text("Payload before").click()
    expect(steps.nth(0)).to_contain_text('"n": 21')
    expect(drawing.locator(".sh-wire-taken")).to_have_count(2)
    taken = drawing.get_by_role("group", name=re.compile("“Say the double”.*ran"))
    expect(taken).to_be_visible()
    left_out = drawing.get_by_role("group", name=re.compile("“Say it is small”"))
    expect(left_out).not_to_have_accessible_name(re.compile("ran"))


def replay(page: Page) -> None:
    """Go back to the delivery, send it once more, and see the new one."""
    page.get_by_role("link", name="POST /large").click()
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_text("Replay of")).to_be_attached()
    page.get_by_role("link", name="Doubler").first.click()
    rows = page.locator("#deliveries li", has_text="/large")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("replay")
    expect(rows.first).to_contain_text("201")


def test_from_the_link_in_the_log_to_the_replay_of_an_answer(
    watched: Watched, fresh: RunningServer
) -> None:
    page = watched.page
    set_up(page, fresh)
    webhook = make_webhook(page, fresh)
    send_a_test(page)
    flow = new_workflow(page)
    ByMouse(page).build("Doubler (waits for a reply)")
    assert shape(fresh.api("GET", flow).json) == expected()
    check_answers(webhook)
    page.goto(fresh.url + webhook.api_path)
    page.get_by_role("link", name="/large").click()
    read_the_run(page)
    replay(page)
    # The server ends first; an open stream would complain.
    page.goto("about:blank")


def test_the_same_workflow_by_keys_alone_answers_the_same(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(name="Doubler", waitForReply=True, answerWhenRunsEnd=True)
    page.goto(f"{running.url}/applications/{webhook.application_id}/workflows")
    flow = new_workflow(page)
    ByKeys(page).build("Doubler")
    assert shape(running.api("GET", flow).json) == expected()
    check_answers(webhook)
