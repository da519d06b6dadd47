"""The methods of the String node: each a function of a text and its arguments.

Apart from the node's declaration because there are fifteen of them.
Texts are counted in characters; Losant counts UTF-16 units.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from webhooks.nodes._limits import check_characters, check_items
from webhooks.payload.numbers import BLANKS
from webhooks.payload.values import to_number
from webhooks.workflows.errors import NodeError

# Losant's bounds on a padded or truncated length, and its default.
MOST_LENGTH: Final = 1000
DEFAULT_LENGTH: Final = 30
DEFAULT_OMISSION: Final = "..."

Method = Callable[[str, Sequence[str]], Any]


def split(text: str, arguments: Sequence[str]) -> list[str]:
    """Return the parts between separators; a blank one splits into characters."""
    separator = _argument(arguments, 0)
    count = text.count(separator) + 1 if separator else len(text)
    check_items(count, "The split text")
    return text.split(separator) if separator else list(text)


def replace_first(text: str, arguments: Sequence[str]) -> str:
    """Return the text with the first occurrence replaced."""
    find, replacement = _argument(arguments, 0), _argument(arguments, 1)
    check_characters(len(text) + len(replacement), "The result")
    return text.replace(find, replacement, 1)


def replace_all(text: str, arguments: Sequence[str]) -> str:
    """Return the text with every occurrence replaced."""
    find, replacement = _argument(arguments, 0), _argument(arguments, 1)
    grown = text.count(find) * (len(replacement) - len(find))
    check_characters(len(text) + grown, "The result")
    return text.replace(find, replacement)


def index_of(text: str, arguments: Sequence[str]) -> int:
    """Return the place of the first occurrence, or -1."""
    start = _whole(arguments, 1, "starting index") if len(arguments) > 1 else 0
    return text.find(_argument(arguments, 0), max(0, min(start, len(text))))


def to_number_or_null(text: str, arguments: Sequence[str]) -> int | float | None:
    """Return the number that the text reads as, or None."""
    number = to_number(text)
    return None if not text.strip(BLANKS) or math.isnan(number) else number


def concat(text: str, arguments: Sequence[str]) -> str:
    """Return the text with all arguments behind it."""
    check_characters(len(text) + sum(map(len, arguments)), "The result")
    return text + "".join(arguments)


def pad(text: str, arguments: Sequence[str]) -> str:
    """Return the text in the middle of a length; the odd one goes behind it."""
    missing = _missing(text, arguments)
    fill = _fill(arguments)
    before = missing // 2
    return _filling(fill, before) + text + _filling(fill, missing - before)


def pad_start(text: str, arguments: Sequence[str]) -> str:
    """Return the text at the end of a length."""
    return _filling(_fill(arguments), _missing(text, arguments)) + text


def pad_end(text: str, arguments: Sequence[str]) -> str:
    """Return the text at the beginning of a length."""
    return text + _filling(_fill(arguments), _missing(text, arguments))


def truncate(text: str, arguments: Sequence[str]) -> str:
    """Return the text cut to a length in which the omission counts."""
    length = _length(arguments)
    length = length if length > 0 else DEFAULT_LENGTH
    omission = arguments[1] if len(arguments) > 1 else DEFAULT_OMISSION
    if len(text) <= length:
        return text
    return text[: max(0, length - len(omission))] + omission


METHODS: Final[Mapping[str, tuple[str, Method]]] = {
    "concat": ("Concatenate", concat),
    "indexOf": ("Index of", index_of),
    "pad": ("Pad both sides", pad),
    "padEnd": ("Pad the end", pad_end),
    "padStart": ("Pad the start", pad_start),
    "replaceAll": ("Replace all occurrences", replace_all),
    "replaceFirst": ("Replace the first occurrence", replace_first),
    "split": ("Split", split),
    "toLower": ("To lower case", lambda text, _: text.lower()),
    "toNumber": ("To number", to_number_or_null),
    "toUpper": ("To upper case", lambda text, _: text.upper()),
    "trim": ("Trim", lambda text, _: text.strip(BLANKS)),
    "trimEnd": ("Trim the end", lambda text, _: text.rstrip(BLANKS)),
    "trimStart": ("Trim the start", lambda text, _: text.lstrip(BLANKS)),
    "truncate": ("Truncate", truncate),
}


def _argument(arguments: Sequence[str], place: int) -> str:
    return arguments[place] if place < len(arguments) else ""


def _whole(arguments: Sequence[str], place: int, what: str) -> int:
    text = _argument(arguments, place)
    number = to_number(text)
    if not text.strip() or not math.isfinite(number):
        raise NodeError(f"The {what} is not a number: {text[:100]}.", "InvalidArgument")
    return int(number)


def _length(arguments: Sequence[str]) -> int:
    length = _whole(arguments, 0, "length")
    if length > MOST_LENGTH:
        message = f"The length must not be more than {MOST_LENGTH}."
        raise NodeError(message, "InvalidArgument")
    return length


def _missing(text: str, arguments: Sequence[str]) -> int:
    return max(0, _length(arguments) - len(text))


def _fill(arguments: Sequence[str]) -> str:
    return _argument(arguments, 1) or " "


def _filling(fill: str, length: int) -> str:
    return (fill * (length // len(fill) + 1))[:length]
