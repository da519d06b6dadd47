"""The inspector with mouse and keys: the list, the delivery beside it, its parts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stopped_time import stop_time
from tests.server.running import RemoteWebhook, RunningServer


@pytest.fixture
def webhook(running: RunningServer) -> RemoteWebhook:
    """A webhook that three requests came to."""
    made = running.webhook()
    made.send(b'{"items": [{"id": 7}]}', suffix="/first?open=1")
    made.send(b"second", suffix="/second")
    made.send(b"third", suffix="/third")
    return made


@pytest.fixture
def inspector(page: Page, running: RunningServer, webhook: RemoteWebhook) -> Page:
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    return page


def test_a_click_opens_beside_the_list_and_the_address_follows(
    inspector: Page,
) -> None:
    page = inspector
    first = page.get_by_role("link", name="/first?open=1")
    second = page.get_by_role("link", name="/second")
    body = page.get_by_label("The body", exact=True)
    first.click()
    expect(body).to_contain_text('"id": 7')
    expect(first).to_have_attribute("aria-current", "true")
    second.click()
    expect(body).to_have_text("second")
    expect(first).not_to_have_attribute("aria-current", "true")
    page.go_back()
    expect(body).to_contain_text('"id": 7')
    page.reload()
    expect(body).to_contain_text('"id": 7')
    page.go_back()
    expect(page.get_by_role("heading", name="Call it from")).to_be_visible()
    expect(body).to_have_count(0)


def test_parts_are_tabs_and_the_chosen_one_stays(inspector: Page) -> None:
    page = inspector
    page.get_by_role("link", name="/first?open=1").click()
    page.get_by_role("tab", name="Body").press("ArrowRight")
    headers = page.get_by_role("tab", name="Headers")
    expect(headers).to_be_focused()
    expect(headers).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Headers")).to_contain_text("Content-Type")
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="Runs")).to_be_visible()
    page.get_by_role("tab", name="Query").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("open")
    page.get_by_role("link", name="/second").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("The URL had no query.")


def test_a_name_in_the_tree_copies_its_path(
    inspector: Page, running: RunningServer
) -> None:
    page = inspector
    rights = ["clipboard-read", "clipboard-write"]
    page.context.grant_permissions(rights, origin=running.url)
    page.get_by_role("link", name="/first?open=1").click()
    page.get_by_role("link", name="Tree", exact=True).click()
    name = page.get_by_role("button", name="id", exact=True)
    expect(name).to_be_visible()
    stop_time(page)
    name.click()
    expect(page.get_by_text("Copied data.body.items[0].id")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "data.body.items[0].id"


def test_everything_can_be_done_by_keys(inspector: Page) -> None:
    page = inspector
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="/third")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="/first")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The body", exact=True)).to_have_text("second")
    expect(page.locator("[data-heading]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="/second")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jr?")
    expect(page.locator("#q")).to_have_value("jr?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_r_sends_the_open_request_once_more(inspector: Page) -> None:
    page = inspector
    page.get_by_role("link", name="/second").click()
    expect(page.get_by_label("The body", exact=True)).to_have_text("second")
    page.keyboard.press("r")
    expect(page.get_by_text("This is the new delivery.").first).to_be_visible()
    expect(page.locator("#deliveries li")).to_have_count(4)
    expect(
        page.locator("[data-detail]").get_by_text("replay", exact=True)
    ).to_be_visible()


def test_the_keys_are_listed_and_can_be_switched_off(inspector: Page) -> None:
    page = inspector
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Replay the open request")
    dialog.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="/third")).not_to_be_focused()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="/third")).to_be_focused()


def test_a_past_request_becomes_the_test_request(inspector: Page) -> None:
    page = inspector
    page.get_by_role("link", name="/first?open=1").click()
    page.get_by_role("link", name="Use as test request").click()
    drawer = page.get_by_role("dialog", name="Test request")
    expect(drawer.get_by_label("Path and query")).to_have_value("/first?open=1")
    expect(drawer.get_by_label("Method")).to_be_focused()
    drawer.get_by_role("button", name="Send").click()
    expect(page.locator("#deliveries li")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("link", name="Use as test request")).to_be_focused()


def test_on_a_telephone_a_delivery_is_a_page(inspector: Page) -> None:
    page = inspector
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="/second").click()
    page.wait_for_url("**/deliveries/*")
    expect(page.get_by_label("The body", exact=True)).to_have_text("second")
    for name in ("Headers", "Query", "Verification", "Reply", "Runs"):
        page.get_by_role("tab", name=name).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_large_and_hostile_body_is_looked_at(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    body = b'{"a": "</script><img src=x onerror=alert(1)>' + b"x" * 900_000 + b'"}'
    assert webhook.send(body).status == 200
    page.goto(f"{running.url}{webhook.api_path}")
    page.locator("#deliveries a").click()
    expect(page.get_by_text("Only the beginning is shown.")).to_be_visible()
    page.get_by_role("link", name="Tree", exact=True).click()
    expect(page.locator("[data-tree]")).to_contain_text("more characters")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    path = download.value.path()
    assert path.read_bytes() == body


def test_the_test_panel_leaves_the_reply_form_in_reach(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="Test", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    # It has opened by itself, and is read again.
    page.locator("#deliveries li a").first.click()
    expect(page.locator("[data-pane]:not([aria-busy])")).to_be_visible()
    answer = page.get_by_role("button", name="Answer")
    expect(answer).to_be_visible()
    form = page.locator("#pane form").filter(has=answer).bounding_box()
    panel = page.get_by_role("dialog", name="Test request").bounding_box()
    assert form is not None
    assert panel is not None
    assert form["x"] + form["width"] <= panel["x"]
    answer.click()
    expect(page.get_by_text("The caller has your answer.").first).to_be_visible()
