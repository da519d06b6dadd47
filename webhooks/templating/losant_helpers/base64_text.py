"""Helpers between text and base64: encodeBase64 decodeBase64, in UTF-8.

Apart because decoding is as forgiving as Node's Buffer: both alphabets, blanks,
missing padding, and bytes that are no UTF-8 become U+FFFD.
"""

import base64
import re
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.text import text_of, well_formed

_OTHER = re.compile(r"[^A-Za-z0-9+/]")


def encode_base64(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text's UTF-8 bytes as base64."""
    return base64.b64encode(well_formed(text_of(value)).encode()).decode()


def decode_base64(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text that base64 stands for."""
    digits = text_of(value).partition("=")[0].replace("-", "+").replace("_", "/")
    digits = _OTHER.sub("", digits)
    # A single digit too many holds no whole byte.
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]
    data = base64.b64decode(digits + "=" * (-len(digits) % 4))
    return data.decode(errors="replace")


HELPERS = (
    Helper(
        "encodeBase64",
        encode_base64,
        "The text as base64 of its UTF-8 bytes.",
        "text",
        "{{{encodeBase64 data.text}}}",
        {"data": {"text": "grün"}},
        "Z3LDvG4=",
    ),
    Helper(
        "decodeBase64",
        decode_base64,
        "The text whose UTF-8 bytes the base64 stands for.",
        "text",
        "{{decodeBase64 'Z3LDvG4='}}",
        {},
        "grün",
    ),
)
