"""What is Meta's own: several messages in one request, and changes about one."""

from typing import Any

import pytest

from tests.ingress.providers.asking import Sender


def whatsapp(*ids: str, field: str = "messages") -> dict[str, Any]:
    value = {field: [{"id": each} for each in ids]}
    return {"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}


def known(body: object) -> list[str]:
    sender = Sender("whatsapp", "app secret", deduplicate=True)
    draft = sender.post(body)
    # Signed as another Meta product's, or the test request would get a fresh id.
    signed = Sender("facebook", "app secret").signed(draft)
    assert signed.body == draft.body
    return sender.ids(signed)


def test_a_message_that_is_taken_back_is_no_repetition_of_it() -> None:
    """Instagram tells of both under the message's id."""
    sender = Sender("facebook", "app secret", deduplicate=True)
    for message in ({"mid": "m_1", "text": "a"}, {"mid": "m_1", "is_deleted": True}):
        body = {"entry": [{"messaging": [{"message": message}]}]}
        assert sender.ids(sender.signed(sender.post(body))) == []


def test_a_message_is_known_by_its_id() -> None:
    assert known(whatsapp("wamid.1")) == ["id wamid.1"]


def test_what_became_of_a_message_is_no_repetition_of_it() -> None:
    """Sent, delivered and read carry the same id."""
    assert known(whatsapp("wamid.1", field="statuses")) == []


def test_a_batch_with_one_more_message_is_no_repetition() -> None:
    """Else the message that is new would be lost."""
    assert known(whatsapp("wamid.1", "wamid.2")) != known(whatsapp("wamid.1"))
    mixed = whatsapp("wamid.1")
    mixed["entry"] += whatsapp("wamid.2", field="statuses")["entry"]
    assert known(mixed) == []


@pytest.mark.parametrize("key", ["facebook", "whatsapp"])
def test_samples_without_a_message_stay_as_they_are(key: str) -> None:
    sender = Sender(key, "app secret")
    sample = sender.provider.samples[1]
    assert sender.signed(sender.post(sample.body)).body.decode() == sample.body
