"""What is X's own: a challenge that anybody may send."""

import json
from urllib.parse import quote

import pytest

from tests.ingress.providers.asking import Sender

EVENT = '{"for_user_id":"1","direct_message_events":[]}'


def test_the_check_is_answered_without_a_signature() -> None:
    sender = Sender("x", "Convoy")
    answer = sender.asked(sender.get("crc_token=uzwcfYtzr9"))
    assert answer is not None
    wanted = b'{"response_token":"sha256=HXvxTdsfShG6k2zC9NVANwFquJBdOugRYHax2vNiiOo="}'
    assert (answer.reply.status, answer.reply.body) == (200, wanted)


@pytest.mark.parametrize("text", [EVENT, "[1]", '"a"', "{}", " ", "é", "%00"])
def test_the_check_cannot_be_used_to_sign_an_event(text: str) -> None:
    """Its code of a body would be exactly the signature of that body."""
    sender = Sender("x", "Convoy")
    answer = sender.asked(sender.get(f"crc_token={quote(text, safe='%')}"))
    assert answer is not None
    assert answer.reply.status == 400
    assert b"sha256=" not in answer.reply.body


@pytest.mark.parametrize("token", ["uzwcfYtzr9", "key=value", "12", "true"])
def test_what_the_check_signs_for_everybody_is_no_event(token: str) -> None:
    """Its code is the signature of a body: of a text, a number, a form's field."""
    sender = Sender("x", "Convoy")
    answer = sender.asked(sender.get(f"crc_token={quote(token)}"))
    assert answer is not None
    code = json.loads(answer.reply.body)["response_token"]
    headers = (("x-twitter-webhooks-signature", code),)
    found = sender.checked(sender.post(token, headers=headers))
    assert found.verdict.verdict == "failed"
    assert "no event" in found.verdict.reason


def test_an_event_by_get_is_no_check() -> None:
    sender = Sender("x", "Convoy")
    assert sender.asked(sender.get("a=1")) is None
    assert sender.verdict(sender.get("a=1")) == "failed"
