"""``auth/user``: a password for a token of one day."""

from typing import Any

from webhooks.services import sign_in, user_tokens
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.account import AuthedUser, UserCredentials

OPERATIONS = Operations("auth")


@OPERATIONS.add(
    "POST",
    "/auth/user",
    None,
    "Sign in and get a token for 24 hours.",
    body=UserCredentials,
    answer=AuthedUser,
)
def authenticate_user(call: Call) -> Any:
    """Answer a token for the user, or 401 whatever is wrong."""
    body = call.body
    user = sign_in.authenticate(
        call.site, body["email"], body["password"], call.remote_address
    )
    scopes = body.get("requested_scopes", user_tokens.DEFAULT_SCOPE)
    _, secret = user_tokens.create(call.site, user, scopes)
    return {"userId": user.id, "token": secret, "needsToVerifyEmail": False}
