"""The HTTP node's request, built from its settings."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote_plus

from webhooks.nodes._encodings import to_bytes
from webhooks.nodes._limits import check_characters
from webhooks.payload.json_text import encode_json
from webhooks.payload.values import UNDEFINED, to_text
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.ports import HttpRequest

MOST_SECONDS: Final = 30.0
_BODILESS: Final = frozenset({"GET", "HEAD"})
_URLENCODED: Final = "application/x-www-form-urlencoded;charset=utf-8"

# A body and the type that goes with it, "" for none.
Body = tuple[bytes | None, str]


def built_request(node: NodeCall) -> HttpRequest:
    """Return the request, but for a body that another URL answers with.

    Raises NodeError for settings that make no request.
    """
    body, content_type = _body(node)
    key, certificate = _client_certificate(node)
    return HttpRequest(
        method=node.text("method"),
        url=_url(node, "uriTemplate"),
        headers=tuple(_headers(node, content_type)),
        body=body,
        timeout_seconds=_seconds(node),
        follow_redirects=not node.flag("disableRedirects"),
        verify_certificate=not node.flag("disableSSLVerification"),
        ca_certificate=node.text("caCertTemplate"),
        client_key=key,
        client_certificate=certificate,
    )


def with_fetched_body(node: NodeCall, request: HttpRequest) -> HttpRequest:
    """Return the request with its body, fetched first if it is another URL's.

    Both share the time. Raises NodeError when there was no answer.
    """
    if request.method in _BODILESS or node.text("bodyType") != "url":
        return request
    source = HttpRequest("GET", _url(node, "bodyTemplate"))
    source = replace(source, timeout_seconds=request.timeout_seconds)
    fetched = node.ports.http.request(source)
    left = max(0.1, request.timeout_seconds - fetched.duration_seconds)
    return replace(request, body=fetched.body, timeout_seconds=left)


def request_echo(node: NodeCall, request: HttpRequest) -> dict[str, Any]:
    """Return what the result says about the request, without the password."""
    headers = {name.lower(): value for name, value in request.headers}
    if node.text("authType") == "basic" and "authorization" in headers:
        headers["authorization"] = "Basic ***"
    echo: dict[str, Any] = {
        "method": request.method,
        "uri": request.url,
        "headers": headers,
    }
    if request.method not in _BODILESS and node.text("bodyType") == "url":
        return echo | {"bodyUrl": _url(node, "bodyTemplate")}
    if request.body is None:
        return echo
    return echo | {"body": request.body.decode("utf-8", "replace")}


def _url(node: NodeCall, field: str) -> str:
    # A template often leaves spaces, which browsers and Node.js encode as well.
    return node.text(field).strip(" ").replace(" ", "%20")


def _seconds(node: NodeCall) -> float:
    seconds = node.number("timeoutTemplate", MOST_SECONDS)
    return min(seconds, MOST_SECONDS) if seconds > 0 else MOST_SECONDS


def _headers(node: NodeCall, content_type: str) -> list[tuple[str, str]]:
    """Return the headers; what the workflow names replaces what we would add."""
    rows = [(row.text("key").strip(), row) for row in node.rows("headerInfo")]
    given = [(name, row.text("valueTemplate")) for name, row in rows if name]
    headers = [(name, value) for name, value in given if value]
    names = {name.lower() for name, _ in headers}
    added = {"Content-Type": content_type, "Authorization": _authorization(node)}
    for name, value in added.items():
        if value and name.lower() not in names:
            headers.append((name, value))
    return headers


def _authorization(node: NodeCall) -> str:
    kind = node.text("authType")
    if kind == "credential":
        raise NodeError(
            "Stored credentials do not exist here; put the secret into the globals "
            "and use a header, or a user name and password.",
            "NotSupportedHere",
        )
    credentials = node.group("authCredentials")
    if kind != "basic" or credentials is None:
        return ""
    user = credentials.text("usernameTemplate")
    password = credentials.text("passwordTemplate")
    pair = f"{user}:{password}".encode("utf-8", "replace")
    return f"Basic {base64.b64encode(pair).decode()}"


def _client_certificate(node: NodeCall) -> tuple[str, str]:
    credentials = node.group("authCredentials")
    if node.text("authType") != "clientCert" or credentials is None:
        return "", ""
    return credentials.text("keyTemplate"), credentials.text("certTemplate")


def _body(node: NodeCall) -> Body:
    kind = node.text("bodyType")
    if node.text("method") in _BODILESS or kind in {"none", "url"}:
        return None, ""
    if kind == "multipart":
        return _multipart(_form(node))
    if kind == "urlencoded":
        pairs = (f"{quote_plus(k)}={quote_plus(v)}" for k, v in _form(node))
        return "&".join(pairs).encode(), _URLENCODED
    if kind == "jsonTemplate":
        value = node.value("bodyTemplate")
        text = "" if value is UNDEFINED else encode_json(value)
        return text.encode("utf-8", "replace"), "application/json"
    text = node.text("bodyTemplate")
    return to_bytes(text, node.text("requestEncodingTemplate")), ""


def _form(node: NodeCall) -> list[tuple[str, str]]:
    rows = node.rows("bodyFields")
    form = [
        (row.text("keyTemplate"), _form_text(row.value("valueTemplate")))
        for row in rows
    ]
    check_characters(sum(len(key) + len(text) for key, text in form), "The form")
    return [(_encodable(key), _encodable(text)) for key, text in form]


def _form_text(value: Any) -> str:
    if value is None or value is UNDEFINED:
        return ""
    return encode_json(value) if isinstance(value, dict | list) else to_text(value)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _multipart(form: Iterable[tuple[str, str]]) -> Body:
    boundary = f"switchhook-{secrets.token_hex(16)}"
    parts = []
    for key, text in form:
        # How browsers write names: HTML standard, multipart/form-data.
        name = key.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        parts.append(
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        )
    body = "".join((*parts, f"--{boundary}--\r\n"))
    return body.encode(), f"multipart/form-data; boundary={boundary}"
