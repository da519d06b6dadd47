"""Email: what is sent, how often, and what is written about it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.nodes.kit import NOW, FakeMail, FakePorts, Ran, run_node
from webhooks.nodes.output.structure_email import NODE
from webhooks.workflows.errors import FieldProblem, NodeError

CONFIG = {
    "toAddresses": ["{{to}}", " bob@example.org ", "{{nobody}}"],
    "subjectTemplate": "Hello {{name}}",
    "bodyTemplate": "<p>{{name}}</p>",
    "resultPath": "out",
}
PAYLOAD = {"to": "ann@example.org", "name": "A & B"}


def send(ports: FakePorts, seconds: float = 0, **config: Any) -> Ran:
    now = NOW + timedelta(seconds=seconds)
    return run_node(NODE, CONFIG | config, PAYLOAD, ports=ports, now=now)


def test_a_mail_is_sent_to_everybody() -> None:
    ports = FakePorts()
    assert send(ports).payload["out"] == {"success": True}
    assert isinstance(ports.mail, FakeMail)
    to, subject, html = ports.mail.sent[0]
    assert to == ["ann@example.org", "bob@example.org"]
    assert subject == "Hello A &amp; B"
    assert html == "<p>A &amp; B</p>"


def test_ten_at_once_and_one_a_minute_are_allowed() -> None:
    ports = FakePorts()
    results = [send(ports).payload["out"] for _ in range(11)]
    assert [result.get("success") for result in results] == [True] * 10 + [None]
    assert results[10]["error"]["type"] == "RateLimit"
    assert "error" in send(ports, 59).payload["out"]
    assert "success" in send(ports, 60).payload["out"]
    assert "error" in send(ports, 60).payload["out"]


def test_waiting_long_does_not_allow_more_than_ten_at_once() -> None:
    ports = FakePorts()
    send(ports)
    later = [send(ports, 86_400).payload["out"] for _ in range(11)]
    assert sum("success" in result for result in later) == 10


def test_all_nodes_of_a_workflow_share_what_is_allowed() -> None:
    ports = FakePorts()
    for number in range(10):
        run_node(NODE, CONFIG, PAYLOAD, ports=ports, node_id=f"node{number}")
    with pytest.raises(NodeError, match="too many mails"):
        send(ports, resultPath="")


def test_an_error_is_a_result_where_there_is_a_path_for_it() -> None:
    ports = FakePorts()
    ports.mail = FakeMail(NodeError("The mail was not sent: no.", "MailFailed"))
    assert send(ports).payload["out"] == {
        "error": {"type": "MailFailed", "message": "The mail was not sent: no."}
    }
    with pytest.raises(NodeError, match="was not sent"):
        send(ports, resultPath="")


def test_five_addresses_are_the_most() -> None:
    with pytest.raises(FieldProblem, match="more than 5"):
        send(FakePorts(), toAddresses=["ann@example.org"] * 6)
