"""Outbound HTTP as nodes ask for it: the guarded client in the words of a port.

Apart from the client because that one serves the server's own needs too, and
knows nothing of workflows.
"""

import time
from collections.abc import Callable, Iterable
from typing import Final

from webhooks.runtime.http_client import (
    GuardedClient,
    OutboundFailed,
    OutboundRefused,
    Response,
)
from webhooks.runtime.tls import Tls
from webhooks.workflows.errors import NodeError
from webhooks.workflows.ports import HttpRequest, HttpResponse

MAX_SECONDS: Final = 30.0
MAX_RESPONSE_BYTES: Final = 5 * 1024 * 1024
_MAX_REDIRECTS: Final = 5


class WorkflowHttp:
    """The ``Http`` port, bound to the network."""

    def __init__(
        self,
        client: GuardedClient,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._monotonic = monotonic

    def request(self, request: HttpRequest) -> HttpResponse:
        """Return what came back, whatever its status.

        Raises NodeError: ``RequestRefused`` for what must not be sent,
        ``RequestFailed`` when no usable answer came within 30 seconds.
        """
        begin = self._monotonic()
        try:
            response = self._client.request(
                request.method,
                request.url,
                headers=_joined(request.headers),
                body=request.body or b"",
                timeout_seconds=min(request.timeout_seconds, MAX_SECONDS),
                max_bytes=MAX_RESPONSE_BYTES,
                max_redirects=_MAX_REDIRECTS if request.follow_redirects else 0,
                tls=_tls(request),
            )
        except OutboundRefused as error:
            message = f"The request was not sent: {error}."
            raise NodeError(message, "RequestRefused") from None
        except OutboundFailed as error:
            message = f"The request failed: {error}."
            raise NodeError(message, "RequestFailed") from None
        return _port_response(response, self._monotonic() - begin)


def _tls(request: HttpRequest) -> Tls:
    return Tls(
        request.verify_certificate,
        request.ca_certificate,
        request.client_key,
        request.client_certificate,
    )


def _port_response(response: Response, seconds: float) -> HttpResponse:
    lower = [(name.lower(), value) for name, value in response.headers]
    return HttpResponse(
        response.status, _joined(lower), response.body, response.url, seconds
    )


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by name; repeats are one list, as RFC 9110 section 5.3 has it."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
