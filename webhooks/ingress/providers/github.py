"""GitHub: HMAC-SHA256 of the body, hexadecimal behind ``sha256=``."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="github",
    label="GitHub",
    summary="Repositories, organisations and apps on github.com or your own server.",
    help=(
        "In the repository under Settings, Webhooks, Add webhook: enter the URL as "
        "Payload URL, choose application/json, and enter the secret."
    ),
    source=(
        "https://docs.github.com/en/webhooks/using-webhooks/"
        "validating-webhook-deliveries"
    ),
    asks_for="Webhook secret",
    asks_help="The text that stands under Secret at GitHub; any long random one.",
    # The older X-Hub-Signature (SHA-1) comes beside it and is never looked at.
    schemes=(Scheme("header.X-Hub-Signature-256", prefix="sha256="),),
    deadline_seconds=10,
    retries="GitHub never repeats a delivery by itself; Redeliver keeps its id.",
    id_places=("header.X-GitHub-Delivery",),
    samples=(
        Sample(
            "push",
            '{"ref":"refs/heads/main","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246",'
            '"after":"0000000000000000000000000000000000000000","repository":{"id":1,'
            '"full_name":"octocat/hello-world"},"pusher":{"name":"octocat"},"commits":[]}',
            (("X-GitHub-Event", "push"),),
        ),
        Sample(
            "ping",
            '{"zen":"Design for failure.","hook_id":1,"hook":{"type":"Repository"}}',
            (("X-GitHub-Event", "ping"),),
        ),
    ),
)
