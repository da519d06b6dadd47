"""What is Linear's own: it repeats a delivery hours later, with its first time."""

from tests.ingress.providers.asking import Sender


def test_a_delivery_that_is_repeated_after_six_hours_passes() -> None:
    sender = Sender("linear", "s3cret")
    request = sender.signed(sender.post({"webhookTimestamp": 1000}))
    assert sender.verdict(request) == "verified"


def test_it_is_known_by_its_delivery() -> None:
    sender = Sender("linear", "s3cret", deduplicate=True)
    request = sender.signed(sender.post({"webhookTimestamp": 1000}))
    assert sender.ids(request) == [f"id {request.header('Linear-Delivery')}"]
