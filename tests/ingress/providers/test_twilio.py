"""What is Twilio's own: later requests about the same message or call."""

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound
from webhooks.ingress.signatures.placing import put_header

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
URL = "https://example.com/webhooks/abc"


def sent(sender: Sender, body: bytes, token: str | None) -> list[str]:
    request = sender.signed(inbound(headers=FORM, body=body))
    name = "I-Twilio-Idempotency-Token"
    return sender.ids(put_header(request, name, token or ""))


def test_status_changes_of_one_message_are_no_repetitions() -> None:
    sender = Sender("twilio", "12345", deduplicate=True, registered_url=URL)
    first = sent(sender, b"MessageSid=SM1&MessageStatus=sent", "a")
    later = sent(sender, b"MessageSid=SM1&MessageStatus=delivered", "b")
    again = sent(sender, b"MessageSid=SM1&MessageStatus=delivered", "b")
    assert first != later == again == ["id b"]
    assert sent(sender, b"MessageSid=SM1&MessageStatus=sent", None) == []
