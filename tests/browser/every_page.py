"""Every kind of page, with something to see on each; for whoever looks at all of them.

Apart from the tests because several of them walk over the same pages.
"""

from tests.browser.workflows import add_version, add_workflow, finished_run
from tests.server.callers import until
from tests.server.running import RemoteWebhook, RunningServer


def every_page(running: RunningServer, name: str = "Test") -> list[str]:
    """Make one of everything under a name, and return the paths of its pages."""
    webhook = running.webhook(
        verificationType="facebook",
        verificationCode="sesame",
        basicAuthUsername="stripe",
        basicAuthPassword="sesame",
        waitForReply=True,
        replyTimeoutSeconds=1,
        name=name,
    )
    plain = running.webhook(name=name, description="Nothing special")
    busy = running.webhook(name=name, allowedMethods=["POST"])
    busy.send(b'{"a": [1, {"b": null}]}', suffix="/door?open=1")
    busy.send(bytes(range(256)), headers={"Authorization": "Bearer x"})
    busy.send(b"", method="DELETE")
    a = f"/applications/{busy.application_id}"
    for each in (webhook, plain, busy):
        own = f"/applications/{each.application_id}"
        assert running.api("PATCH", own, {"name": name}).status == 200
    token = running.api("POST", f"{a}/tokens", {"name": name}).json["id"]
    flow = add_workflow(busy)
    assert running.api("PATCH", f"{a}/flows/{flow}", {"name": name}).status == 200
    busy.send(b'{"heat": 7}', suffix="/hot")
    run = finished_run(busy, flow)
    version = add_version(busy, flow)
    me = running.api("GET", "/me").json["id"]
    return [
        "/applications",
        *_application(a, token),
        *_workflows(f"{a}/workflows", flow, run, version),
        plain.api_path,
        f"{webhook.api_path}/settings",
        f"{webhook.api_path}/settings?show=secrets",
        *_signatures(running, webhook, name),
        *_deliveries(busy),
        "/account",
        "/admin/users",
        f"/admin/users/{me}",
        f"/admin/users/{me}/delete",
        "/admin/system",
    ]


def _signatures(running: RunningServer, webhook: RemoteWebhook, name: str) -> list[str]:
    """Return the pages about a signature: none set, one set, and unusual ones."""
    signature = {"provider": "github", "secrets": ["one", "two"]}
    signed = running.webhook(name=name, signature=signature)
    signed.send(b"{}")
    # Whoever is refused does not wait until that is stored.
    until(lambda: bool(signed.deliveries()), "what was refused is stored", 60)
    refused = signed.deliveries()[0]["id"]
    s = f"{signed.api_path}/signature"
    return [
        f"{webhook.api_path}/signature",
        s,
        f"{s}?provider=generic",
        f"{s}?provider=facebook",
        f"{s}/off",
        f"{signed.api_path}/settings",
        f"{signed.api_path}?delivery={refused}#part-sender",
    ]


def _application(a: str, token: str) -> list[str]:
    return [
        a,
        f"{a}/webhooks",
        f"{a}?span=30d",
        f"{a}/webhooks?q=nothing-like-it",
        f"{a}/webhooks?sort=last",
        f"{a}/webhooks/new",
        f"{a}/tokens",
        f"{a}/tokens/{token}/delete",
        f"{a}/globals",
        f"{a}/members",
        f"{a}/settings",
        f"{a}/delete",
        f"{a}/deliveries",
        f"{a}/deliveries?method=POST&q=a&response=odd",
        f"{a}/deliveries?q=nothing-like-it",
    ]


def _workflows(f: str, flow: str, run: str, version: str) -> list[str]:
    return [
        f,
        f"{f}?q=nothing-like-it",
        f"{f}/new",
        f"{f}/new/json",
        f"{f}/{flow}",
        f"{f}/{flow}/details",
        f"{f}/{flow}/versions",
        f"{f}/{flow}/versions/{version}/run",
        f"{f}/{flow}/versions/{version}/restore",
        f"{f}/{flow}/versions/{version}/delete",
        f"{f}/{flow}/compare?from={version}",
        f"{f}/{flow}/edit",
        f"{f}/{flow}/delete",
        f"{f}/{flow}/runs",
        f"{f}/{flow}/runs?status=cancelled",
        f"{f}/{flow}/runs/{run}",
    ]


def _deliveries(busy: RemoteWebhook) -> list[str]:
    w = busy.api_path
    ids = [row["id"] for row in busy.deliveries()]
    found = [f"{w}/deliveries/{key}" for key in ids]
    return [
        w,
        f"{w}?status=refused",
        f"{w}?delivery={ids[0]}",
        f"{w}/test",
        f"{w}/rotate",
        f"{w}/delete",
        *found,
        f"{found[0]}/forward",
        f"{found[0]}/compare",
        f"{found[1]}/compare",
        f"{found[-1]}/compare",
        f"{found[0]}?view=hex",
        f"{found[-1]}?view=tree",
    ]
