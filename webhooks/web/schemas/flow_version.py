"""Published versions of workflows in JSON."""

from webhooks.services import workflow_parts as parts
from webhooks.services import workflow_rules as rules
from webhooks.web.schemas.base import Closed
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
from webhooks.web.schemas.flow import FlowArguments, FlowSaveArguments, RunCounts
from webhooks.web.schemas.listing import Linked, ListArguments, ListEnvelope


class VersionListArguments(ListArguments, FlowArguments):
    """Which of a workflow's versions."""

    query = QueryText(
        metadata={
            "description": "A JSON object such as "
            '{"version": {"$startsWith": "v1"}}; it takes the place of filter.'
        }
    )


class VersionSaveArguments(FlowSaveArguments):
    """Whether a version of the same name is replaced."""

    allow_replacement = QueryFlag(
        load_default=False,
        metadata={"description": "Replace a version of the same name."},
    )


class VersionPatch(Closed):
    """All of a version that may be changed."""

    notes = Text(metadata={"maxLength": rules.LONGEST_TEXT})
    enabled = Flag()


class VersionPost(VersionPatch):
    """A new version; nothing is taken over from develop."""

    version = Text(
        required=True, metadata={"minLength": 1, "maxLength": rules.LONGEST_NAME}
    )
    triggers = ListOf(Anything(), metadata={"maxItems": parts.MOST_TRIGGERS})
    nodes = ListOf(Anything(), metadata={"maxItems": parts.MOST_NODES})
    globals = ListOf(Anything(), metadata={"maxItems": parts.MOST_GLOBALS})
    minimum_agent_version = Text(allow_none=True)
    custom_node_config = Anything(allow_none=True)


class FlowVersion(VersionPost, Linked):
    """A version as it is."""

    id = Text()
    flow_version_id = Text(attribute="id", dump_only=True)
    flow_id = Text(attribute="workflow_id", dump_only=True)
    application_id = Text()
    flow_class = Text()
    name = Text(metadata={"description": "The name of its workflow."})
    creation_date = Moment()
    last_updated = Moment()
    created_by_id = Text(allow_none=True)
    created_by_type = Text(allow_none=True)
    stats = Part(RunCounts)


class FlowVersionList(ListEnvelope):
    """A page of versions."""

    application_id = Text()
    flow_id = Text()
    items = ListOf(Part(FlowVersion))


class VersionsDelete(Closed):
    """Which versions are to go; all of them if nothing is said."""

    query = Anything(metadata={"description": "As for the list of versions."})
    email = Text(metadata={"description": "Ignored: it is done at once."})


class VersionsDeleted(Closed):
    """How many went, and how many could not: the default version stays."""

    removed = Whole()
    failed = Whole()
