"""Applications and their globals in JSON."""

from marshmallow import fields

from webhooks.services.application_globals import (
    LONGEST_DESCRIPTION as LONGEST_GLOBAL_DESCRIPTION,
)
from webhooks.services.application_globals import LONGEST_JSON
from webhooks.services.applications import LONGEST_DESCRIPTION, LONGEST_NAME
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Flag,
    ListOf,
    Moment,
    Part,
    QueryText,
    Text,
    Whole,
)
from webhooks.web.schemas.listing import Linked, ListArguments, ListEnvelope


class SummaryArguments(Arguments):
    """Which counters an application's summary has."""

    summary_include = QueryText(metadata={"description": "Names between commas."})
    summary_exclude = QueryText(metadata={"description": "Names between commas."})


class ApplicationListArguments(ListArguments, SummaryArguments):
    """Which applications, and which counters of each."""


class ApplicationPatch(Closed):
    """What may be changed; whatever is left out stays as it is."""

    name = Text(metadata={"minLength": 1, "maxLength": LONGEST_NAME})
    description = Text(metadata={"maxLength": LONGEST_DESCRIPTION})


class ApplicationPost(ApplicationPatch):
    """A new application; only ``name`` is required."""

    name = Text(required=True, metadata={"minLength": 1, "maxLength": LONGEST_NAME})


class Global(Closed):
    """A named value; kept in the API's words. ``json`` is JSON text."""

    key = Text(required=True, metadata={"pattern": "^[0-9a-zA-Z_-]{1,255}$"})
    json = Text(required=True, metadata={"maxLength": LONGEST_JSON})
    cloudOnly = Flag()
    description = Text(metadata={"maxLength": LONGEST_GLOBAL_DESCRIPTION})


class GlobalsPatch(Closed):
    """The list that is sent to replace an application's globals."""

    globals = ListOf(Part(Global), required=True)


class Application(ApplicationPatch, Linked):
    """An application as it is."""

    id = Text()
    application_id = Text(attribute="id", dump_only=True)
    creation_date = Moment()
    last_updated = Moment()
    owner_id = Text(allow_none=True)
    owner_type = Text()
    globals = ListOf(Part(Global))
    summary = fields.Dict(Text(), Whole())


class ApplicationList(ListEnvelope):
    """A page of applications."""

    items = ListOf(Part(Application))
