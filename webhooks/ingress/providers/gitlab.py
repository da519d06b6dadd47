"""GitLab: signed as Standard Webhooks since 19.0, before that a token to compare."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

_PUSH = (
    '{"object_kind":"push","event_name":"push","ref":"refs/heads/main","before":'
    '"95790bf891e76fee5e1747ab589903a6a1f80f22","after":'
    '"da1560886d4f094c3e6c9ef40349f7d38b5d27d7","user_username":"jsmith",'
    '"project":{"id":15,"path_with_namespace":"mike/diaspora"},"commits":[]}'
)

PROVIDER = Provider(
    key="gitlab",
    label="GitLab",
    summary="Projects and groups on gitlab.com or your own server.",
    help=(
        "In the project or group under Settings, Webhooks, Add new webhook: enter the "
        "URL, and either the signing token that GitLab makes or, before version 19, a "
        "secret token of your own."
    ),
    source="https://docs.gitlab.com/user/project/integrations/webhooks/",
    asks_for="Signing token or secret token",
    asks_help="A signing token begins with whsec_; a secret token is any text.",
    schemes=(
        Scheme(
            "header.webhook-signature",
            content="{id}.{timestamp}.{body}",
            encoding="base64",
            prefix="v1,",
            separator=" ",
            key="whsec",
            timestamp="header.webhook-timestamp",
            id="header.webhook-id",
            secret_prefix="whsec_",  # noqa: S106  # marks a kind, is no secret
        ),
        Scheme("header.X-Gitlab-Token", "equals", name="token"),
    ),
    tolerance_seconds=300,
    deadline_seconds=10,
    retries="After four failures in a row GitLab switches the webhook off for a while.",
    # X-Gitlab-Event-UUID is no id of a delivery: webhooks that cause each other
    # share it.
    id_places=("header.webhook-id", "header.Idempotency-Key"),
    samples=(
        Sample("push", _PUSH, (("X-Gitlab-Event", "Push Hook"),)),
        Sample(
            "issue",
            '{"object_kind":"issue","event_type":"issue","user":{"username":"root"},'
            '"project":{"id":1,"path_with_namespace":"gitlab-org/gitlab-test"},'
            '"object_attributes":{"id":301,"iid":23,"title":"New API","state":"opened",'
            '"action":"open"}}',
            (("X-Gitlab-Event", "Issue Hook"),),
        ),
    ),
)
