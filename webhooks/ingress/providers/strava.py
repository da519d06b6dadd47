"""Strava: no signature; what can be checked is the subscription's number."""

from collections.abc import Mapping

from webhooks.ingress.signatures.contract import (
    Option,
    Provider,
    Question,
    Sample,
    Scheme,
)

_NUMBER = "subscription_id"


def _build(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Check the number once it is known: the first handshake comes before it."""
    number = options.get(_NUMBER, "")
    if not number:
        return ()
    if not (number.isascii() and number.isdecimal()):
        raise ValueError(f"{_NUMBER} is the number that Strava answered with")
    return (Scheme(f"json.{_NUMBER}", "equals", expects=f"option.{_NUMBER}"),)


PROVIDER = Provider(
    key="strava",
    label="Strava",
    summary="Activities that athletes add, change or delete, and access revoked.",
    help=(
        "Store any text as verify token here, then create the subscription (POST "
        "/api/v3/push_subscriptions) with the URL as callback_url and that text as "
        "verify_token. Strava answers with an id: enter it here as subscription. It is "
        "no secret, so keep the URL to yourself."
    ),
    source="https://developers.strava.com/docs/webhooks/",
    asks_for="Verify token",
    asks_help="The verify_token that the subscription is created with.",
    build=_build,
    options=(
        Option(
            _NUMBER,
            "Subscription",
            "The id of the subscription; while it is empty, events are not checked.",
        ),
    ),
    questions=(
        Question(
            "GET",
            ("query.hub.mode=subscribe", "query.hub.challenge"),
            "Strava asks when a subscription is created.",
            secret_at="query.hub.verify_token",  # noqa: S106  # a place
            json={"hub.challenge": "{query.hub.challenge}"},
        ),
    ),
    deadline_seconds=2,
    retries="Three attempts in all.",
    samples=(
        Sample(
            "activity created",
            '{"aspect_type":"create","event_time":1767607872,"object_id":1360128428,'
            '"object_type":"activity","owner_id":134815,"subscription_id":120475,'
            '"updates":{}}',
        ),
        Sample(
            "access revoked",
            '{"aspect_type":"update","event_time":1767607872,"object_id":134815,'
            '"object_type":"athlete","owner_id":134815,"subscription_id":120475,'
            '"updates":{"authorized":"false"}}',
        ),
    ),
)
