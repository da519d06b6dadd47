"""Standard Webhooks, under its own and under Svix's header names.

Version v1 is HMAC-SHA256 with a secret that both sides know, v1a is Ed25519 with
the sender's key pair.
"""

from webhooks.ingress.signatures.contract import (
    Algorithm,
    KeyKind,
    Provider,
    Sample,
    Scheme,
)


def _scheme(family: str, algorithm: Algorithm, version: str, key: KeyKind) -> Scheme:
    return Scheme(
        f"header.{family}-signature",
        algorithm,
        "{id}.{timestamp}.{body}",
        "base64",
        prefix=f"{version},",
        separator=" ",
        key=key,
        timestamp=f"header.{family}-timestamp",
        id=f"header.{family}-id",
        name=version if family == "webhook" else f"{family} {version}",
        when=(f"header.{family}-id",) if family == "svix" else (),
    )


PROVIDER = Provider(
    key="standard-webhooks",
    label="Standard Webhooks",
    summary="Any sender that follows standardwebhooks.com or uses Svix.",
    help=(
        "Enter the URL as the endpoint at the sender. The secret that it shows begins "
        "with whsec_; a public key, which some have instead, begins with whpk_."
    ),
    source=(
        "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/"
        "standard-webhooks.md"
    ),
    asks_help="Begins with whsec_ (a secret) or whpk_ (a public key).",
    schemes=(
        _scheme("svix", "hmac-sha256", "v1", "whsec"),
        _scheme("svix", "ed25519", "v1a", "whpk"),
        _scheme("webhook", "hmac-sha256", "v1", "whsec"),
        _scheme("webhook", "ed25519", "v1a", "whpk"),
    ),
    tolerance_seconds=300,
    # The least that the specification advises senders to wait.
    deadline_seconds=15,
    retries="Up to the sender, often for a day or more; 410 unsubscribes.",
    id_places=("header.webhook-id", "header.svix-id"),
    samples=(
        Sample(
            "user.created",
            '{"type":"user.created","timestamp":"2026-01-05T10:11:12Z","data":{"id":'
            '"user_1","email":"ada@example.com"}}',
        ),
        Sample(
            "email.delivered (Svix)",
            '{"type":"email.delivered","created_at":"2026-01-05T10:11:12.000Z","data":'
            '{"email_id":"56761188","from":"a@example.com","to":["b@example.com"],'
            '"subject":"Hello"}}',
            (("svix-id", "msg_1"),),
        ),
    ),
    also=("Svix", "Clerk", "OpenAI", "Render", "Replicate", "Resend", "Supabase"),
)
