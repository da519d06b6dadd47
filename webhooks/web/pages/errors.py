"""Error pages: what went wrong in words, never how it looks inside."""

import logging
from typing import Final

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from webhooks.errors import WebhooksError
from webhooks.ids import new_id
from webhooks.web import security

_logger = logging.getLogger(__name__)

_TITLES: Final = {
    400: "That request cannot be used",
    401: "Please sign in",
    403: "You may not do this",
    404: "There is nothing here",
    405: "That does not work here",
    409: "That is no longer possible",
    410: "That is over",
    413: "That is too large",
    415: "That kind of data is not read here",
    429: "Too much at once",
    500: "Something broke on our side",
    503: "Not available right now",
}
_TEXTS: Final = {
    400: "Go back, check what was sent and try again.",
    404: "The address is wrong, or what was here has been deleted.",
    405: "This address does not take that kind of request.",
    413: "The request is larger than this server takes.",
}
_STALE_FORM: Final = (
    "The form was open for too long or comes from another sign-in. "
    "Go back, reload the page and send it again."
)


def register(app: Flask) -> None:
    """Make the application answer with pages wherever no API is asked."""
    app.register_error_handler(WebhooksError, _on_error)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(InternalServerError, _on_bug)


def _on_error(error: WebhooksError) -> ResponseReturnValue:
    if security.is_api():
        return {"type": error.type, "message": error.message}, error.status
    response = make_response(_page(error.status, error.message), error.status)
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _on_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if security.is_api() or status < 400:
        return error
    text = _STALE_FORM if isinstance(error, CSRFError) else _TEXTS.get(status, "")
    response = make_response(_page(status, text), status)
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _on_bug(error: InternalServerError) -> ResponseReturnValue:
    number = new_id()[:8]
    _logger.error("error %s at %s", number, request.path, exc_info=error)
    if security.is_api():
        return error
    text = f"It was written to the server's log under the number {number}."
    return _page(500, text), 500


def _page(status: int, text: str) -> str:
    title = _TITLES.get(status, "That did not work")
    return render_template("errors/error.html", status=status, title=title, text=text)
