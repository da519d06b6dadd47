"""``applicationApiTokens`` and ``applicationApiToken``."""

from typing import Any

from webhooks.services import api_tokens
from webhooks.services.api_tokens import ApiToken as Row
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.api_token import (
    ApiToken,
    ApiTokenList,
    ApiTokenPatch,
    ApiTokenPost,
)
from webhooks.web.schemas.listing import ListArguments, Success

OPERATIONS = Operations("applicationApiTokens")
_ALL = "/applications/<application_id>/tokens"
_ONE = f"{_ALL}/<api_token_id>"


@OPERATIONS.add(
    "GET",
    _ALL,
    "applicationApiTokens.get",
    "List an application's API tokens.",
    query=ListArguments,
    answer=ApiTokenList,
)
def list_(call: Call) -> Any:
    """Answer a page of tokens, without their secrets."""
    application_id = call.application_id
    page = api_tokens.list_(call.site, application_id, resource.list_query(call))
    application = f"/applications/{application_id}"
    return resource.collection(
        call,
        "apiTokens",
        page,
        [_item(call, row) for row in page.items],
        {"application": application, "self": f"{application}/tokens"},
        applicationId=application_id,
        ownerId=application_id,
        ownerType="application",
    )


@OPERATIONS.add(
    "POST",
    _ALL,
    "applicationApiTokens.post",
    "Create an API token; its secret is in this answer and no other.",
    body=ApiTokenPost,
    answer=ApiToken,
    status=201,
)
def post(call: Call) -> Any:
    """Create a token and answer it with its secret."""
    row, secret = api_tokens.create(
        call.site, call.application_id, call.principal, **call.body
    )
    return {**_item(call, row), "token": secret}


@OPERATIONS.add(
    "GET", _ONE, "applicationApiToken.get", "Get an API token.", answer=ApiToken
)
def get(call: Call) -> Any:
    """Answer one token, without its secret."""
    return _item(
        call, api_tokens.get(call.site, call.application_id, call.ids["api_token_id"])
    )


@OPERATIONS.add(
    "PATCH",
    _ONE,
    "applicationApiToken.patch",
    "Rename an API token, or switch it off and on.",
    body=ApiTokenPatch,
    answer=ApiToken,
)
def patch(call: Call) -> Any:
    """Change name, description or status."""
    changed = api_tokens.update(
        call.site, call.application_id, call.ids["api_token_id"], call.body
    )
    return _item(call, changed)


@OPERATIONS.add(
    "DELETE",
    _ONE,
    "applicationApiToken.delete",
    "Delete an API token.",
    answer=Success,
)
def delete(call: Call) -> Any:
    """Delete the token."""
    api_tokens.delete(call.site, call.application_id, call.ids["api_token_id"])
    return resource.SUCCESS


def _item(call: Call, row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = ApiToken().dump(row)
    fields["ownerType"] = "application"
    application = f"/applications/{row.application_id}"
    links = {
        "application": application,
        "tokens": f"{application}/tokens",
        "self": f"{application}/tokens/{row.id}",
    }
    return resource.item(call, "apiToken", fields, links)
