"""By what a repetition is known: what was signed, and nothing a stranger may add."""

from dataclasses import replace

import pytest

from tests.ingress.signatures.asking import settings, signed, unsigned, verdict
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.identity import Identity, identities
from webhooks.ingress.signatures.placing import put_header
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict

WHSEC = "whsec_AAECAwQFBgcICQoLDA0ODw=="
SECRET = "correct horse"


def known_by(request: InboundRequest, under: SignatureSettings) -> tuple[Identity, ...]:
    found = verdict(request, under)
    assert found.verdict == "verified"
    return identities(PROVIDERS[under.provider], request, under, found)


def test_a_signed_id_and_time_are_known_for_twice_the_tolerance() -> None:
    request = signed("standard-webhooks", WHSEC)
    (found,) = known_by(request, settings("standard-webhooks", WHSEC))
    names = [request.header(n) for n in ("webhook-timestamp", "webhook-id")]
    assert found == Identity(f"message {names[0]} {names[1]}", 600, by_hand=False)
    longer = settings("standard-webhooks", WHSEC, tolerance_seconds=1000.0)
    assert known_by(request, longer)[0].keep_seconds == 2000


def test_without_a_check_of_the_time_messages_are_not_known_for_ever() -> None:
    under = settings("standard-webhooks", WHSEC, tolerance_seconds=0.0)
    assert known_by(signed("standard-webhooks", WHSEC), under) == ()


def test_headers_of_another_way_to_sign_change_nothing() -> None:
    """Whoever replays a message could add them to make it look new."""
    under = settings("standard-webhooks", WHSEC)
    request = signed("standard-webhooks", WHSEC)
    wanted = known_by(request, under)
    added = (("svix-id", "x"), ("svix-timestamp", "1"), ("svix-signature", "v1,AAAA"))
    for headers in ((*added, *request.headers), (*request.headers, *added)):
        assert known_by(replace(request, headers=headers), under) == wanted


def test_an_id_in_a_signed_body_is_a_signed_id() -> None:
    """So that nobody sends a message again as long as its time stamp is good."""
    under = settings("stripe", SECRET)
    first = signed("stripe", SECRET, b'{"id":"evt_1"}')
    (found,) = known_by(first, under)
    assert known_by(first, under) == (found,)
    assert (found.keep_seconds, found.by_hand) == (600, False)
    # The sender's own repetition is signed anew.
    stamped = (first.header("Stripe-Signature") or "").replace("t=", "t=1")
    later = put_header(first, "Stripe-Signature", stamped)
    (other,) = identities(PROVIDERS["stripe"], later, under, verdict(first, under))
    assert other.key != found.key


def test_an_id_beside_a_signed_body_proves_nothing() -> None:
    request = put_header(
        signed("zendesk", SECRET), "X-Zendesk-Webhook-Invocation-Id", "1"
    )
    assert known_by(request, settings("zendesk", SECRET)) == ()


def test_of_an_id_in_parts_none_may_be_missing() -> None:
    under = settings("trello", SECRET, deduplicate=True)
    found = [
        identities(
            PROVIDERS["trello"], unsigned(body), under, Verdict("trello", "verified")
        )
        for body in (
            b'{"action":{"id":"a"},"model":{"id":"1"}}',
            b'{"action":{"id":"a"},"model":{"id":"2"}}',
            b'{"action":{"id":"a"}}',
        )
    ]
    assert [[one.key for one in each] for each in found] == [["id 1 a"], ["id 2 a"], []]


def test_a_time_in_the_signatures_own_header_counts() -> None:
    options = {"content": "{id}.{timestamp}.{body}", "id": "header.X-Id"}
    options |= {"timestamp": "item.t", "separator": "comma", "prefix": "v1="}
    under = settings("generic", SECRET, options=options)
    keys = set()
    for ago in (1, 2):
        request = put_header(unsigned(b"{}"), "X-Id", "1")
        made = signed("generic", SECRET, ago=ago, options=options, request=request)
        keys |= {each.key for each in known_by(made, under)}
    assert len(keys) == 2


def test_of_a_long_id_all_counts() -> None:
    found = set()
    for end in "ab":
        request = put_header(
            signed("github", SECRET), "X-GitHub-Delivery", "x" * 900 + end
        )
        (one,) = known_by(request, settings("github", SECRET, deduplicate=True))
        assert len(one.key) < 300
        found.add(one.key)
    assert len(found) == 2


def test_the_providers_id_counts_only_if_asked_for() -> None:
    request = signed("github", SECRET)
    assert known_by(request, settings("github", SECRET)) == ()
    (found,) = known_by(request, settings("github", SECRET, deduplicate=True))
    assert (found.keep_seconds, found.by_hand) == (7 * 86_400, False)


@pytest.mark.parametrize(("marked", "by_hand"), [(False, True), (True, False)])
def test_an_automatic_repetition_is_never_one_by_hand(
    marked: bool, by_hand: bool
) -> None:
    request = signed("slack", SECRET, b'{"event_id":"Ev1"}')
    if marked:
        request = put_header(request, "X-Slack-Retry-Num", "1")
    under = settings("slack", SECRET, deduplicate=True, allow_redelivery=True)
    message, found = known_by(request, under)
    assert found.by_hand is by_hand
    assert message.by_hand is False


def test_a_delivery_without_its_id_is_never_a_repetition() -> None:
    for body in (b"{}", b'{"id":""}', b'{"id":null}', b"[]", b"no json"):
        request = unsigned(body)
        under = settings("stripe", SECRET, deduplicate=True)
        made = identities(PROVIDERS["stripe"], request, under, verdict(request, under))
        assert made == ()
