"""Signatures as their owner meets them: verified, refused with a reason, mended."""

import hashlib
import hmac
import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.workflows import finished_run
from tests.server.running import Answer, RemoteWebhook, RunningServer

PUSH = b'{"ref":"refs/heads/main","pusher":{"name":"ada"}}'
WRONG = "the secret stored here is not the one that the sender signs with"


def make(page: Page, server: RunningServer, sender: str, secret: str) -> RemoteWebhook:
    """Make a webhook by its sender's card, and enter the secret that is asked for."""
    application = server.application(f"{sender} story")
    page.goto(f"{server.url}/applications/{application}/webhooks/new")
    page.get_by_label("Name", exact=True).fill(f"From {sender}")
    page.get_by_text(sender, exact=True).click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("The webhook is ready.").first).to_be_visible()
    page.get_by_label("secret").fill(secret)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".sh-urlbar")).to_contain_text(sender)
    expect(page.locator("#live-state")).to_have_text("Live")
    path = page.url.removeprefix(server.url)
    return RemoteWebhook(server, server.api("GET", path).json)


def listen(webhook: RemoteWebhook) -> str:
    """Let a workflow listen; return its id."""
    debug = {
        "id": "see",
        "type": "DebugNode",
        "config": {"message": "{{data.body.ref}}"},
        "meta": {"label": "See"},
        "outputIds": [],
    }
    trigger = {"type": "webhook", "key": webhook.id, "outputIds": [["see"]]}
    flow = {"name": "See pushes", "triggers": [trigger], "nodes": [debug]}
    path = f"/applications/{webhook.application_id}/flows"
    answer = webhook.server.api("POST", path, flow)
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def push(webhook: RemoteWebhook, secret: str) -> Answer:
    """Call the webhook from outside, signed as GitHub does it."""
    code = hmac.new(secret.encode(), PUSH, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "push"}
    headers["X-Hub-Signature-256"] = f"sha256={code}"
    return webhook.send(PUSH, suffix="/push", headers=headers)


def ask(webhook: RemoteWebhook, secret: str) -> Answer:
    """Ask whether the address is the right one, signed as Slack does it."""
    body = b'{"type":"url_verification","token":"x","challenge":"3eZbrw1aB10"}'
    now = str(int(time.time()))
    code = hmac.new(secret.encode(), b"v0:%s:%s" % (now.encode(), body), hashlib.sha256)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": f"v0={code.hexdigest()}",
    }
    return webhook.send(body, headers=headers)


def newest(page: Page, count: int) -> Locator:
    """Return the newest row, once there are so many."""
    rows = page.locator("#deliveries > li")
    expect(rows).to_have_count(count)
    return rows.first


def test_from_the_preset_to_the_replay_of_what_a_wrong_secret_refused(
    page: Page, running: RunningServer
) -> None:
    webhook = make(page, running, "GitHub", "sesame")
    flow = listen(webhook)
    page.get_by_role("link", name="Test", exact=True).click()
    drawer = page.locator("#test-drawer")
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".sh-sample-verdict")).to_contain_text("verified")
    expect(newest(page, 1)).to_contain_text("verified")
    drawer.get_by_label("Make it wrong on purpose").check()
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".sh-sample-verdict")).to_contain_text(WRONG)
    expect(newest(page, 2)).to_contain_text("refused")
    drawer.get_by_role("button", name="Close the test panel").click()

    assert push(webhook, "swordfish").status == 401
    expect(newest(page, 3)).to_contain_text("refused")
    newest(page, 3).get_by_role("link").click()
    page.get_by_role("tab", name="Verification").click()
    explained = page.locator("#part-sender")
    expect(explained).to_contain_text(WRONG)
    expect(explained).not_to_contain_text("sesame")
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator("#part-runs")).to_contain_text("It started no workflow.")

    page.get_by_role("tab", name="Verification").click()
    explained.get_by_role("link", name="How the sender is checked").click()
    page.get_by_label("New webhook secret").fill("swordfish")
    page.get_by_label("Remove secret 1").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#live-state")).to_have_text("Live")
    newest(page, 3).get_by_role("link").click()
    page.get_by_role("button", name="Replay").click()
    again = newest(page, 4)
    expect(again).to_contain_text("verified")
    expect(again).to_contain_text("replay")
    assert finished_run(webhook, flow)
    page.goto(f"{running.url}{webhook.api_path}")
    newest(page, 4).get_by_role("link").click()
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator("#part-runs")).to_contain_text("See pushes")
    assert [push(webhook, key).status for key in ("sesame", "swordfish")] == [401, 200]


def test_slack_asks_for_the_address_and_is_answered(
    page: Page, running: RunningServer
) -> None:
    webhook = make(page, running, "Slack", "sesame")
    listen(webhook)
    assert ask(webhook, "guess").status == 401
    expect(newest(page, 1)).to_contain_text("refused")
    answer = ask(webhook, "sesame")
    assert (answer.status, answer.body) == (200, b"3eZbrw1aB10")
    row = newest(page, 2)
    expect(row).to_contain_text("handshake")
    expect(row).to_contain_text("verified")
    row.get_by_role("link").click()
    page.get_by_role("tab", name="Verification").click()
    expect(page.locator("#part-sender")).to_contain_text("got its answer")
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator("#part-runs")).to_contain_text("It started no workflow.")
