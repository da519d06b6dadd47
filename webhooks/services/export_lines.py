"""Deliveries as lines: JSON for programs, CSV for spreadsheets.

Bodies are exact: as text where they are that, else in base64.
"""

import base64
import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final

from webhooks.clock import iso

CSV_COLUMNS: Final = (
    *("id", "time", "webhook", "method", "path", "query", "status", "source"),
    *("sender", "reason", "remote_address", "content_type", "size"),
    *("answer_status", "answered_by", "duration_ms"),
    *("headers", "body", "body_base64"),
)
# A spreadsheet would take what begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def body_text(body: bytes) -> str | None:
    """Return the body as text, None where it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def json_line(row: Mapping[str, Any]) -> str:
    """Return a delivery as one line of JSON, named as in the API."""
    value: dict[str, Any] = {
        "id": row["id"],
        "webhookId": row["webhook_id"],
        "applicationId": row["application_id"],
        "creationDate": iso(row["received_at"]),
        "method": row["method"],
        "path": row["path"],
        "rawQuery": row["raw_query"],
        "headers": row["headers"],
        "remoteAddress": row["remote_address"],
        "contentType": row["content_type"],
        "size": row["size"],
        **_body(row["body"]),
        "status": row["status"],
        "source": row["source"],
        "verification": {
            "scheme": row["scheme"],
            "verdict": row["verdict"],
            "reason": row["reason"],
        },
        "response": _response(row),
        "replayOf": row["replay_of"],
    }
    return f"{_encode(value)}\n"


def csv_head() -> str:
    """Return the line that names the columns."""
    return _csv_line(CSV_COLUMNS)


def csv_line(row: Mapping[str, Any], webhook_name: str) -> str:
    """Return a delivery as one record of CSV (RFC 4180), safe to open."""
    text = body_text(row["body"])
    return _csv_line(
        (
            *(row["id"], iso(row["received_at"]), webhook_name),
            *(row["method"], row["path"], row["raw_query"]),
            *(row["status"], row["source"], row["verdict"], row["reason"]),
            *(row["remote_address"], row["content_type"], row["size"]),
            *(row["response_status"], row["response_source"], row["duration_ms"]),
            _encode(row["headers"]),
            "" if text is None else text,
            base64.b64encode(row["body"]).decode() if text is None else "",
        )
    )


def _csv_line(cells: tuple[Any, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_safe(cell) for cell in cells])
    return line.getvalue()


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _body(body: bytes) -> dict[str, str]:
    text = body_text(body)
    if text is None:
        return {"bodyBase64": base64.b64encode(body).decode()}
    return {"body": text}


def _response(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["response_status"] is None:
        return None
    return {
        "statusCode": row["response_status"],
        "headers": row["response_headers"],
        "durationMs": row["duration_ms"],
        "source": row["response_source"],
        **_body(row["response_body"] or b""),
    }
