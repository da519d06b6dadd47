"""Which parts of a stored request may hold secrets.

Apart because the API leaves them out for readers, the pages mask them, and the
search does not look into them: a rule of its own in each would leave a gap.
"""

import re

_NAME = re.compile(
    r"authorization|cookie|signature|token|secret|password|api-?key|hmac", re.IGNORECASE
)


def is_secret_header(name: str) -> bool:
    """Tell whether a header of this name may hold a secret."""
    return _NAME.search(name) is not None


def is_secret_query(status: str) -> bool:
    """Tell whether the query of a delivery with this status may hold one.

    Senders that check the address put the verification code into it.
    """
    return status == "handshake"
