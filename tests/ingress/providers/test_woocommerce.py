"""What is WooCommerce's own: its first request is a form that nobody signed."""

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound

FORM = ("Content-Type", "application/x-www-form-urlencoded")


def test_the_first_request_is_answered() -> None:
    request = inbound(headers=(FORM,), body=b"webhook_id=7")
    answer = Sender("woocommerce", "s3cret").asked(request)
    assert answer is not None
    assert (answer.reply.status, answer.verdict.verdict) == (200, "unchecked")


def test_nothing_else_goes_without_a_signature() -> None:
    sender = Sender("woocommerce", "s3cret")
    for body in (b"webhook=7", b""):
        request = inbound(headers=(FORM,), body=body)
        assert sender.asked(request) is None
        assert sender.verdict(request) == "failed"
    order = sender.post({"webhook_id": 7, "id": 727})
    assert sender.asked(order) is None
    assert sender.verdict(order) == "failed"


def test_two_orders_of_one_second_are_no_repetition() -> None:
    """The header that is called an id is made of the webhook's number and a second."""
    sender = Sender("woocommerce", "s3cret", deduplicate=True)
    told = (("X-WC-Webhook-Delivery-ID", "3dff32d5b1"),)
    assert sender.ids(sender.signed(sender.post({"id": 727}, headers=told))) == []


def test_a_signed_form_is_an_ordinary_request() -> None:
    sender = Sender("woocommerce", "s3cret")
    signed = sender.signed(inbound(headers=(FORM,), body=b"webhook_id=7"))
    assert sender.asked(signed) is None
    assert sender.verdict(signed) == "verified"
