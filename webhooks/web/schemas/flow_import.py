"""Several workflows and versions at once, in JSON."""

from marshmallow import fields

from webhooks.services.workflow_files import MOST_DOCUMENTS
from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.fields import Anything, ListOf, Part, Text
from webhooks.web.schemas.flow import Flow
from webhooks.web.schemas.flow_version import FlowVersion


class FlowsImport(Closed):
    """Workflows and versions as the API shows them; their ids are made anew."""

    flows = ListOf(Anything(), metadata={"maxItems": MOST_DOCUMENTS})
    flow_versions = ListOf(Anything(), metadata={"maxItems": MOST_DOCUMENTS})


class ImportWarning(Closed):
    """What to know of a workflow that was taken nevertheless."""

    flow_id = Text()
    pointer = Text()
    message = Text()
    severity = Text()


class FlowsImported(Closed):
    """What was made, and what became of each id."""

    flows = ListOf(Part(Flow))
    flow_versions = ListOf(Part(FlowVersion))
    imported_flow_id_map = fields.Dict(Text(), Text())
    imported_version_id_map = fields.Dict(Text(), Text())
    warnings = ListOf(Part(ImportWarning))
