"""What is Event Grid's own: its question stands in a batch, and it signs nothing."""

import pytest

from tests.ingress.providers.asking import Sender

CODE = "512d38b6-c7b8-40c8-89fe-f46f9e9622b6"
TOLD = (("aeg-event-type", "SubscriptionValidation"),)
QUESTION = [
    {
        "id": "2d1781af",
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "data": {"validationCode": CODE, "validationUrl": "https://example.com"},
    }
]


def test_the_code_comes_back() -> None:
    sender = Sender("azure-event-grid", "s3cret")
    request = sender.post(QUESTION, headers=TOLD, query="code=s3cret")
    answer = sender.asked(request)
    assert answer is not None
    assert answer.reply.body == f'{{"validationResponse":"{CODE}"}}'.encode()
    assert answer.verdict.verdict == "verified"


@pytest.mark.parametrize("query", ["", "code=", "code=other", "Code=s3cret"])
def test_nobody_else_can_subscribe_this_address(query: str) -> None:
    sender = Sender("azure-event-grid", "s3cret")
    request = sender.post(QUESTION, headers=TOLD, query=query)
    assert sender.asked(request) is None
    assert sender.verdict(request) == "failed"


def test_an_event_is_no_question_whatever_it_holds() -> None:
    sender = Sender("azure-event-grid", "s3cret")
    headers = (("aeg-event-type", "Notification"),)
    request = sender.post(QUESTION, headers=headers, query="code=s3cret")
    assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"


def test_the_parameter_may_have_another_name() -> None:
    sender = Sender("azure-event-grid", "s3cret", options={"parameter": "key"})
    assert sender.verdict(sender.post("[]", query="key=s3cret")) == "verified"
    assert sender.verdict(sender.post("[]", query="code=s3cret")) == "failed"
