"""Which bytes are pictures that browsers may show, told by their first bytes.

What a sender calls an image is not believed: only these four kinds are shown,
and each is sent with its own type. SVG is not among them, because it is a
document that can hold scripts.
"""

from typing import Final

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def image_type(content: bytes) -> str | None:
    """Return the media type of a picture, or None if the bytes are none."""
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
