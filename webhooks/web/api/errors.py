"""Every error of the API as ``{"type", "message"}``, whatever raised it."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from webhooks.errors import (
    Invalid,
    MethodNotAllowed,
    NotFound,
    Unauthorized,
    Unprocessable,
    WebhooksError,
)

_log = logging.getLogger(__name__)


def register(blueprint: Blueprint) -> None:
    """Answer every error below a blueprint in JSON."""
    blueprint.register_error_handler(WebhooksError, deliberate)
    blueprint.register_error_handler(HTTPException, from_framework)
    blueprint.register_error_handler(Exception, unexpected)


def deliberate(error: WebhooksError) -> Response:
    """Answer an error that we raised."""
    response = _answer(error.status, error.type, error.message, **_details(error))
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def from_framework(error: HTTPException) -> Response:
    """Answer an error that Flask or Werkzeug raised, in our words."""
    if error.code == HTTPStatus.NOT_FOUND:
        return deliberate(NotFound("There is nothing at this address."))
    try:
        status = HTTPStatus(error.code or 500)
    except ValueError:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    word = status.phrase.title().replace(" ", "")
    return _answer(status, word, f"{status.phrase}.")


def unexpected(error: Exception) -> Response:
    """Answer a bug; what it was is for the log alone."""
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(500, WebhooksError.type, "Something went wrong on our side.")


def _details(error: WebhooksError) -> dict[str, Any]:
    """Return what an error knows of a document beyond its one sentence."""
    if isinstance(error, Unprocessable):
        return {"validationErrors": list(error.validation_errors)}
    if isinstance(error, Invalid) and error.problems:
        return {"problems": list(error.problems)}
    return {}


def _answer(status: int, word: str, message: str, **details: Any) -> Response:
    response = jsonify({"type": word, "message": message, **details})
    response.status_code = status
    return response
