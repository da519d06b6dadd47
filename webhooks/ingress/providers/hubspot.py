"""HubSpot: three ways to sign, of which the newest is asked for by default.

The older two come beside it and cover less (v1 neither address nor time), so they
count only for an owner who says so. An event's id is left out on purpose: HubSpot
does not promise that it is unique.
"""

from collections.abc import Mapping
from typing import Final

from webhooks.ingress.signatures.contract import Option, Provider, Sample, Scheme

_OLDER: Final = "header.X-HubSpot-Signature"
_SCHEMES: Final = {
    "v3": Scheme(
        "header.X-HubSpot-Signature-v3",
        content="{method}{url}{body}{timestamp}",
        encoding="base64",
        timestamp="header.X-HubSpot-Request-Timestamp",
        timestamp_unit="ms",
        name="v3",
        urls="hubspot",
    ),
    "v2": Scheme(
        _OLDER, "sha256-concat", "{method}{url}{body}", name="v2", urls="hubspot"
    ),
    "v1": Scheme(_OLDER, "sha256-concat", name="v1"),
}


def _build(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Return the scheme of the version chosen. Raises ValueError."""
    scheme = _SCHEMES.get(options.get("version", ""))
    if scheme is None:
        raise ValueError(f"version must be one of {', '.join(_SCHEMES)}")
    return (scheme,)


PROVIDER = Provider(
    key="hubspot",
    label="HubSpot",
    summary="Contacts, companies, deals and conversations of a portal.",
    help=(
        "In your HubSpot developer account open the app, then Webhooks: enter the URL "
        "as target URL and add subscriptions. The secret is the app's client secret "
        "under Auth. The URL must be written there exactly as it is here."
    ),
    source="https://developers.hubspot.com/docs/api/webhooks/validating-requests",
    asks_for="Client secret",
    asks_help="Stands under Auth of the app in the developer account.",
    build=_build,
    options=(
        Option(
            "version",
            "Version of the signature",
            "Take v3 unless HubSpot sends this kind of request with an older one "
            "only, as some workflow actions and cards do.",
            default="v3",
            choices=(("v3", "v3"), ("v2", "v2"), ("v1", "v1")),
        ),
    ),
    tolerance_seconds=300,
    deadline_seconds=5,
    samples=(
        Sample(
            "contact.creation",
            '[{"eventId":100,"subscriptionId":12345,"portalId":62515,"appId":54321,'
            '"occurredAt":1767607872000,"subscriptionType":"contact.creation",'
            '"attemptNumber":0,"objectId":123,"changeSource":"CRM_UI",'
            '"changeFlag":"NEW"}]',
        ),
    ),
)
