"""The ``data`` that a webhook's trigger hands to workflows and scripts.

Apart because its shape is a promise: the field names and forms are Losant's.
"""

import base64
from typing import Any

from webhooks.ingress.body import ParsedBody
from webhooks.ingress.fields import query_fields
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.text import header_text


def trigger_data(
    request: InboundRequest,
    parsed: ParsedBody,
    reply_id: str | None = None,
    include_raw_body: bool = False,
) -> dict[str, Any]:
    """Return path, method, headers, query and body of a request as plain values.

    The path stays percent-encoded, as it was received. Header names are
    lower-case, repeats joined with a comma, cookies left out. ``replyId`` is
    there only when somebody waits; ``rawBody`` (base64) only when asked for.
    """
    data: dict[str, Any] = {
        "path": request.path,
        "method": request.method.lower(),
        "headers": _headers(request),
        "query": query_fields(request.raw_query),
        "body": parsed.value,
    }
    if include_raw_body:
        data["rawBody"] = base64.b64encode(request.body).decode("ascii")
    if reply_id is not None:
        data["replyId"] = reply_id
    return data


def _headers(request: InboundRequest) -> dict[str, str]:
    headers: dict[str, str] = {}
    for key, value in request.headers:
        name = key.lower()
        if name == "cookie":
            continue
        text = header_text(value)
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    _add_caller(headers, request.remote_address)
    return headers


def _add_caller(headers: dict[str, str], remote_address: str) -> None:
    """Name the caller as a proxy would, and as Losant's payload does.

    What the sender claims stays in front; the last address is the one we saw.
    """
    claimed = headers.get("x-forwarded-for", "")
    if claimed.rpartition(",")[2].strip() != remote_address:
        headers["x-forwarded-for"] = (
            f"{claimed}, {remote_address}" if claimed else remote_address
        )
