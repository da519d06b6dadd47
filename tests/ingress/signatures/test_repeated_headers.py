"""Answers to questions that repeat a stranger's text in a header."""

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound
from webhooks.ingress.verification.contract import Handshake


def ask(origin: str) -> Handshake:
    headers = (("WebHook-Request-Origin", origin),)
    answer = Sender("cloudevents", "token").asked(inbound("OPTIONS", headers=headers))
    assert answer is not None
    return answer


@pytest.mark.parametrize("origin", ["eventgrid.azure.net", "\xe9t\xe9", "a b"])
def test_it_comes_back_as_it_was(origin: str) -> None:
    answer = ask(origin)
    assert answer.reply.status == 200
    assert ("WebHook-Allowed-Origin", origin) in answer.reply.headers


@pytest.mark.parametrize("origin", ["a\r\nSet-Cookie: b=c", "a\x85b", "a\0b", "\t"])
def test_what_could_break_the_answer_is_not_repeated(origin: str) -> None:
    answer = ask(origin)
    assert answer.reply.status == 400
    assert not any(origin in value for _, value in answer.reply.headers)
