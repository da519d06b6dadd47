"""What is Asana's own: it tells the secret in a header and wants it back there."""

from tests.ingress.providers.asking import Sender
from webhooks.ingress.request import InboundRequest

SECRET = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"


def telling(secret: str) -> InboundRequest:
    return Sender("asana").post("{}", headers=(("X-Hook-Secret", secret),))


def test_the_secret_is_kept_and_sent_back() -> None:
    answer = Sender("asana").asked(telling(SECRET))
    assert answer is not None
    assert answer.reply.status == 200
    assert ("X-Hook-Secret", SECRET) in answer.reply.headers
    assert answer.adopt == SECRET


def test_a_second_webhook_at_the_same_address_is_refused() -> None:
    """Its secret would be another one, and only one of the two could be right."""
    answer = Sender("asana", SECRET).asked(telling("of a stranger"))
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (403, "")
    assert "X-Hook-Secret" not in dict(answer.reply.headers)


def test_an_empty_secret_is_no_secret() -> None:
    answer = Sender("asana").asked(telling(""))
    assert answer is not None
    assert (answer.reply.status, answer.adopt) == (400, "")


def test_events_are_signed_with_it() -> None:
    sender = Sender("asana", SECRET)
    event = sender.post({"events": []})
    assert sender.verdict(event) == "failed"
    assert sender.verdict(sender.signed(event)) == "verified"
