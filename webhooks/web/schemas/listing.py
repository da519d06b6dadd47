"""Lists and the plain answers that every resource shares."""

from marshmallow import fields

from webhooks.services.paging import (
    FILTER_LIMIT,
    PAGE_LIMIT,
    PER_PAGE_DEFAULT,
    PER_PAGE_LIMIT,
)
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import Part, QueryText, QueryWhole, Text, Whole


class ListArguments(Arguments):
    """Which page of a list, in which order, and filtered how."""

    sort_field = QueryText(metadata={"description": "The field to sort by."})
    sort_direction = QueryText(metadata={"enum": ["asc", "desc"]})
    page = QueryWhole(
        metadata={"minimum": 0, "maximum": PAGE_LIMIT, "default": 0},
    )
    per_page = QueryWhole(
        metadata={"minimum": 1, "maximum": PER_PAGE_LIMIT, "default": PER_PAGE_DEFAULT},
    )
    filter_field = QueryText(metadata={"description": "The field to filter by."})
    filter = QueryText(
        metadata={
            "description": "What the whole field must look like; * and ? stand for "
            "any text and any one character.",
            "maxLength": FILTER_LIMIT,
        },
    )


class Link(Closed):
    """Where something is, relative to the address of the API."""

    href = Text()


class Linked(Closed):
    """What every resource carries beside its own fields."""

    type_ = Text(data_key="_type")
    etag = Text(data_key="_etag")
    links = fields.Dict(Text(), Part(Link), data_key="_links")


class ListEnvelope(Closed):
    """What surrounds the items of a list."""

    count = Whole()
    total_count = Whole()
    per_page = Whole()
    page = Whole()
    sort_field = Text()
    sort_direction = Text()
    filter_field = Text()
    filter = Text()
    type_ = Text(data_key="_type")
    links = fields.Dict(Text(), Part(Link), data_key="_links")


class Success(Closed):
    """It was done."""

    success = fields.Boolean()


class Error(Closed):
    """Why it was not done."""

    type = Text()
    message = Text()
