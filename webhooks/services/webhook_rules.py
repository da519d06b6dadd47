"""What a webhook's fields may hold, whoever sets them.

Apart from the use cases, because every face (API, pages, commands) has the same
rules. Errors name fields as the API does.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.ingress.cast import CASTS
from webhooks.ingress.reply_filter import clean_reply
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services.text_rules import clean_flag, clean_text

LONGEST_NAME: Final = 255
LONGEST_TEXT: Final = 32767
LONGEST_CREDENTIAL: Final = 255
LONGEST_REPLY: Final = 256 * 1024
REPLY_TIMEOUT: Final = (1, 120)
RATE_REQUESTS: Final = (1, 1_000_000)
RATE_SECONDS: Final = (1, 86_400)
MOST_METHODS: Final = 20
MOST_NETWORKS: Final = 100

# RFC 9110 section 9.1: a method is a token; ours are kept in capitals.
_METHOD = re.compile(r"[A-Z][A-Z_-]{0,31}")


def clean_field(column: str, value: Any) -> Any:
    """Return the value as it is stored in that column of a webhook.

    Raises Invalid if the column cannot be set, or not to this value.
    """
    rule = RULES.get(column)
    if rule is None:
        raise Invalid(f"{column} of a webhook cannot be set", column)
    return rule(value)


def clean_static_reply(value: Any, allow_html: bool) -> dict[str, Any] | None:
    """Return ``{"statusCode", "headers", "body"}`` as it will be sent, or None.

    ``headers`` come as an object or a list of pairs and leave as a list of
    pairs, without those that a reply cannot carry. Raises Invalid.
    """
    if value is None:
        return None
    fields = _closed(value, "staticReply", ("statusCode", "headers", "body"))
    status = fields.get("statusCode", 200)
    body = clean_text(fields.get("body", ""), "staticReply.body", 0, LONGEST_REPLY)
    headers = header_pairs(fields.get("headers") or (), "staticReply.headers")
    try:
        reply = clean_reply(
            status,
            headers,
            body.encode(),
            allow_html=allow_html,
            max_body_bytes=LONGEST_REPLY,
        )
    except Invalid as error:
        raise Invalid(f"staticReply: {error.message}", "staticReply") from None
    return {
        "statusCode": status,
        "headers": [list(pair) for pair in reply.headers],
        "body": body,
    }


def clean_timeout_reply(value: Any) -> dict[str, Any] | None:
    """Return ``{"statusCode", "body"}`` as it will be sent, or None.

    Raises Invalid.
    """
    if value is None:
        return None
    fields = _closed(value, "timeoutReply", ("statusCode", "body"))
    status = fields.get("statusCode", 504)
    body = clean_text(fields.get("body", ""), "timeoutReply.body", 0, LONGEST_REPLY)
    try:
        clean_reply(status, (), body.encode(), max_body_bytes=LONGEST_REPLY)
    except Invalid as error:
        raise Invalid(f"timeoutReply: {error.message}", "timeoutReply") from None
    return {"statusCode": status, "body": body}


def header_pairs(value: Any, field: str) -> list[tuple[str, str]]:
    """Return headers as pairs; an object's value may be a list of texts.

    Raises Invalid for any other form; the texts themselves are not checked.
    """
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, Mapping):
        for name, given in value.items():
            texts = given if isinstance(given, list) else [given]
            pairs += [(name, text) for text in texts]
    elif isinstance(value, list | tuple):
        for pair in value:
            if not isinstance(pair, list | tuple) or len(pair) != 2:
                raise Invalid(f"{field} must be an object or a list of pairs", field)
            pairs.append((pair[0], pair[1]))
    else:
        raise Invalid(f"{field} must be an object or a list of pairs", field)
    if not all(isinstance(n, str) and isinstance(t, str) for n, t in pairs):
        raise Invalid(f"{field} must hold strings only", field)
    return pairs


def is_whole(value: Any) -> bool:
    """Tell whether the value is a whole number and not a truth value."""
    return type(value) is int


def _closed(value: Any, field: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid(f"{field} must be an object or null", field)
    unknown = sorted(set(map(str, value)) - set(names))
    if unknown:
        raise Invalid(f"{field}: unknown field {unknown[0]}", field)
    return value


def _text(field: str, high: int, low: int = 0) -> Callable[[Any], str]:
    return lambda value: clean_text(value, field, low, high)


def _flag(field: str) -> Callable[[Any], bool]:
    return lambda value: clean_flag(value, field)


def _choice(field: str, choices: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Invalid(f"{field} must be one of {', '.join(choices)}", field)
        return value

    return check


def _response_code(value: Any) -> int:
    if not is_whole(value) or not 100 <= value <= 599:
        text = "responseCode must be a whole number from 100 to 599"
        raise Invalid(text, "responseCode")
    return int(value)


def _username(value: Any) -> str:
    text = clean_text(value, "basicAuthUsername", 0, LONGEST_CREDENTIAL)
    if ":" in text:
        # RFC 7617 section 2: the first colon ends the user name.
        raise Invalid("basicAuthUsername cannot hold a colon", "basicAuthUsername")
    return text


def _reply_timeout(value: Any) -> float | None:
    low, high = REPLY_TIMEOUT
    if value is None:
        return None
    if not _is_number(value) or not low <= value <= high:
        text = f"replyTimeoutSeconds must be a number from {low} to {high}, or null"
        raise Invalid(text, "replyTimeoutSeconds")
    return float(value)


def _is_number(value: Any) -> bool:
    return is_whole(value) or (type(value) is float and math.isfinite(value))


def _methods(value: Any) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_METHODS:
        text = f"allowedMethods must be null or a list of 1 to {MOST_METHODS} methods"
        raise Invalid(text, "allowedMethods")
    methods = []
    for method in value:
        if not isinstance(method, str) or _METHOD.fullmatch(method.upper()) is None:
            text = "allowedMethods may hold names such as GET and POST only"
            raise Invalid(text, "allowedMethods")
        methods.append(method.upper())
    return sorted(set(methods))


def _networks(value: Any) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) > MOST_NETWORKS:
        text = f"allowedAddresses must be null or a list of up to {MOST_NETWORKS}"
        raise Invalid(text, "allowedAddresses")
    networks = []
    for text in value:
        try:
            networks.append(str(ipaddress.ip_network(str(text), strict=False)))
        except ValueError:
            message = (
                "allowedAddresses may hold addresses and networks only, "
                "such as 203.0.113.7 and 2001:db8::/32"
            )
            raise Invalid(message, "allowedAddresses") from None
    return networks or None


def _rate_limit(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    fields = _closed(value, "rateLimit", ("requests", "seconds"))
    requests, seconds = fields.get("requests"), fields.get("seconds")
    if not is_whole(requests) or not _within(requests, RATE_REQUESTS):
        low, high = RATE_REQUESTS
        text = f"rateLimit.requests must be a whole number from {low} to {high}"
        raise Invalid(text, "rateLimit")
    if not _is_number(seconds) or not _within(seconds, RATE_SECONDS):
        low, high = RATE_SECONDS
        text = f"rateLimit.seconds must be a number from {low} to {high}"
        raise Invalid(text, "rateLimit")
    return {"requests": requests, "seconds": seconds}


def _within(value: Any, bounds: tuple[int, int]) -> bool:
    return bool(bounds[0] <= value <= bounds[1])


# ``static_reply`` depends on ``allow_html_replies`` and is checked with it;
# ``signature`` on the secrets that are stored (``webhook_signature.py``).
RULES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": _text("name", LONGEST_NAME, 1),
    "description": _text("description", LONGEST_TEXT),
    "response_code": _response_code,
    "verification_type": _choice("verificationType", tuple(sorted(VERIFICATIONS))),
    "verification_code": _text("verificationCode", LONGEST_TEXT),
    "wait_for_reply": _flag("waitForReply"),
    "basic_auth_username": _username,
    "basic_auth_password": _text("basicAuthPassword", LONGEST_CREDENTIAL),
    "is_websocket": _flag("isWebsocket"),
    "cast_buffers_as": _choice("castBuffersAs", CASTS),
    "annotate_multipart": _flag("annotateMultipart"),
    "enabled": _flag("enabled"),
    "reply_timeout_seconds": _reply_timeout,
    "timeout_reply": clean_timeout_reply,
    "static_reply": lambda value: value,
    "answer_when_runs_end": _flag("answerWhenRunsEnd"),
    "allowed_methods": _methods,
    "allow_cors": _flag("allowCors"),
    "allow_html_replies": _flag("allowHtmlReplies"),
    "allowed_addresses": _networks,
    "rate_limit": _rate_limit,
    "include_raw_body": _flag("includeRawBody"),
    "signature": lambda value: value,
}
