"""Files handed to the browser: saved, and never shown as a page of ours.

Apart because a single download that a browser takes for a page would be a way
for strangers to run scripts here.
"""

import re
from typing import Final

from flask import Response

from webhooks.errors import NotFound
from webhooks.web.pages.images import image_type

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


def as_file(
    content: bytes, file_name: str, media_type: str = "application/octet-stream"
) -> Response:
    """Return an answer that browsers save; the name must be plain already."""
    response = Response(content, mimetype=media_type)
    response.headers.update(_HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def as_image(content: bytes) -> Response:
    """Return a picture for our own pages, with exactly the type that it has.

    Raises NotFound when the bytes are not a picture that browsers may show.
    """
    media_type = image_type(content)
    if media_type is None:
        raise NotFound("This is not a picture that can be shown.")
    response = Response(content, mimetype=media_type)
    response.headers.update(_HEADERS)
    response.headers["Content-Disposition"] = "inline"
    return response


def plain_name(text: str, otherwise: str) -> str:
    """Return a file's name made from any text, in characters that all systems take."""
    return _UNUSUAL.sub("-", text).strip("-.")[:80] or otherwise
