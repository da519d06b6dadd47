"""Error pages: what went wrong in words, never how it looks inside."""

import logging
import sqlite3
from typing import Final

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from webhooks.errors import Unavailable, WebhooksError
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
    400: "What was sent is not complete, or not what this page takes.",
    404: "The address is wrong, or what was here has been deleted.",
    405: "This address does not take that kind of request.",
    413: "The request is larger than this server takes.",
}
# What to do now, whatever exactly went wrong.
_ADVICE: Final = {
    400: "Go back, check what you sent and try again.",
    401: "Sign in and try again.",
    403: "Ask an owner of the application or an administrator if you need it.",
    404: "Check the address, or find what you look for from the start page.",
    405: "Open the page by its link instead of sending something to it.",
    409: "Go back, reload the page and look at what has changed.",
    413: "Send less: a smaller file, or a shorter text.",
    429: "Wait a moment, then try again.",
    500: "Try again. If it stays, tell whoever runs this server.",
    503: "Try again in a moment. If it stays, whoever runs this server finds out more "
    "with the command “flask doctor”.",
}
_STALE_FORM: Final = (
    "The form was open for too long or comes from another sign-in. "
    "Go back, reload the page and send it again."
)


def register(app: Flask) -> None:
    """Make the application answer with pages wherever no API is asked."""
    app.register_error_handler(WebhooksError, _on_error)
    app.register_error_handler(sqlite3.Error, _on_database)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(InternalServerError, _on_bug)


def is_stale_form(error: HTTPException) -> bool:
    """Tell whether a form's token is missing, too old, or another sign-in's."""
    return isinstance(error, CSRFError)


def _on_error(error: WebhooksError) -> ResponseReturnValue:
    if security.is_api():
        return {"type": error.type, "message": error.message}, error.status
    response = make_response(_page(error.status, error.message), error.status)
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _on_database(error: sqlite3.Error) -> ResponseReturnValue:
    """Answer where the database could not even be opened."""
    _logger.error("the database cannot be used: %s", error)
    return _on_error(Unavailable("The database cannot be used.", 30))


def _on_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if security.is_api() or status < 400:
        return error
    text = _STALE_FORM if is_stale_form(error) else _TEXTS.get(status, "")
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
    return render_template(
        "errors/error.html",
        status=status,
        title=_TITLES.get(status, "That did not work"),
        text=text,
        advice="" if text == _STALE_FORM else _ADVICE.get(status, ""),
    )
