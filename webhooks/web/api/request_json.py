"""The JSON body of a request to the API, read strictly.

Flask's own reading takes NaN, UTF-16 and nesting that ends in a RecursionError.
"""

from collections.abc import Callable
from typing import Any

from flask import Request

from webhooks.errors import Invalid, TooLarge, UnsupportedMediaType
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.media_type import parse_media_type

MOST_BYTES = 1024 * 1024
_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})


def read_json(
    request: Request,
    most_bytes: int = MOST_BYTES,
    load: Callable[[bytes], Any] = lambda data: load_json(data, keep_surrogates=True),
) -> Any:
    """Return the body as a value that ``load`` reads.

    A missing Content-Type is taken for JSON. Raises TooLarge,
    UnsupportedMediaType for another type or character set, and Invalid for
    what is not strict JSON in UTF-8.
    """
    too_large = TooLarge(f"The body must not exceed {most_bytes} bytes.")
    if (request.content_length or 0) > most_bytes:
        raise too_large
    data = request.get_data(cache=False)
    if len(data) > most_bytes:
        raise too_large
    _check_type(request.headers.get("Content-Type", ""))
    if not data:
        raise Invalid("The request needs a JSON body.")
    try:
        return load(data)
    except JsonProblem as problem:
        raise Invalid(f"The body is not valid JSON: {problem}.") from None


def _check_type(header: str) -> None:
    if not header:
        return
    kind = parse_media_type(header)
    if not kind.is_json:
        raise UnsupportedMediaType("Content-Type must be application/json.")
    if kind.parameters.get("charset", "").lower() not in _UTF_8:
        raise UnsupportedMediaType("The body must be in UTF-8.")
