"""What is Discord's own: two kinds of PING, and wrong signatures on purpose."""

import pytest

from tests.ingress.providers.asking import Sender

KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
EVENT = {"version": 1, "application_id": "1", "type": 1, "event": {"type": "X"}}


@pytest.mark.parametrize(
    ("ping", "status", "body"),
    [
        ({"type": 1, "id": "1"}, 200, b'{"type":1}'),
        ({"type": 0, "version": 1, "application_id": "1"}, 204, b""),
    ],
)
def test_each_kind_of_ping_gets_its_own_answer(
    ping: dict[str, object], status: int, body: bytes
) -> None:
    sender = Sender("discord", KEY)
    answer = sender.asked(sender.signed(sender.post(ping)))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (status, body)
    assert ("Content-Type", "application/json") in answer.reply.headers
    assert answer.verdict.verdict == "verified"


def test_a_ping_with_a_wrong_signature_gets_401() -> None:
    """Discord sends one when the URL is saved, and now and then later."""
    sender = Sender("discord", KEY)
    request = sender.signed(sender.post({"type": 1}), wrong=True)
    assert sender.asked(request) is None
    refusal = sender.checked(request).refusal
    assert refusal is not None
    assert refusal.status == 401


def test_an_event_is_no_ping_although_its_type_is_1() -> None:
    sender = Sender("discord", KEY)
    request = sender.signed(sender.post(EVENT))
    assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"
