"""Finding, exporting, copying and comparing requests in a real browser."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing_in import sign_in
from tests.browser.stopped_time import stop_time
from tests.browser.watched import Watched
from tests.server.running import RemoteWebhook, RunningServer


@pytest.fixture
def busy(running: RunningServer) -> RemoteWebhook:
    hook = running.webhook()
    hook.send(b'{"room": "kitchen"}', suffix="/heat")
    hook.send(b'{"room": "cellar"}', method="PUT", suffix="/heat?on=1")
    return hook


@pytest.fixture
def listed(page: Page, busy: RemoteWebhook) -> Page:
    page.goto(f"{busy.server.url}/applications/{busy.application_id}/deliveries")
    return page


def asked(page: Page) -> dict[str, list[str]]:
    """Return the filters in the page's address."""
    return parse_qs(urlsplit(page.url).query)


def test_filters_are_found_set_and_removed(listed: Page) -> None:
    rows = listed.locator("[data-delivery]")
    expect(rows).to_have_count(2)
    listed.get_by_text("Filters", exact=True).click()
    listed.get_by_label("Method").fill("PUT")
    listed.get_by_label("Path begins with").fill("/h*t")
    listed.get_by_role("button", name="Show").click()
    expect(rows).to_have_count(1)
    assert asked(listed) == {"method": ["PUT"], "path": ["/h*t"]}
    listed.get_by_role("link", name="Remove the filter method PUT").click()
    expect(rows).to_have_count(2)
    listed.get_by_role("searchbox").fill("cellar")
    listed.get_by_role("searchbox").press("Enter")
    expect(rows).to_have_count(1)
    assert asked(listed) == {"q": ["cellar"], "path": ["/h*t"]}


def test_times_are_in_the_readers_zone(
    chromium: Browser, running: RunningServer, busy: RemoteWebhook
) -> None:
    context = chromium.new_context(timezone_id="Pacific/Kiritimati")
    tab = Watched(context.new_page())
    page = tab.page
    sign_in(page, running)
    page.goto(running.url + busy.api_path)
    # An hour ago on the reader's clock, which is in the future in UTC.
    hour = page.evaluate(
        "new Date(Date.now() + 13 * 3600e3).toISOString().slice(0, 16)"
    )
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_text("Times are in Pacific/Kiritimati")).to_be_visible()
    page.get_by_label("From", exact=True).fill(hour)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**from=**")
    assert asked(page)["tz"] == ["Pacific/Kiritimati"]
    expect(page.locator("[data-delivery]")).to_have_count(2)
    context.close()
    assert tab.complaints == []


def test_what_is_found_can_be_downloaded(listed: Page) -> None:
    listed.get_by_role("searchbox").fill("cellar")
    listed.get_by_role("searchbox").press("Enter")
    listed.wait_for_url("**q=cellar**")
    listed.get_by_title("Export").click()
    listed.get_by_label("HAR").check()
    with listed.expect_download() as download:
        listed.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".har")
    archive = json.loads(download.value.path().read_text())
    methods = [entry["request"]["method"] for entry in archive["log"]["entries"]]
    assert methods == ["PUT"]


def test_a_request_is_copied_as_curl(page: Page, busy: RemoteWebhook) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stop_time(page)
    delivery = busy.deliveries()[0]["id"]
    page.goto(f"{busy.server.url}{busy.api_path}/deliveries/{delivery}")
    page.get_by_role("link", name="Copy as curl").click()
    expect(page.get_by_role("link", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl -X PUT ")
    assert copied.endswith("""--data-binary '{"room": "cellar"}'""")


def test_one_that_is_opened_beside_the_list_is_copied_as_well(
    page: Page, busy: RemoteWebhook
) -> None:
    """Its buttons come later than the page that knows what they do."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{busy.server.url}{busy.api_path}")
    page.locator("#deliveries li a").first.click()
    copy = page.get_by_role("link", name="Copy as curl")
    expect(copy).to_be_visible()
    stop_time(page)
    copy.click()
    expect(page.get_by_role("link", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl -X ")


def test_a_request_is_compared_with_another(page: Page, busy: RemoteWebhook) -> None:
    busy.send(b'{"room": "attic"}', suffix="/heat")
    newest, _, oldest = (row["id"] for row in busy.deliveries())
    page.goto(f"{busy.server.url}{busy.api_path}/deliveries/{newest}")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text('"cellar"')).to_be_visible()
    page.get_by_label("Earlier or other request").select_option(oldest)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text('"kitchen"')).to_be_visible()


def test_what_must_not_be_reached_is_said_at_the_url(
    page: Page, watched: Watched, busy: RemoteWebhook
) -> None:
    delivery = busy.deliveries()[0]["id"]
    page.goto(f"{busy.server.url}{busy.api_path}/deliveries/{delivery}")
    page.get_by_role("link", name="Send elsewhere").click()
    page.get_by_label("Send to").fill("http://10.0.0.1/")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The request was not sent")).to_be_visible()
    # Chromium reports the answer's status, which is right.
    assert "400 (BAD REQUEST)" in watched.complaints.pop()
