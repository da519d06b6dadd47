"""Between a webhook's columns and its form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from webhooks.clock import iso
from webhooks.errors import Conflict, Invalid
from webhooks.services.webhooks import SECRET_PLACEHOLDER, Webhook
from webhooks.web.forms.webhooks import WebhookForm

SECRETS: Final = ("verification_code", "basic_auth_password")
_AS_THEY_ARE: Final = (
    "name",
    "description",
    "enabled",
    "verification_type",
    "verification_code",
    "reply_timeout_seconds",
    "allow_html_replies",
    "basic_auth_username",
    "basic_auth_password",
    "allow_cors",
    "cast_buffers_as",
    "annotate_multipart",
    "include_raw_body",
)


def form_values(webhook: Webhook, hide_secrets: bool) -> dict[str, Any]:
    """Return what the form shows for a stored webhook."""
    values = {name: getattr(webhook, name) for name in _AS_THEY_ARE}
    if hide_secrets:
        values |= {name: SECRET_PLACEHOLDER for name in SECRETS if values[name]}
    static, timeout = webhook.static_reply or {}, webhook.timeout_reply or {}
    rate = webhook.rate_limit or {}
    return values | {
        "reply_timeout_seconds": _plain(webhook.reply_timeout_seconds),
        "answer": answer_of(webhook),
        "response_code": webhook.response_code,
        "static_status": static.get("statusCode", 200),
        "static_headers": header_lines(static.get("headers") or ()),
        "static_body": static.get("body", ""),
        "timeout_status": timeout.get("statusCode"),
        "timeout_body": timeout.get("body", ""),
        "allowed_methods": webhook.allowed_methods or [],
        "allowed_addresses": "\n".join(webhook.allowed_addresses or ()),
        "rate_requests": rate.get("requests"),
        "rate_seconds": _plain(rate.get("seconds")),
    }


def changed_columns(form: WebhookForm, webhook: Webhook) -> dict[str, Any]:
    """Return the columns that the form would change, and no others.

    Raises Conflict if the webhook is not what it was when the form was opened:
    the form sends every field, and would undo what somebody else has done.
    Raises Invalid for what only the whole form can tell.
    """
    if form.seen.data and form.seen.data != version_of(webhook):
        raise Conflict(
            "Somebody changed this webhook while the form was open, and nothing was "
            "saved. Send it again to replace their changes, or cancel to see them."
        )
    columns = {name: form[name].data for name in _AS_THEY_ARE}
    # A field that was not sent stays as it is; an empty number means none.
    columns = {
        name: value
        for name, value in columns.items()
        if value is not None or name == "reply_timeout_seconds"
    }
    columns |= {
        "wait_for_reply": form.answer.data == "wait",
        "static_reply": _static_reply(form),
        "timeout_reply": _timeout_reply(form, webhook),
        "allowed_methods": form.allowed_methods.data or None,
        "allowed_addresses": _lines(form.allowed_addresses.data) or None,
        "rate_limit": _rate_limit(form),
    }
    if form.response_code.data is not None:
        columns["response_code"] = form.response_code.data
    return {
        name: value
        for name, value in columns.items()
        if value != getattr(webhook, name)
        and not (name in SECRETS and value == SECRET_PLACEHOLDER)
    }


def version_of(webhook: Webhook) -> str:
    """Return a text that changes whenever the webhook does."""
    return iso(webhook.last_updated)


def answer_of(webhook: Webhook) -> str:
    """Return which of the three kinds of answer the webhook gives."""
    if webhook.wait_for_reply:
        return "wait"
    return "static" if webhook.static_reply else "automatic"


def header_lines(headers: Mapping[str, str] | Sequence[Sequence[str]]) -> str:
    """Return headers as text, one a line."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return "\n".join(f"{name}: {value}" for name, value in pairs)


def _static_reply(form: WebhookForm) -> dict[str, Any] | None:
    if form.answer.data != "static":
        return None
    headers = []
    for line in _lines(form.static_headers.data):
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            message = f"“{line[:60]}” is no header; write Name: value on each line."
            raise Invalid(message, "static_headers")
        headers.append([name.strip(), value.strip()])
    return {
        "statusCode": form.static_status.data or 200,
        "headers": headers,
        "body": form.static_body.data or "",
    }


def _timeout_reply(form: WebhookForm, webhook: Webhook) -> dict[str, Any] | None:
    if form.answer.data != "wait":
        return webhook.timeout_reply
    if form.timeout_status.data is None:
        if form.timeout_body.data:
            raise Invalid("A body needs a status too.", "timeout_status")
        return None
    body = form.timeout_body.data or ""
    return {"statusCode": form.timeout_status.data, "body": body}


def _rate_limit(form: WebhookForm) -> dict[str, Any] | None:
    requests, seconds = form.rate_requests.data, form.rate_seconds.data
    if requests is None and seconds is None:
        return None
    if requests is None or seconds is None:
        raise Invalid("Give both numbers, or none.", "rate_requests")
    return {"requests": requests, "seconds": seconds}


def _plain(number: float | None) -> float | None:
    """Return ``5`` for ``5.0``: nobody writes it that way."""
    return int(number) if number is not None and number == int(number) else number


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
