"""Messages reach the broker, or the workflow learns why not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.runtime.mqtt_broker import NOT_AUTHORISED, MqttBroker
from tests.server.callers import until
from webhooks.runtime.addresses import parse_networks
from webhooks.runtime.guarded_connection import Route
from webhooks.runtime.mqtt_client import MAX_BROKERS, MqttClient
from webhooks.workflows.errors import NodeError

OPEN = Route(parse_networks(["127.0.0.0/8"]))


@contextmanager
def client_of(
    url: str, route: Route = OPEN, wait: float = 60.0
) -> Iterator[MqttClient]:
    client = MqttClient(url, route, wait_seconds=wait)
    try:
        yield client
    finally:
        client.close()


def url_of(broker: MqttBroker, login: str = "") -> str:
    return f"mqtt://{login}127.0.0.1:{broker.port}"


def stop_confirming(broker: MqttBroker, client: MqttClient, wait: float) -> None:
    """Let the broker fall silent, and wait that long for it, once it is connected.

    Connecting may take longer on a busy machine.
    """
    client.publish("", "connected", b"")
    broker.confirms = False
    client._wait_seconds = wait


def test_a_message_is_published_and_confirmed() -> None:
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        client.publish("", "a/b ü", b"\x00hello")
        client.publish("", "c", b"")
    assert broker.messages == [("a/b ü", b"\x00hello"), ("c", b"")]
    # One connection serves both.
    assert len(broker.connects) == 1


def test_the_operators_broker_may_be_private_and_others_not() -> None:
    with MqttBroker() as broker, client_of(url_of(broker), Route()) as client:
        client.publish("", "a", b"mine")
        with pytest.raises(NodeError, match="not a public address") as caught:
            client.publish(url_of(broker, "other@"), "a", b"theirs")
    assert caught.value.name == "MqttFailed"
    assert broker.messages == [("a", b"mine")]


def test_a_workflow_can_name_a_broker_of_its_own() -> None:
    with MqttBroker() as broker, client_of("") as client:
        client.publish(url_of(broker), "a", b"hello")
    assert broker.messages == [("a", b"hello")]


def test_user_name_and_password_come_from_the_url() -> None:
    with MqttBroker() as broker, client_of(url_of(broker, "ann:p%40ss@")) as client:
        client.publish("", "a", b"")
    assert broker.connects[0].endswith(b"\x00\x03ann\x00\x04p@ss")


def test_without_a_broker_the_workflow_is_told() -> None:
    with client_of("") as client, pytest.raises(NodeError, match="MQTT_URL") as caught:
        client.publish("", "a", b"")
    assert caught.value.name == "MqttNotConfigured"


@pytest.mark.parametrize("url", ["http://x", "x", "mqtt://", "mqtt://x:99999", "//x"])
def test_odd_brokers_are_refused(url: str) -> None:
    with client_of("") as client, pytest.raises(NodeError, match="mqtt://host"):
        client.publish(url, "a", b"")


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ("", b""),
        ("a/#", b""),
        ("#", b""),
        ("a/+/b", b""),
        ("a\0", b""),
        ("a\nb", b""),
        ("\ud83d", b""),
        ("x" * 65_536, b""),
        ("a", b"x" * (1024 * 1024 + 1)),
    ],
)
def test_topics_are_checked_and_messages_bounded(topic: str, message: bytes) -> None:
    with client_of("") as client, pytest.raises(NodeError) as caught:
        client.publish("", topic, message)
    assert caught.value.name == "InvalidMessage"


def test_a_broker_that_is_down_is_an_error_at_once() -> None:
    # Bound, so that nobody else listens there, and not listening either.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        with client_of(f"mqtt://127.0.0.1:{port}") as client:
            for _ in range(2):
                with pytest.raises(NodeError, match="does not answer"):
                    client.publish("", "a", b"")


def test_a_broker_that_refuses_us_is_named_so() -> None:
    with (
        MqttBroker(NOT_AUTHORISED) as broker,
        client_of(url_of(broker)) as client,
        pytest.raises(NodeError, match="refused the connection"),
    ):
        client.publish("", "a", b"")
    assert broker.messages == []


def test_a_half_open_broker_is_not_waited_for_longer_than_said() -> None:
    with (
        MqttBroker(None) as broker,
        client_of(url_of(broker), wait=0.2) as client,
        pytest.raises(NodeError, match="does not answer"),
    ):
        client.publish("", "a", b"")


def test_a_message_that_is_not_confirmed_is_an_error() -> None:
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        stop_confirming(broker, client, wait=0.5)
        with pytest.raises(NodeError, match="may still arrive"):
            client.publish("", "a", b"")
        until(lambda: broker.messages[1:] == [("a", b"")], "it arrives")


def test_too_many_unconfirmed_messages_are_not_piled_up() -> None:
    problems = set()
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        stop_confirming(broker, client, wait=0.01)
        for _ in range(60):
            with pytest.raises(NodeError) as caught:
                client.publish("", "a", b"")
            problems.add(caught.value.message)
    assert any("too many messages wait" in problem for problem in problems)


def test_the_connection_comes_back() -> None:
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        client.publish("", "a", b"1")
        broker.cut()
        client.publish("", "a", b"2")
    assert [message for _, message in broker.messages][-1] == b"2"


def test_a_message_waits_for_the_next_connection_if_this_one_has_just_broken() -> None:
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        client.publish("", "a", b"1")
        (connection,) = client._brokers.values()
        library, came_in_between = connection._client, threading.Event()
        dial, publish = library.dialled, library.publish

        def dial_later(host: str, port: int) -> socket.socket:
            assert came_in_between.wait(60)
            return dial(host, port)

        def publish_before(*message: Any, **options: Any) -> Any:
            sent = publish(*message, **options)
            came_in_between.set()
            return sent

        library.dialled = dial_later
        library.publish = publish_before  # type: ignore[method-assign]
        broker.cut()
        until(lambda: not connection._is_connected, "the break is noticed")
        # As if the library had noticed, and not told us yet.
        connection._is_connected = True
        client.publish("", "a", b"2")
    assert [message for _, message in broker.messages][-1] == b"2"


def test_the_least_recently_used_connection_makes_room() -> None:
    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        client.publish("", "a", b"first")
        for number in range(MAX_BROKERS):
            client.publish(url_of(broker, f"u{number}@"), "a", b"")
            client.publish("", "a", b"again")
        client.publish(url_of(broker, "u1@"), "a", b"")
        assert len(broker.connects) == MAX_BROKERS + 1
        client.publish(url_of(broker, "u0@"), "a", b"")
        assert len(broker.connects) == MAX_BROKERS + 2


def test_nothing_is_published_after_the_end() -> None:
    with MqttBroker() as broker:
        with client_of(url_of(broker)) as client:
            client.publish("", "a", b"")
        with pytest.raises(NodeError, match="shutting down"):
            client.publish("", "a", b"")


def test_a_connection_that_ends_by_itself_while_it_is_stopped_is_no_trouble() -> None:
    """The library looks for its thread twice, and does not find it again."""

    def loop_stop() -> None:
        library._thread.join()

    with MqttBroker() as broker, client_of(url_of(broker)) as client:
        client.publish("", "a", b"")
        (connection,) = client._brokers.values()
        library: Any = connection._client
        library.loop_stop = loop_stop
        library.disconnect()
        until(lambda: library._thread is None, "its thread has ended by itself")
        connection._stop()
