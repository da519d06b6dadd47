"""What is Notion's own: its first request tells the key of all others."""

from tests.ingress.providers.asking import Sender

TOLD = {"verification_token": "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}
TOKEN = TOLD["verification_token"]


def test_the_token_is_kept_while_there_is_none() -> None:
    sender = Sender("notion")
    answer = sender.asked(sender.post(TOLD))
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (200, TOKEN)


def test_nobody_can_put_another_token_in_its_place() -> None:
    sender = Sender("notion", TOKEN)
    answer = sender.asked(sender.post({"verification_token": "secret_of_a_stranger"}))
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (403, "")


def test_the_same_token_may_come_again() -> None:
    sender = Sender("notion", TOKEN)
    answer = sender.asked(sender.post(TOLD))
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (200, "")


def test_an_event_with_such_a_field_is_an_event() -> None:
    sender = Sender("notion", TOKEN)
    event = {**TOLD, "type": "page.created"}
    for request in (sender.post(event), sender.signed(sender.post(event))):
        assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"


def test_the_first_request_may_be_signed_already() -> None:
    signed = Sender("notion", TOKEN).signed(Sender("notion").post(TOLD))
    answer = Sender("notion").asked(signed)
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (200, TOKEN)


def test_the_signature_may_have_capitals() -> None:
    sender = Sender("notion", TOKEN)
    request = sender.signed(sender.post({"id": "1"}))
    value = (request.header("X-Notion-Signature") or "").upper()
    loud = sender.post({"id": "1"}, headers=(("X-Notion-Signature", value),))
    # The test request has an id of its own, so the body is the signed one.
    assert sender.verdict(loud.with_body(request.body)) == "verified"


def test_events_are_refused_while_there_is_no_token() -> None:
    signed = Sender("notion", TOKEN).signed(Sender("notion").post({"id": "1"}))
    assert Sender("notion").verdict(signed) == "failed"
