"""Every error raised on purpose.

Each class knows the HTTP status and the word that the API puts in ``type``.
Any floor may raise them; only ``web/`` turns them into answers and only
``cli/`` into exit codes. Messages are for the person who can fix the cause:
what, where and what to do, never a secret and never a path on disk.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class WebhooksError(Exception):
    """Base of all deliberate errors; ``message`` may be shown to the caller."""

    status = 500
    type = "InternalError"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(WebhooksError):
    """The caller sent something that cannot be accepted as it is.

    ``field`` names the offending field in the caller's words, if there is one.
    ``problems`` lists all that is wrong with a document, each with a JSON
    pointer, a sentence and a severity.
    """

    status = 400
    type = "Validation"

    def __init__(
        self,
        message: str,
        field: str | None = None,
        problems: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.field = field
        self.problems = problems


class Unauthorized(WebhooksError):
    """Who is calling is not known."""

    status = 401
    type = "Unauthorized"


class Forbidden(WebhooksError):
    """The caller is known and may not do this."""

    status = 403
    type = "Forbidden"


class NotFound(WebhooksError):
    """There is no such thing, or none that this caller may know of."""

    status = 404
    type = "NotFound"


class MethodNotAllowed(WebhooksError):
    """The address exists, but not for this method.

    ``allowed`` lists the methods that it does have, for the Allow header.
    """

    status = 405
    type = "MethodNotAllowed"

    def __init__(self, message: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.allowed = allowed


class RequestTimedOut(WebhooksError):
    """The caller took too long to send its request."""

    status = 408
    type = "RequestTimeout"


class Conflict(WebhooksError):
    """The state of the thing does not allow this any more."""

    status = 409
    type = "Conflict"


class Gone(WebhooksError):
    """It existed, but its time is over."""

    status = 410
    type = "Gone"


class TooLarge(WebhooksError):
    """The request's body is larger than allowed."""

    status = 413
    type = "PayloadTooLarge"


class UnsupportedMediaType(WebhooksError):
    """The body is of a type that this address does not read."""

    status = 415
    type = "UnsupportedMediaType"


class Unprocessable(WebhooksError):
    """A file of several documents cannot be taken; none of them has been.

    ``validation_errors`` says of each document that is wrong what it is
    (``type``, ``name``, ``id``) and why (``message``).
    """

    status = 422
    type = "Validation"

    def __init__(
        self, message: str, validation_errors: Sequence[Mapping[str, Any]]
    ) -> None:
        super().__init__(message)
        self.validation_errors = validation_errors


class TooMany(WebhooksError):
    """A rate or count limit was met; ``retry_after_seconds`` is a whole number."""

    status = 429
    type = "TooManyRequests"

    def __init__(self, message: str, retry_after_seconds: int = 1) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(WebhooksError):
    """We cannot serve this now through no fault of the caller.

    ``retry_after_seconds`` is a whole number for the Retry-After header.
    """

    status = 503
    type = "ServiceUnavailable"

    def __init__(self, message: str, retry_after_seconds: int = 5) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
