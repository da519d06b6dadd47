"""What is Adobe's own: the client id is the question, the answer and the proof."""

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound


def headers(client_id: str) -> tuple[tuple[str, str], ...]:
    return (("X-AdobeSign-ClientId", client_id),)


def test_our_own_id_comes_back() -> None:
    sender = Sender("adobe-sign", "UB7E5BXCXY")
    answer = sender.asked(inbound("GET", headers=headers("UB7E5BXCXY")))
    assert answer is not None
    assert answer.reply.status == 200
    assert ("X-AdobeSign-ClientId", "UB7E5BXCXY") in answer.reply.headers


def test_the_id_of_another_application_does_not() -> None:
    sender = Sender("adobe-sign", "UB7E5BXCXY")
    answer = sender.asked(inbound("GET", headers=headers("OTHER")))
    assert answer is not None
    assert answer.reply.status == 403
    assert "X-AdobeSign-ClientId" not in dict(answer.reply.headers)


def test_notifications_carry_it_too() -> None:
    sender = Sender("adobe-sign", "UB7E5BXCXY")
    right = sender.post("{}", headers=headers("UB7E5BXCXY"))
    assert sender.verdict(right) == "verified"
    assert sender.verdict(sender.post("{}", headers=headers("OTHER"))) == "failed"
    assert sender.verdict(sender.post("{}")) == "failed"
