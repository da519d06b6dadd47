"""Content-Type headers as values.

Apart because the body parser, the multipart parser and the parts in it all ask.
"""

import re
from dataclasses import dataclass, field

_PARAMETER = re.compile(
    r';[ \t]*([\w!#$&^.+*\'-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;" \t]*))', re.ASCII
)
_ESCAPED = re.compile(r"\\(.)")

# Types that never are text, beside the families below.
_BINARY = frozenset(
    {
        "application/cbor",
        "application/gzip",
        "application/msgpack",
        "application/octet-stream",
        "application/pdf",
        "application/protobuf",
        "application/vnd.msgpack",
        "application/wasm",
        "application/x-7z-compressed",
        "application/x-bzip2",
        "application/x-gzip",
        "application/x-msgpack",
        "application/x-protobuf",
        "application/x-tar",
        "application/zip",
        "application/zstd",
    }
)
_BINARY_FAMILIES = ("audio/", "font/", "image/", "video/")


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type: ``essence`` is ``type/subtype`` in lower case, or empty."""

    essence: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def is_json(self) -> bool:
        """Tell whether the type promises JSON."""
        return self.essence in {"application/json", "text/json"} or (
            self.essence.endswith("+json")
        )

    @property
    def is_binary(self) -> bool:
        """Tell whether the type promises bytes that are not text."""
        if self.essence in _BINARY:
            return True
        return self.essence.startswith(_BINARY_FAMILIES) and not (
            self.essence.endswith("+xml")
        )

    @property
    def is_text(self) -> bool:
        """Tell whether the type promises text that is not JSON."""
        return self.essence.startswith("text/") or (
            self.essence.endswith(("/xml", "+xml", "/javascript", "/yaml"))
        )


def parse_media_type(value: str | None) -> MediaType:
    """Return the media type that a header names; nonsense has an empty essence."""
    if not value:
        return MediaType("")
    essence, semicolon, _ = value.partition(";")
    essence = essence.strip(" \t").lower()
    if essence.count("/") != 1:
        return MediaType("")
    if not semicolon:
        return MediaType(essence)
    parameters: dict[str, str] = {}
    for match in _PARAMETER.finditer(value, len(essence)):
        name, quoted, plain = match.groups()
        text = plain if quoted is None else _ESCAPED.sub(r"\1", quoted)
        parameters.setdefault(name.lower(), text)
    return MediaType(essence, parameters)
