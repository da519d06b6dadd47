"""Workflows on a running server, for tests that look at them in a browser."""

import time
from typing import Any

from tests.server.running import RemoteWebhook
from tests.web.pages import flows

_PATIENCE_SECONDS = 60
_OVER = ("succeeded", "failed")


def add_workflow(webhook: RemoteWebhook) -> str:
    """Create a workflow on the webhook with something to see; return its id."""
    path = f"/applications/{webhook.application_id}/flows"
    answer = webhook.server.api("POST", path, flows.document(webhook.id))
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def add_version(webhook: RemoteWebhook, workflow_id: str) -> str:
    """Publish an empty version, which differs from the workflow; return its id."""
    path = f"/applications/{webhook.application_id}/flows/{workflow_id}/versions"
    answer = webhook.server.api("POST", path, {"version": "v1", "notes": "Empty."})
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def finished_run(webhook: RemoteWebhook, workflow_id: str) -> str:
    """Return the id of the workflow's newest run, once it is over."""
    path = f"/applications/{webhook.application_id}/flows/{workflow_id}/runs"
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        items: list[dict[str, Any]] = webhook.server.api("GET", path).json["items"]
        if items and items[0]["status"] in _OVER:
            return str(items[0]["id"])
        assert time.monotonic() < deadline, f"no run has ended: {items}"


def answering(webhook: RemoteWebhook) -> dict[str, Any]:
    """Return a workflow that answers the webhook, and has a button."""
    return {
        "name": "Door bell",
        "triggers": [
            {"type": "webhook", "key": webhook.id, "outputIds": [["say"]]},
            {
                "type": "virtualButton",
                "meta": {"label": "Ring", "payload": '{"body": {"who": "me"}}'},
                "outputIds": [["say"]],
            },
        ],
        "nodes": [
            {
                "id": "say",
                "type": "DebugNode",
                "config": {"message": "{{data.body.who}} rings"},
                "meta": {"label": "Say who"},
                "outputIds": [["answer"]],
            },
            {
                "id": "answer",
                "type": "WebhookReplyNode",
                "config": {
                    "bodyType": "string",
                    "bodyTemplate": "hello {{data.body.who}}",
                },
                "meta": {"label": "Answer"},
                "outputIds": [],
            },
        ],
    }
