"""Who calls the API: a bearer token in the Authorization header, nothing else."""

from flask import Request

from webhooks.access import Principal
from webhooks.errors import Forbidden, NotFound, Unauthorized
from webhooks.services import applications, principals
from webhooks.services.site import Site


def caller(site: Site, request: Request) -> Principal:
    """Return who calls. Raises Unauthorized and TooMany."""
    return principals.for_bearer(site, bearer(request), remote_address(request))


def bearer(request: Request) -> str:
    """Return the token of a request. Raises Unauthorized if it has none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized(principals.REFUSAL)
    return token


def remote_address(request: Request) -> str:
    """Return the address that the request came from."""
    return request.remote_addr or ""


def check_access(principal: Principal, action: str, application_id: str | None) -> None:
    """Raise NotFound for an unknown application, Forbidden for an action.

    An application that the caller has no part in does not exist for it.
    """
    if application_id is not None and not principal.sees(application_id):
        raise NotFound(applications.MISSING)
    if not principal.may(action, application_id):
        raise Forbidden(f"This token or user may not do this: it needs {action}.")
