"""From an empty server to a delivery that was looked at and answered."""

import threading

from playwright.sync_api import Browser, Page, expect

from tests.browser.watched import Watched
from tests.server.running import Answer, RunningServer


def test_from_set_up_to_the_first_request(
    fresh: RunningServer, watched: Watched
) -> None:
    page = watched.page
    code = fresh.setup_path.partition("=")[2]
    page.goto(fresh.url)
    page.get_by_label("Setup code").fill(code)
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Create my account").click()

    expect(page.get_by_role("heading", name="My first webhook")).to_be_visible()
    expect(page.get_by_text("Waiting for the first request")).to_be_visible()
    expect(page.locator("#live-state")).to_have_text("Live")
    path = page.locator("#webhook-url").inner_text().removeprefix(fresh.url)
    assert fresh.ask("POST", f"{path}/door?open=1", b"ding").status == 200

    expect(page.get_by_role("link", name="/door?open=1")).to_be_visible()
    expect(page.get_by_text("Waiting for the first request")).to_have_count(0)
    expect(page.get_by_role("heading", name="POST /door")).to_be_visible()
    expect(page.get_by_label("The body", exact=True)).to_have_text("ding")


def test_the_test_panel_shows_the_real_answer(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(
        staticReply={"statusCode": 418, "headers": {"X-Tea": "oolong"}, "body": "tea"}
    )
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="Test", exact=True).click()
    page.get_by_label("Path and query").fill("/pot?size=2")
    page.get_by_label("Body", exact=True).fill('{"cups": 2}')
    page.get_by_role("button", name="Send").click()
    result = page.locator("#sample-result")
    expect(result.get_by_text("418", exact=True)).to_be_visible()
    expect(result.locator("pre").first).to_have_text("tea")
    result.get_by_text("Headers").click()
    expect(result.get_by_text("oolong")).to_be_visible()
    expect(page.locator("#deliveries").get_by_text("/pot?size=2")).to_be_visible()
    result.get_by_role("link", name="Open the delivery").click()
    expect(page.get_by_label("The body", exact=True)).to_contain_text('"cups": 2')
    expect(result).to_be_visible()


def test_a_waiting_caller_is_answered_from_the_page(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True, replyTimeoutSeconds=120)
    answers: list[Answer] = []
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    caller = threading.Thread(
        target=lambda: answers.append(webhook.send(b"{}", timeout=180))
    )
    caller.start()
    row = page.locator("#deliveries li")
    expect(row.get_by_text("waiting")).to_be_visible()
    # It has opened by itself, and is read again.
    row.get_by_role("link").click()
    expect(page.locator("[data-pane]:not([aria-busy])")).to_be_visible()
    page.get_by_label("Status code").fill("202")
    page.get_by_role("textbox", name="Body").fill('{"open": true}')
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The caller has your answer.").first).to_be_visible()
    caller.join(180)
    assert (answers[0].status, answers[0].body) == (202, b'{"open": true}')


def test_what_is_being_read_does_not_move(page: Page, running: RunningServer) -> None:
    webhook = running.webhook()
    webhook.send(b"1", suffix="/old")
    page.goto(f"{running.url}{webhook.api_path}")
    expect(page.locator("#live-state")).to_have_text("Live")
    page.get_by_role("link", name="/old").focus()
    webhook.send(b"2", suffix="/new")
    more = page.get_by_role("button", name="1 new")
    expect(more).to_be_visible()
    expect(page.locator("#deliveries li")).to_have_count(1)
    more.click()
    expect(page.locator("#deliveries li")).to_have_count(2)
    expect(page.get_by_role("link", name="/new")).to_be_focused()


def test_settings_show_only_what_the_choice_needs(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    page.goto(f"{running.url}{webhook.api_path}/settings")
    code = page.get_by_label("Verification code")
    expect(code).to_be_hidden()
    page.get_by_label("Sender", exact=True).select_option("facebook")
    expect(code).to_be_visible()
    expect(page.get_by_label("Response code")).to_be_visible()
    page.get_by_label("By waiting for a script's reply").check()
    expect(page.get_by_label("Response code")).to_be_hidden()
    expect(page.get_by_label("Wait for at most")).to_be_visible()


def test_the_reader_chooses_light_or_dark(page: Page, running: RunningServer) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(running.url)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_everything_needed_works_without_scripts(
    chromium: Browser, running: RunningServer, page: Page
) -> None:
    webhook = running.webhook()
    context = chromium.new_context(
        java_script_enabled=False,
        color_scheme="dark",
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(f"{running.url}{webhook.api_path}")
    plain.get_by_role("link", name="Test", exact=True).click()
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_text("The caller gets")).to_be_visible()
    plain.goto(f"{running.url}{webhook.api_path}")
    plain.locator("#deliveries a").first.click()
    plain.get_by_role("link", name="Reply", exact=True).click()
    expect(plain.get_by_role("heading", name="Headers of the reply")).to_be_visible()
    plain.get_by_role("link", name="Tree", exact=True).click()
    expect(plain.locator("[data-tree]")).to_be_visible()
    plain.goto(f"{running.url}{webhook.api_path}/settings")
    expect(plain.get_by_label("Verification code")).to_be_visible()
    plain.get_by_label("Name", exact=True).fill("Renamed")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("heading", name="Renamed")).to_be_visible()
    background = plain.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(14, 16, 21)"
    context.close()
