"""The types of triggers and nodes that there are."""

from marshmallow import fields

from webhooks.web.schemas.base import Closed
from webhooks.web.schemas.fields import Flag, ListOf, Part, Text


class NodeType(Closed):
    """A type with everything that a form, a palette or a reader needs."""

    type = Text()
    name = Text()
    kind = Text(metadata={"enum": ["trigger", "node"]})
    category = Text()
    label = Text()
    summary = Text()
    placeholder = Flag(metadata={"description": "It imports, but cannot run here."})
    outputs = ListOf(fields.Dict())
    outputs_vary = Flag()
    fields_ = ListOf(fields.Dict(), data_key="fields")
    meta_fields = ListOf(fields.Dict())
    key = Text()
    examples = ListOf(fields.Dict())
    example_data = fields.Dict(allow_none=True)


class NodeTypeList(Closed):
    """Every type."""

    items = ListOf(Part(NodeType))
    count = fields.Integer()
