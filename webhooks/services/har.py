"""Deliveries as an HTTP archive (HAR 1.2), which browsers and proxies open.

The format has no word for a request's body in base64; what it does not know
begins with an underscore, as it asks for.
"""

import base64
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote_plus

from webhooks import __version__
from webhooks.clock import iso
from webhooks.services.export_lines import body_text

_CREATOR: Final = {"name": "Switchhook", "version": __version__}
HEAD: Final = (
    f'{{"log":{{"version":"1.2","creator":{json.dumps(_CREATOR)},'
    '"comment":"Requests that webhooks received, newest first","entries":[\n'
)
TAIL: Final = "\n]}}\n"
BETWEEN: Final = ",\n"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def har_entry(row: Mapping[str, Any], webhook_name: str, webhook_url: str) -> str:
    """Return a delivery as an entry of the archive's list."""
    wait_ms = row["duration_ms"] or 0
    return _encode(
        {
            "startedDateTime": iso(row["received_at"]),
            "time": wait_ms,
            "request": _request(row, webhook_url),
            "response": _response(row),
            "cache": {},
            "timings": {"send": 0, "wait": wait_ms, "receive": 0},
            "comment": webhook_name,
            "_id": row["id"],
            "_remoteAddress": row["remote_address"],
        }
    )


def _request(row: Mapping[str, Any], webhook_url: str) -> dict[str, Any]:
    path = "" if row["path"] == "/" else row["path"]
    query = f"?{row['raw_query']}" if row["raw_query"] else ""
    request = {
        "method": row["method"],
        "url": f"{webhook_url}{path}{query}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(row["headers"]),
        "queryString": [
            {"name": unquote_plus(name), "value": unquote_plus(value)}
            for name, _, value in (
                part.partition("=") for part in row["raw_query"].split("&") if part
            )
        ],
        "headersSize": -1,
        "bodySize": row["size"],
    }
    if row["size"]:
        request["postData"] = {
            "mimeType": row["content_type"],
            **_text(row["body"], "_encoding"),
        }
    return request


def _response(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer; status 0 says that there was none, as browsers have it."""
    status, body = row["response_status"] or 0, row["response_body"] or b""
    headers = {name.lower(): value for name, value in row["response_headers"]}
    return {
        "status": status,
        "statusText": _reason(status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(row["response_headers"]),
        "content": {
            "size": len(body),
            "mimeType": headers.get("content-type", ""),
            **_text(body, "encoding"),
        },
        "redirectURL": headers.get("location", ""),
        "headersSize": -1,
        "bodySize": len(body),
    }


def _pairs(headers: list[list[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _text(body: bytes, encoding: str) -> dict[str, str]:
    text = body_text(body)
    if text is None:
        return {"text": base64.b64encode(body).decode(), encoding: "base64"}
    return {"text": text}


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
