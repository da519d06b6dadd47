"""What pages' own calls send and get: JSON, with a session instead of a token.

Apart from the API, whose callers have tokens: here a browser's cookie counts, so
the form token is asked for as with any form, and errors are for the page's script.
"""

import logging
from functools import partial
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from webhooks.errors import Invalid, Unauthorized, WebhooksError
from webhooks.ingress.json_text import load_json
from webhooks.payload.json_text import encode_json
from webhooks.services.workflow_parts import LARGEST_BYTES
from webhooks.web.api.request_json import read_json
from webhooks.web.current import current_site
from webhooks.web.pages.errors import is_stale_form
from webhooks.web.pages.visitor import find_visitor

# A workflow's bytes are counted without the spaces that its text may have.
MOST_BYTES: Final = LARGEST_BYTES * 3 // 2
# Larger ones are read beside everything else that is going on.
_QUICK_BYTES: Final = 32 * 1024
_SIGNED_OUT: Final = (
    "You are not signed in any more. Sign in again in another tab; what you "
    "changed here is still there."
)
_STALE: Final = (
    "The form was open for too long or comes from another sign-in. Copy what you "
    "need, then reload the page."
)

_logger = logging.getLogger(__name__)


def register(blueprint: Blueprint) -> None:
    """Let a blueprint answer everything, errors too, in JSON."""
    blueprint.before_request(_check_signed_in)
    blueprint.register_error_handler(WebhooksError, _on_error)
    blueprint.register_error_handler(HTTPException, _on_http)
    blueprint.register_error_handler(Exception, _on_bug)


def body() -> dict[str, Any]:
    """Return the request's JSON object. Raises Invalid and TooLarge."""
    value = read_json(request, MOST_BYTES, _load)
    if not isinstance(value, dict):
        raise Invalid("The body must be a JSON object.")
    return value


def answer(value: Any, status: int = 200) -> Response:
    """Return a JSON answer, keys in their order; dates become their ISO text."""
    return Response(encode_json(value), status, mimetype="application/json")


def refusal(error: WebhooksError) -> dict[str, Any]:
    """Return an error in the words of every answer here."""
    told: dict[str, Any] = {"type": error.type, "message": error.message}
    if isinstance(error, Invalid) and error.problems:
        told["problems"] = list(error.problems)
    return {"error": told}


def _load(data: bytes) -> Any:
    read = partial(load_json, data, keep_surrogates=True)
    if len(data) <= _QUICK_BYTES:
        return read()
    return current_site().store.writer.offload(read)


def _check_signed_in() -> None:
    if find_visitor() is None:
        raise Unauthorized(_SIGNED_OUT)


def _on_error(error: WebhooksError) -> Response:
    response = answer(refusal(error), error.status)
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _on_http(error: HTTPException) -> Response:
    text = _STALE if is_stale_form(error) else (error.description or error.name)
    response = jsonify({"error": {"type": error.name, "message": text}})
    response.status_code = error.code or 500
    return response


def _on_bug(error: Exception) -> Response:
    _logger.error("%s %s failed", request.method, request.path, exc_info=error)
    text = "Something went wrong on our side. The server's log says more."
    told = {"error": {"type": WebhooksError.type, "message": text}}
    return answer(told, WebhooksError.status)
