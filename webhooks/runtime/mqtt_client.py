"""Outbound MQTT: one connection for each broker, made at the first message.

The library keeps a connection alive and brings it back in a thread of its own;
here is what workflows may ask of it, and how long they wait.
"""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from webhooks import setting_kinds
from webhooks.runtime.guarded_connection import (
    ANYWHERE,
    Deadline,
    OutboundFailed,
    OutboundRefused,
    Route,
    dial,
)
from webhooks.runtime.tls import Tls
from webhooks.workflows.errors import NodeError

WAIT_SECONDS: Final = 10.0
MAX_MESSAGE_BYTES: Final = 1024 * 1024
MAX_BROKERS: Final = 16
_MAX_UNACKNOWLEDGED: Final = 50
_MAX_TOPIC_BYTES: Final = 65_535
_NOT_IN_TOPICS: Final = re.compile(r"[\x00-\x1f\x7f+#\ud800-\udfff]")
_PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
_BACK_OFF_SECONDS: Final = (1, 30)
_CONNECT_SECONDS: Final = 5.0
_CLOSE_SECONDS: Final = 2.0


class MqttClient:
    """The ``Mqtt`` port. ``url`` is the operator's broker, "" if there is none.

    Workflows may name brokers of their own (``mqtt://host:1883``), for which
    ``route`` holds; the operator's may be anywhere.
    """

    def __init__(
        self,
        url: str,
        route: Route,
        *,
        wait_seconds: float = WAIT_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._route = route
        self._wait_seconds = wait_seconds
        self._monotonic = monotonic
        self._brokers: dict[str, _Broker] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    def publish(self, broker: str, topic: str, message: bytes) -> None:
        """Publish a message, and return when the broker has it (QoS 1).

        ``broker`` is "" for the operator's, else a URL. Raises NodeError:
        ``MqttNotConfigured``, ``InvalidMessage``, or ``MqttFailed`` when the
        broker has not confirmed the message within 10 seconds.
        """
        _check(topic, message)
        url = broker or self._url
        if not url:
            raise NodeError(
                "No MQTT broker is set up here: the server's operator can name one "
                "with SWITCHHOOK_MQTT_URL.",
                "MqttNotConfigured",
            )
        route = self._route if broker else ANYWHERE
        end = self._monotonic() + self._wait_seconds
        connection = self._broker(url, route)
        try:
            connection.publish(topic, message, lambda: end - self._monotonic())
        except (OutboundFailed, OutboundRefused) as error:
            text = f"The MQTT message was not delivered: {error}."
            raise NodeError(text, "MqttFailed") from None

    def close(self) -> None:
        """End all connections; nothing can be published afterwards."""
        with self._lock:
            self._is_closed = True
            brokers = list(self._brokers.values())
            self._brokers.clear()
        for broker in brokers:
            broker.close()

    def _broker(self, url: str, route: Route) -> "_Broker":
        dropped = None
        with self._lock:
            if self._is_closed:
                raise NodeError("The server is shutting down.", "MqttFailed")
            found = self._brokers.pop(url, None)
            if found is None:
                if len(self._brokers) >= MAX_BROKERS:
                    dropped = self._brokers.pop(next(iter(self._brokers)))
                found = _Broker(url, route)
            # The least recently used stands first.
            self._brokers[url] = found
        if dropped is not None:
            dropped.close()
        return found


class _Broker:
    """One broker, and the connection to it that is kept alive."""

    def __init__(self, url: str, route: Route) -> None:
        try:
            parts = urlsplit(setting_kinds.broker(url))
        except ValueError:
            text = "An MQTT broker is named as mqtt://host:1883 or mqtts://host."
            raise NodeError(text, "MqttNotConfigured") from None
        self._route = route
        self._changed = threading.Condition()
        self._is_connected = False
        self._problem = ""
        self._socket: socket.socket | None = None
        client = _GuardedClient(
            CallbackAPIVersion.VERSION2, client_id="", reconnect_on_failure=True
        )
        client.dialled = self._dial
        client.max_queued_messages_set(_MAX_UNACKNOWLEDGED)
        client.reconnect_delay_set(*_BACK_OFF_SECONDS)
        if parts.username is not None:
            password = unquote(parts.password) if parts.password else None
            client.username_pw_set(unquote(parts.username), password)
        if parts.scheme == "mqtts":
            client.tls_set_context(Tls().context())
        client.on_socket_open = self._on_socket_open
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        port = parts.port or _PORTS[parts.scheme]
        client.connect_async(str(parts.hostname), port)
        client.loop_start()
        self._client = client

    def publish(
        self, topic: str, message: bytes, left_seconds: Callable[[], float]
    ) -> None:
        """Publish within the time that is left. Raises OutboundFailed."""
        with self._changed:
            self._changed.wait_for(self._is_settled, max(0.0, left_seconds()))
            if not self._is_connected:
                raise OutboundFailed(self._problem or "the broker does not answer")
        sent = self._client.publish(topic, message, qos=1)
        if sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
            raise OutboundFailed("the broker is too slow: too many messages wait")
        if sent.rc == MQTTErrorCode.MQTT_ERR_NO_CONN:
            # Lost a moment ago. The library keeps the message for the next
            # connection, but would not let anybody wait for that.
            sent.rc = MQTTErrorCode.MQTT_ERR_SUCCESS
        try:
            sent.wait_for_publish(max(0.0, left_seconds()))
            confirmed = sent.is_published()
        except RuntimeError:
            confirmed = False
        if not confirmed:
            raise OutboundFailed("the broker did not confirm it; it may still arrive")

    def close(self) -> None:
        """End the connection, and wait a little for its thread."""
        self._client.disconnect()
        # In a thread, because stopping waits as long as a broker is half open.
        stopping = threading.Thread(target=self._stop, daemon=True)
        stopping.start()
        stopping.join(_CLOSE_SECONDS)
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            stopping.join(_CLOSE_SECONDS)
            self._socket.close()

    def _stop(self) -> None:
        # The library's thread may end by itself between two lines of this, which
        # look for it both times. Then there is nothing left to stop.
        with suppress(AttributeError):
            self._client.loop_stop()

    def _is_settled(self) -> bool:
        return self._is_connected or bool(self._problem)

    def _settle(self, connected: bool, problem: str) -> None:
        with self._changed:
            self._is_connected = connected
            self._problem = problem
            self._changed.notify_all()

    def _dial(self, host: str, port: int) -> socket.socket:
        try:
            with Deadline(_CONNECT_SECONDS, time.monotonic) as deadline:
                return dial(self._route, deadline, host, port)
        except (OutboundFailed, OutboundRefused) as error:
            self._settle(False, str(error))
            # What the library takes for a failed attempt, to be repeated.
            raise ConnectionError(str(error)) from None

    def _on_socket_open(self, client: Client, userdata: object, opened: Any) -> None:
        self._socket = opened

    def _on_connect(
        self,
        client: Client,
        userdata: object,
        flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        refused = f"the broker refused the connection ({reason})"
        self._settle(not reason.is_failure, refused if reason.is_failure else "")

    def _on_connect_fail(self, client: Client, userdata: object) -> None:
        # What the address and the connection say is more than the library knows.
        self._settle(False, self._problem or "no secure connection could be made")

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        # Without a problem the next message waits for the connection to be back.
        self._settle(False, self._problem)


class _GuardedClient(Client):
    """The library's client, which connects to addresses that were checked."""

    dialled: Callable[[str, int], socket.socket]

    def _create_socket_connection(self) -> socket.socket:
        return self.dialled(self.host, self.port)


def _check(topic: str, message: bytes) -> None:
    # MQTT 3.1.1 section 4.7: wildcards are for subscriptions, NUL is for nobody.
    if not topic or _NOT_IN_TOPICS.search(topic) is not None:
        raise NodeError(
            "The MQTT topic must be a text without +, # and control characters.",
            "InvalidMessage",
        )
    if len(topic.encode()) > _MAX_TOPIC_BYTES:
        text = f"The MQTT topic has more than {_MAX_TOPIC_BYTES} bytes."
        raise NodeError(text, "InvalidMessage")
    if len(message) > MAX_MESSAGE_BYTES:
        text = f"The MQTT message has more than {MAX_MESSAGE_BYTES} bytes."
        raise NodeError(text, "InvalidMessage")
