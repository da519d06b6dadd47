"""Which parts of requests, payloads and nodes may hold secrets.

Apart because the API leaves them out for readers, the pages mask them, and the
search does not look into them: a rule of its own in each would leave a gap.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

DOTS: Final = "••••••••"

# What holds one of these is named like a secret.
SECRET_WORDS: Final = (
    *("authorization", "cookie", "signature", "token", "secret", "password"),
    *("api-key", "apikey", "hmac"),
)
_NAME = re.compile("|".join(SECRET_WORDS), re.IGNORECASE)


def is_secret_header(name: str) -> bool:
    """Tell whether a header of this name may hold a secret."""
    return _NAME.search(name) is not None


def is_secret_query(status: str) -> bool:
    """Tell whether the query of a delivery with this status may hold one.

    Senders that check the address put the verification code into it.
    """
    return status == "handshake"


def is_secret_body(status: str) -> bool:
    """Tell whether the body of a delivery with this status may hold one.

    Some senders tell the secret itself in their first request.
    """
    return status == "handshake"


def without_secrets(value: Any) -> Any:
    """Return JSON for those who see no secrets.

    Dots stand for globals, for whatever is named like a secret, and for the value
    of a header that a node sends under such a name.
    """
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    hidden = {key: _without_secrets(key, item) for key, item in value.items()}
    if "valueTemplate" in value and is_secret_header(str(value.get("keyTemplate"))):
        hidden["valueTemplate"] = DOTS
    return hidden


def _without_secrets(key: str, value: Any) -> Any:
    if key == "globals" and isinstance(value, Mapping):
        return dict.fromkeys(value, DOTS)
    if value and is_secret_header(key) and isinstance(value, str | int | float):
        return DOTS
    return without_secrets(value)
