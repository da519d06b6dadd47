"""Smaller PNG files: at most 256 colours, as screenshots hardly have more.

Only for what Chromium makes: 8 bits a channel, RGB or RGBA, not interlaced.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS: Final = 256

Colour = tuple[int, int, int]


def shrunk(png: bytes) -> bytes:
    """Return the picture with a palette. Raises ValueError for another kind of file."""
    width, height, rows = _decoded(png)
    colours: list[Colour] = [
        (row[at], row[at + 1], row[at + 2])
        for row in rows
        for at in range(0, width * 3, 3)
    ]
    palette = [colour for colour, _ in Counter(colours).most_common(_MOST_COLOURS)]
    places = {colour: place for place, colour in enumerate(palette)}

    @cache
    def place(colour: Colour) -> int:
        if colour in places:
            return places[colour]
        return min(range(len(palette)), key=lambda each: _far(palette[each], colour))

    lines = bytearray()
    for top in range(0, width * height, width):
        lines.append(0)
        lines += bytes(map(place, colours[top : top + width]))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(bytes(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _far(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _decoded(png: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the rows as bytes of red, green and blue."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("no PNG file")
    parts = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(
        ">IIBBBBB", parts[0][1]
    )
    if depth != 8 or kind not in {2, 6} or interlaced:
        raise ValueError("a kind of PNG file that Chromium does not make")
    bytes_each = 3 if kind == 2 else 4
    data = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    rows, above, stride = [], bytes(width * bytes_each), width * bytes_each
    for top in range(0, height * (stride + 1), stride + 1):
        above = _unfiltered(
            data[top], data[top + 1 : top + 1 + stride], above, bytes_each
        )
        rows.append(above if bytes_each == 3 else _without_alpha(above))
    return width, height, rows


def _without_alpha(row: bytes) -> bytes:
    kept = bytearray(len(row) // 4 * 3)
    for channel in range(3):
        kept[channel::3] = row[channel::4]
    return bytes(kept)


def _unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """Undo a line's filter, as the PNG specification numbers them."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((each + up) & 0xFF for each, up in zip(line, above, strict=True))
    done = bytearray(line)
    for at in range(len(done)):
        left = done[at - step] if at >= step else 0
        up = above[at]
        corner = above[at - step] if at >= step else 0
        done[at] = (done[at] + _predicted(kind, left, up, corner)) & 0xFF
    return bytes(done)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
