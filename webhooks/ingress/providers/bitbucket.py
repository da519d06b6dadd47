"""Bitbucket: HMAC-SHA256 of the body, behind ``sha256=`` in ``X-Hub-Signature``.

The header is GitHub's old one, which had SHA-1 there.
"""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="bitbucket",
    label="Bitbucket",
    summary="Pushes and pull requests, from the cloud or your own server.",
    help=(
        "In the repository under Repository settings, Webhooks, Add webhook: enter a "
        "title, the URL and the secret, and choose the triggers."
    ),
    source="https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/",
    asks_for="Secret",
    asks_help="Any long random text; the same as in the repository's webhook.",
    schemes=(Scheme("header.X-Hub-Signature", prefix="sha256="),),
    id_places=("header.X-Request-UUID", "header.X-Request-Id"),
    samples=(
        Sample(
            "repo:push",
            '{"push":{"changes":[{"new":{"type":"branch","name":"main","target":'
            '{"hash":"709d658dc5b6d6afcd46049c2f332ee3f515a67d"}},"closed":false}]},'
            '"actor":{"display_name":"Emma"},"repository":{"full_name":"team/repo"}}',
            (("X-Event-Key", "repo:push"),),
        ),
    ),
)
