"""``me``: the user whose token is used."""

from typing import Any

from webhooks.errors import Forbidden
from webhooks.services import applications, users
from webhooks.services.paging import ListQuery
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.account import Me

OPERATIONS = Operations("me")


@OPERATIONS.add("GET", "/me", "me.get", "Tell who the token belongs to.", answer=Me)
def get(call: Call) -> Any:
    """Answer the user; an application's token is nobody's own."""
    if call.principal.kind != "user":
        raise Forbidden("This is an application's token; it belongs to no user.")
    user = users.get(call.site, call.principal.id)
    mine = applications.list_(call.site, call.principal, ListQuery(per_page=1))
    fields: dict[str, Any] = Me().dump(user)
    fields["summary"] = {"applicationCount": mine.total_count}
    return resource.item(call, "me", fields, {"self": "/me"})
