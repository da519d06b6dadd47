"""A body that a caller gives in JSON: a text, any other value, or bytes."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from webhooks.errors import Invalid


def given_body(given: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the bytes of ``body`` or ``body_base64``, and the type that goes
    without saying.

    Raises Invalid when both are given or when one cannot be bytes.
    """
    if "body_base64" in given:
        if "body" in given:
            raise Invalid("Send either body or bodyBase64.", "bodyBase64")
        try:
            return base64.b64decode(given["body_base64"], validate=True), ""
        except (binascii.Error, ValueError):
            raise Invalid("bodyBase64 must be base64.", "bodyBase64") from None
    body = given.get("body")
    if body is None:
        return b"", ""
    if not isinstance(body, str):
        return json.dumps(body, separators=(",", ":")).encode(), "application/json"
    try:
        return body.encode(), ""
    except UnicodeEncodeError:
        text = "body must not hold half characters"
        raise Invalid(text, "body") from None
