"""monday.com boards: no signature, but a secret in the query of the address."""

from webhooks.ingress.providers._secret_in_query import in_query, parameter
from webhooks.ingress.signatures.contract import Provider, Question, Sample

PROVIDER = Provider(
    key="monday",
    label="monday.com",
    summary="Items, columns and updates of a board.",
    help=(
        "On the board open Automations, then Integrations, and look for Webhooks: "
        "choose a recipe and enter the URL with ?secret=SECRET behind it."
    ),
    source="https://developer.monday.com/api-reference/reference/webhooks",
    asks_for="Secret",
    asks_help="Any long random text; the same as behind the URL.",
    build=in_query,
    options=(parameter("secret"),),
    questions=(
        Question(
            "POST",
            ("json.challenge", "!json.event.type"),
            "monday.com asks whether the address is yours when it is saved.",
            signed=True,
            json={"challenge": "{json.challenge}"},
        ),
    ),
    retries="Once a minute for 30 minutes.",
    # Several webhooks of one board may tell of the same change.
    id_places=("json.event.subscriptionId json.event.triggerUuid",),
    samples=(
        Sample(
            "create_pulse",
            '{"event":{"userId":9603417,"boardId":1771812698,"pulseId":1772099344,'
            '"pulseName":"New item","groupId":"topics","groupName":"Group Title",'
            '"columnValues":{},"app":"monday","type":"create_pulse",'
            '"triggerTime":"2026-01-05T10:11:12.345Z","subscriptionId":73759690,'
            '"triggerUuid":"b5ed2e17c530f43668de130142445cba"}}',
        ),
    ),
)
