"""What is Slack's own: a signed challenge, repetitions, commands in forms."""

import json

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import automatic_reply

CHALLENGE = {"type": "url_verification", "challenge": "3eZbrw1a", "token": "t"}


def slack(**settings: object) -> Sender:
    return Sender("slack", "8f742231b10e", **settings)


def test_the_challenge_comes_back_as_it_is() -> None:
    sender = slack()
    answer = sender.asked(sender.signed(sender.post(CHALLENGE)))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"3eZbrw1a")
    assert answer.verdict.verdict == "verified"


def test_the_challenge_is_not_echoed_without_a_right_signature() -> None:
    sender = slack()
    for request in (
        sender.post(CHALLENGE),
        sender.signed(sender.post(CHALLENGE), wrong=True),
    ):
        assert sender.asked(request) is None
        refusal = sender.checked(request).refusal
        assert refusal is not None
        assert refusal.status == 401
        assert b"3eZbrw1a" not in refusal.body


def test_a_slash_command_is_signed_like_an_event() -> None:
    sender = slack()
    sample = sender.provider.samples[1]
    kind = (("Content-Type", sample.content_type),)
    request = sender.signed(inbound(headers=kind, body=sample.body.encode()))
    assert request.body.startswith(b"token=XXYYZZ&team_id=T123ABC456&")
    assert sender.verdict(request) == "verified"


def test_a_command_that_is_sent_again_is_known() -> None:
    """Within the five minutes in which its signature is good."""
    sender = slack()
    sample = sender.provider.samples[1]
    kind = (("Content-Type", sample.content_type),)
    draft = inbound(headers=kind, body=sample.body.encode())
    first, second = sender.signed(draft), sender.signed(draft)
    assert sender.ids(first) == sender.ids(first) != []
    assert sender.ids(first) != sender.ids(second)


def test_nothing_is_said_to_whoever_typed_a_command() -> None:
    endpoint = Endpoint("w", "a", signature=slack().settings)
    reply = automatic_reply(endpoint, "POST")
    assert (reply.status, reply.body) == (200, b"")


def test_its_own_repetition_is_never_by_hand() -> None:
    sender = slack(deduplicate=True, allow_redelivery=True)
    event = {"type": "event_callback", "event_id": "Ev1"}
    first = sender.signed(sender.post(event))
    mark = (("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout"))
    again = sender.signed(sender.post(json.loads(first.body), headers=mark))
    # The first of the two is the message that nobody may send a second time.
    assert [each.by_hand for each in sender.checked(first).identities] == [False, True]
    assert [each.by_hand for each in sender.checked(again).identities] == [False, False]
