"""Discord: Ed25519 of time and body, with the application's public key.

Discord sends wrong signatures on purpose, too, and removes a URL that does not
refuse them with 401.
"""

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

PROVIDER = Provider(
    key="discord",
    label="Discord",
    summary="Interactions (slash commands, buttons) and webhook events of your app.",
    help=(
        "In the Discord developer portal enter the URL as Interactions Endpoint URL "
        "under General Information, or as Endpoint URL under Webhooks. The Public Key "
        "stands under General Information; store it here first, because Discord asks "
        "the URL when it is saved."
    ),
    source="https://docs.discord.com/developers/interactions/overview",
    asks_for="Public key",
    asks_help="64 hexadecimal digits under General Information.",
    schemes=(
        Scheme(
            "header.X-Signature-Ed25519",
            "ed25519",
            "{timestamp}{body}",
            key="hex",
            timestamp="header.X-Signature-Timestamp",
        ),
    ),
    # Interactions and events number their types differently; only events that are
    # no PING have an "event".
    questions=(
        Question(
            "POST",
            ("json.type=1", "!json.event"),
            "The PING of interactions, answered with the same type.",
            signed=True,
            json={"type": 1},
        ),
        Question(
            "POST",
            ("json.type=0", "!json.event"),
            "The PING of webhook events, answered with 204.",
            signed=True,
            status=204,
            # Discord asks for one though there is nothing that it could describe.
            headers=(("Content-Type", "application/json"),),
        ),
    ),
    deadline_seconds=3,
    retries="Interactions never; webhook events for up to ten minutes.",
    id_places=("json.id",),
    answer=Reply(204),
    samples=(
        Sample(
            "slash command",
            '{"id":"786008729715212338","application_id":"775799577604522054","type":2,'
            '"token":"A_UNIQUE_TOKEN","version":1,"guild_id":"290926798626357999",'
            '"channel_id":"645027906669510667","member":{"user":{"id":'
            '"53908232506183680","username":"mason"}},"data":{"id":'
            '"771825006014889984","name":"cardsearch","type":1,"options":[{"type":3,'
            '"name":"cardname","value":"The Gitrog Monster"}]}}',
        ),
        Sample(
            "APPLICATION_AUTHORIZED",
            '{"version":1,"application_id":"1234560123453231555","type":1,"event":'
            '{"type":"APPLICATION_AUTHORIZED","timestamp":"2026-01-05T10:11:12.064834",'
            '"data":{"integration_type":1,"scopes":["applications.commands"],"user":'
            '{"id":"53908232506183680","username":"mason"}}}}',
        ),
    ),
)
