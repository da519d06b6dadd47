"""What is CloudEvents' own: a question by OPTIONS, and a token in two places."""

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound


def test_the_sender_may_deliver_from_where_it_says() -> None:
    headers = (("WebHook-Request-Origin", "eventgrid.azure.net"),)
    answer = Sender("cloudevents", "t").asked(inbound("OPTIONS", headers=headers))
    assert answer is not None
    assert answer.reply.status == 200
    found = dict(answer.reply.headers)
    assert found["WebHook-Allowed-Origin"] == "eventgrid.azure.net"
    assert found["WebHook-Allowed-Rate"] == "*"
    assert answer.reply.body == b""


def test_a_browsers_question_is_another_one() -> None:
    headers = (
        ("Origin", "https://example.com"),
        ("Access-Control-Request-Method", "POST"),
    )
    assert Sender("cloudevents", "t").asked(inbound("OPTIONS", headers=headers)) is None


def test_the_token_may_come_in_a_header_or_in_the_query() -> None:
    sender = Sender("cloudevents", "t0ken")
    bearer = (("Authorization", "Bearer t0ken"),)
    assert sender.verdict(sender.post("{}", headers=bearer)) == "verified"
    assert sender.verdict(sender.post("{}", query="access_token=t0ken")) == "verified"
    basic = (("Authorization", "Basic t0ken"),)
    assert sender.verdict(sender.post("{}", headers=basic)) == "failed"
    assert sender.verdict(sender.post("{}", query="access_token=other")) == "failed"


def test_an_event_is_known_by_source_and_id_in_either_form() -> None:
    sender = Sender("cloudevents", "t", deduplicate=True)
    in_body = sender.post({"id": "1", "source": "/a"}, query="access_token=t")
    headers = (("ce-id", "1"), ("ce-source", "/a"))
    in_header = sender.post({}, headers=headers, query="access_token=t")
    assert sender.ids(in_body) == sender.ids(in_header) == ["id /a 1"]


def test_another_source_may_use_the_same_id() -> None:
    sender = Sender("cloudevents", "t", deduplicate=True)
    found = [
        sender.ids(sender.post({"id": "1", "source": source}, query="access_token=t"))
        for source in ("/a", "/b")
    ]
    assert found[0] != found[1]
    alone = sender.post({"id": "1"}, query="access_token=t")
    assert sender.ids(alone) == []
