"""Workflows in JSON: Losant's fields, and ours behind them.

Triggers and nodes pass through as they come, keys in their order: what is in
them is the compiler's to check, which says of each problem where it is.
"""

from typing import Any

from marshmallow import fields

from webhooks.services import workflow_parts as parts
from webhooks.services import workflow_rules as rules
from webhooks.services.workflow_entries import LARGEST_VALUE, LONGEST_KEY
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Anything,
    Flag,
    ListOf,
    Moment,
    Part,
    QueryFlag,
    QueryText,
    Text,
    Whole,
)
from webhooks.web.schemas.listing import Linked, ListArguments, ListEnvelope

_TRIGGERS = "Objects with type, key, config, meta and outputIds."
_NODES = "Objects with type, id, config, meta and outputIds."
_GLOBALS = "Objects with key and json, which is JSON text."


def _items(most: int, description: str) -> dict[str, Any]:
    return {"maxItems": most, "description": description}


class FlowArguments(Arguments):
    """What an answer says beside the workflow itself."""

    include_custom_nodes = QueryFlag(
        load_default=False,
        metadata={"description": "Whether it carries the custom nodes it uses."},
    )


class FlowSaveArguments(FlowArguments):
    """How strictly a workflow is checked."""

    strict_validation = QueryFlag(
        load_default=False,
        metadata={"description": "Refuse what is merely missing, too."},
    )


class FlowListArguments(ListArguments, FlowArguments):
    """Which workflows; those of the class cloud unless told otherwise."""

    flow_class = QueryText(metadata={"enum": list(rules.FLOW_CLASSES)})
    trigger_filter = Anything(
        metadata={
            "description": "triggerFilter[0][type]=webhook&triggerFilter[0][key]=ID: "
            "workflows whose default version has one of these triggers."
        }
    )
    query = QueryText(
        metadata={
            "description": "A JSON object such as "
            '{"name": {"$startsWith": "Order"}}; it takes the place of '
            "filter, triggerFilter and flowClass."
        }
    )
    all_versions = QueryFlag(load_default=False)


class FlowsByVersionArguments(FlowListArguments):
    """Which versions of which workflows."""

    version = QueryText(metadata={"description": "The name of the version."})


class FlowPatch(Closed):
    """What may be changed; whatever is left out stays as it is.

    ``triggers``, ``nodes`` and ``globals`` replace the whole list.
    """

    name = Text(metadata={"minLength": 1, "maxLength": rules.LONGEST_NAME})
    description = Text(metadata={"maxLength": rules.LONGEST_TEXT})
    short_description = Text(metadata={"maxLength": rules.LONGEST_SHORT})
    icon_data = Text(allow_none=True, metadata={"maxLength": rules.LONGEST_TEXT})
    docs_url = Text(metadata={"maxLength": rules.LONGEST_SHORT})
    category = Text(metadata={"enum": list(rules.CATEGORIES)})
    enabled = Flag()
    triggers = ListOf(Anything(), metadata=_items(parts.MOST_TRIGGERS, _TRIGGERS))
    nodes = ListOf(Anything(), metadata=_items(parts.MOST_NODES, _NODES))
    globals = ListOf(Anything(), metadata=_items(parts.MOST_GLOBALS, _GLOBALS))
    default_version_id = Text(
        allow_none=True, metadata={"description": "null: develop runs by default."}
    )
    minimum_agent_version = Text(allow_none=True)
    custom_node_config = Anything(allow_none=True)
    repeat_after_crash = Flag(
        metadata={"description": "Run again what a crash has interrupted."}
    )


class FlowPost(FlowPatch):
    """A new workflow; only ``name`` is required."""

    class Meta(FlowPatch.Meta):
        """A new workflow has no versions to choose from."""

        exclude = ("default_version_id",)

    name = Text(
        required=True, metadata={"minLength": 1, "maxLength": rules.LONGEST_NAME}
    )
    flow_class = Text(metadata={"enum": list(rules.FLOW_CLASSES)})
    custom_node_supports = ListOf(Text(), allow_none=True)


class RunCounts(Closed):
    """Runs of the last 24 hours, all of them and by version."""

    run_count = Whole()
    error_count = Whole()
    by_version = fields.Dict()


class Flow(FlowPatch, Linked):
    """A workflow as it is: its editable version, develop."""

    id = Text()
    flow_id = Text(attribute="id", dump_only=True)
    application_id = Text()
    flow_class = Text(metadata={"enum": list(rules.FLOW_CLASSES)})
    custom_node_supports = ListOf(Text(), allow_none=True)
    creation_date = Moment()
    last_updated = Moment()
    created_by_id = Text(allow_none=True)
    created_by_type = Text(allow_none=True)
    last_updated_by_id = Text(allow_none=True)
    last_updated_by_type = Text(allow_none=True)
    custom_node_use_count = Whole()
    deleted_in_develop = Flag()
    stats = Part(RunCounts)
    custom_nodes = ListOf(fields.Dict())


class FlowList(ListEnvelope):
    """A page of workflows."""

    application_id = Text()
    items = ListOf(Part(Flow))


class Palette(Closed):
    """The application's custom nodes."""

    custom_nodes = ListOf(fields.Dict())
    instance_nodes = ListOf(fields.Dict())


class ButtonPress(Closed):
    """Which button, and what its run begins with; its own payload if none."""

    key = Text(required=True)
    payload = Anything(allow_none=True)
    meta = Anything(allow_none=True)
    flow_version = Text(metadata={"description": "A version's name, or develop."})
    device_id = Text()
    deployment_id = Text()


class StorageEntry(Closed):
    """A value to keep; without one the key is forgotten."""

    key = Text(required=True, metadata={"minLength": 1, "maxLength": LONGEST_KEY})
    value = Anything(
        allow_none=True,
        metadata={"description": f"At most {LARGEST_VALUE} bytes of JSON."},
    )


class StorageUsage(Closed):
    """How much a workflow keeps."""

    memory_used = Whole()
    keys_count = Whole()
