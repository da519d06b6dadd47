"""The texts of which a handshake makes codes, and that therefore are no events.

Whoever may have any text signed would have an event signed that way. So both sides
go by one rule: what is answered with a code never counts as a signed body.
"""

import re
from typing import Final

_TOKEN: Final = re.compile(rb"[0-9A-Za-z+/=_.~-]{1,512}")


def is_token(text: bytes) -> bool:
    """Tell whether a text looks like the tokens that senders ask about."""
    return _TOKEN.fullmatch(text) is not None
