"""``providers``: the senders whose signatures can be verified here."""

from typing import Any

from webhooks.services import provider_view
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.provider import ProviderList

OPERATIONS = Operations("providers")


@OPERATIONS.add(
    "GET",
    "/providers",
    "providers.get",
    "List every sender whose signatures are understood, with settings and samples.",
    answer=ProviderList,
)
def list_(call: Call) -> Any:
    """Answer all providers in order of their names."""
    items = provider_view.all_described()
    return {"items": items, "count": len(items)}
