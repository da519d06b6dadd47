"""A workflow's own values, and its virtual buttons: acting on it from outside."""

from typing import Any

from webhooks.services import workflow_start, workflow_storage, workflows
from webhooks.services.workflow_start import Pressed
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.flow import ButtonPress, StorageEntry, StorageUsage
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("flowStorage")
_ONE = "/applications/<application_id>/flows/<flow_id>"
_STORAGE = f"{_ONE}/storage"


@OPERATIONS.add(
    "POST",
    f"{_ONE}/virtualButton",
    "flow.pressVirtualButton",
    "Press a virtual button: queue a run with this payload, or the button's own.",
    body=ButtonPress,
    answer=Success,
)
def press_virtual_button(call: Call) -> Any:
    """Queue a run of the button."""
    workflows.get(call.site, call.application_id, call.flow_id)
    pressed = Pressed(
        button=call.body["key"],
        payload=call.body.get("payload"),
        has_payload="payload" in call.body,
        version=call.body.get("flow_version", ""),
        relay_id=call.principal.id,
        relay_type=call.principal.kind,
    )
    workflow_start.press(call.site, call.application_id, call.flow_id, pressed)
    return resource.SUCCESS


@OPERATIONS.add(
    "GET", _STORAGE, "flow.getStorageEntries", "Get all values that a workflow keeps."
)
def get(call: Call) -> Any:
    """Answer an object of all keys and values."""
    return workflow_storage.entries(call.site, call.application_id, call.flow_id)


@OPERATIONS.add(
    "PATCH",
    _STORAGE,
    "flow.setStorageEntry",
    "Keep a value, or forget its key.",
    body=StorageEntry,
    answer=Success,
)
def patch(call: Call) -> Any:
    """Keep the value under the key."""
    workflow_storage.set_entry(
        call.site,
        call.application_id,
        call.flow_id,
        call.body["key"],
        call.body.get("value"),
    )
    return resource.SUCCESS


@OPERATIONS.add(
    "DELETE", _STORAGE, "flow.clearStorageEntries", "Forget every value of a workflow."
)
def delete(call: Call) -> Any:
    """Forget all keys and answer what is left: nothing."""
    workflow_storage.clear(call.site, call.application_id, call.flow_id)
    return {}


@OPERATIONS.add(
    "GET",
    f"{_ONE}/storage-metadata",
    "flow.getStorageEntriesMetadata",
    "Get how much a workflow keeps.",
    answer=StorageUsage,
)
def metadata(call: Call) -> Any:
    """Answer the bytes and the number of keys."""
    usage = workflow_storage.usage(call.site, call.application_id, call.flow_id)
    return {"memoryUsed": usage.memory_used, "keysCount": usage.keys_count}
