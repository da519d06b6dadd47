"""Webhook: starts a workflow with a request that a webhook accepted."""

from webhooks.workflows.node_type import TriggerType

TRIGGER = TriggerType(
    type="webhook",
    name="webhook",
    label="Webhook",
    summary="Starts with every request that a webhook accepts.",
    key="webhook",
    example_data={
        "path": "/orders/new",
        "method": "post",
        "headers": {"content-type": "application/json"},
        "query": {"source": "shop"},
        "body": {"sku": "A-17", "qty": 3},
        "replyId": "64f0c0a1b2c3d4e5f6a7b8c9.q7Zr0bT3xW",
    },
)
