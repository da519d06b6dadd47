"""Jira: HMAC-SHA256 of the body, behind ``sha256=`` in ``X-Hub-Signature``."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="jira",
    label="Jira",
    summary="Issues, comments and sprints of a Jira site.",
    help=(
        "As a Jira administrator under System, WebHooks, Create a WebHook: enter the "
        "URL and the secret, and choose the events."
    ),
    source="https://developer.atlassian.com/cloud/jira/platform/webhooks/",
    asks_for="Secret",
    asks_help="The same as in Jira's webhook; Jira can generate one.",
    schemes=(Scheme("header.X-Hub-Signature", prefix="sha256="),),
    retries="Some failures are repeated; a header counts the attempts.",
    id_places=("header.X-Atlassian-Webhook-Identifier",),
    retry_mark="header.X-Atlassian-Webhook-Retry",
    samples=(
        Sample(
            "jira:issue_created",
            '{"timestamp":1767607872000,"webhookEvent":"jira:issue_created",'
            '"issue_event_type_name":"issue_created","user":{"displayName":"Alice"},'
            '"issue":{"id":"10002","key":"EX-1","fields":{"summary":"Fix the door",'
            '"status":{"name":"To Do"},"priority":{"name":"Medium"}}}}',
        ),
    ),
)
