"""What is Xero's own: it tests whether right and wrong signatures are told apart."""

from tests.ingress.providers.asking import Sender
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import automatic_reply

TEST = {
    "events": [],
    "lastEventSequence": 0,
    "firstEventSequence": 0,
    "entropy": "S0m3r4Nd0mt3xt",
}
EVENT = {
    "events": [{"eventType": "Update", "eventCategory": "CONTACT"}],
    "lastEventSequence": 1,
    "firstEventSequence": 1,
    "entropy": "S0m3r4Nd0mt3xt",
}


def test_a_right_signature_gets_an_empty_answer() -> None:
    sender = Sender("xero", "key")
    answer = sender.asked(sender.signed(sender.post(TEST)))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"")
    assert "Set-Cookie" not in dict(answer.reply.headers)


def test_a_wrong_signature_is_refused_as_xero_wants_it() -> None:
    sender = Sender("xero", "key")
    request = sender.signed(sender.post(TEST), wrong=True)
    assert sender.asked(request) is None
    found = sender.checked(request)
    assert found.refusal is not None
    # Xero allows no body, whatever the answer is.
    assert (found.refusal.status, found.refusal.body) == (401, b"")


def test_events_are_no_test() -> None:
    sender = Sender("xero", "key")
    request = sender.signed(sender.post(EVENT))
    assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"


def test_events_get_an_empty_answer_too() -> None:
    endpoint = Endpoint("w", "a", signature=Sender("xero", "key").settings)
    reply = automatic_reply(endpoint, "POST")
    assert (reply.status, reply.body) == (200, b"")
