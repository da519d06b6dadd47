"""Bytes from outside to text, when nobody says in which encoding.

Apart from the body parser because headers, queries and form fields need it too.
"""

import codecs
import re

# Python's registry also holds codecs that are no character sets (zip, rot13,
# unicode_escape …); a sender may name only these. Names as codecs.lookup has them.
_CHARSETS = frozenset(
    {
        "ascii",
        "big5",
        "euc_jp",
        "euc_kr",
        "gb18030",
        "gb2312",
        "gbk",
        "iso2022_jp",
        "koi8-r",
        "koi8-u",
        "shift_jis",
        "utf-16",
        "utf-16-be",
        "utf-16-le",
        "utf-8",
        "utf-8-sig",
    }
    | {f"cp125{number}" for number in range(9)}
    | {f"iso8859-{number}" for number in range(1, 17) if number != 12}
)
_CHARSET_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,40}")


def decode_text(data: bytes, charset: str = "") -> str:
    """Return the bytes as text; never fails.

    The named charset comes first when it is known and fits, then UTF-8, then
    Latin-1, which maps every byte to one character and so loses nothing.
    """
    for name in (known_charset(charset), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1")


def header_text(value: str) -> str:
    """Return a header value, which arrives as Latin-1 text, as its sender meant it."""
    if value.isascii():
        return value
    return decode_text(value.encode("latin-1", "replace"))


def known_charset(name: str) -> str | None:
    """Return Python's name of a character set, or None if it is not one we read."""
    if _CHARSET_NAME.fullmatch(name) is None:
        return None
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return found if found in _CHARSETS else None
