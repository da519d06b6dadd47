"""Gitea, Forgejo and Gogs: HMAC-SHA256 of the body, bare hexadecimal."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="gitea",
    label="Gitea",
    summary="Pushes, issues and pull requests of your own Git server.",
    help=(
        "In the repository under Settings, Webhooks, Add Webhook: choose the server's "
        "own kind, enter the URL as target URL with POST and application/json, and "
        "enter the secret. Your server must be allowed to call this one "
        "(ALLOWED_HOST_LIST in its app.ini)."
    ),
    source="https://docs.gitea.com/usage/webhooks",
    asks_for="Secret",
    asks_help="Any long random text; the same as in the repository's webhook.",
    schemes=(
        Scheme("header.X-Gitea-Signature"),
        Scheme(
            "header.X-Gogs-Signature",
            name="Gogs",
            when=("!header.X-Gitea-Signature",),
        ),
    ),
    deadline_seconds=5,
    id_places=("header.X-Gitea-Delivery", "header.X-Gogs-Delivery"),
    also=("Forgejo", "Gogs"),
    samples=(
        Sample(
            "push",
            '{"ref":"refs/heads/main","before":"28e1879d029cb852e4844d9c718537df08844e03",'
            '"after":"bffeb74224043ba2feb48d137756c8a9331c449a","commits":[{"id":'
            '"bffeb74224043ba2feb48d137756c8a9331c449a","message":"Webhooks yay!"}],'
            '"repository":{"id":140,"full_name":"team/repo"},'
            '"pusher":{"login":"alice"}}',
            (("X-Gitea-Event", "push"),),
        ),
    ),
)
