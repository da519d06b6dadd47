"""Runs in JSON, and how to ask for them."""

from marshmallow import fields

from webhooks.services import runs
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Anything,
    ListOf,
    Moment,
    Number,
    Part,
    QueryText,
    QueryWhole,
    Text,
    Whole,
)


class RunListArguments(Arguments):
    """Which runs; the newest come first."""

    limit = QueryWhole(
        load_default=50, metadata={"minimum": 1, "maximum": runs.MOST, "default": 50}
    )
    before = QueryText(metadata={"description": "A nextCursor or a run's id."})
    status = QueryText(metadata={"enum": list(runs.STATUSES)})


class Run(Closed):
    """One execution of a workflow."""

    id = Text()
    application_id = Text()
    flow_id = Text(attribute="workflow_id", dump_only=True)
    flow_version = Text(attribute="version", dump_only=True)
    trigger_type = Text()
    trigger_id = Text(attribute="trigger_key", dump_only=True)
    delivery_id = Text(allow_none=True)
    status = Text(metadata={"enum": list(runs.STATUSES)})
    creation_date = Moment(attribute="created_at", dump_only=True)
    due_date = Moment(attribute="due_at", dump_only=True, allow_none=True)
    start_date = Moment(attribute="started_at", dump_only=True, allow_none=True)
    end_date = Moment(attribute="finished_at", dump_only=True, allow_none=True)
    duration_ms = Number(allow_none=True)
    error = fields.Dict(allow_none=True)
    paths_completed = Whole()


class Step(Closed):
    """A node that ran. ``after`` is the payload, null when it did not change;
    ``before`` is there where it is not that of the step ``parent``.
    """

    node_id = Text()
    type = Text()
    label = Text()
    at_ms = Number(metadata={"description": "Since the run began."})
    duration_ms = Number()
    parent = Whole(allow_none=True)
    output = Whole(allow_none=True)
    before = Anything(allow_none=True)
    after = Anything(allow_none=True)
    omitted = Whole(metadata={"description": "Bytes of a payload too large to keep."})
    error = Text()


class Message(Closed):
    """A debug message, with the step that sent it."""

    level = Text()
    text = Text()
    at_ms = Number()
    step = Whole(allow_none=True)
    value = Anything(allow_none=True)


class RunDetail(Run):
    """A run with what happened in it, and the workflow as it was."""

    steps = ListOf(Part(Step))
    messages = ListOf(Part(Message))
    left_out_steps = Whole(metadata={"description": "More than are kept."})
    left_out_messages = Whole()
    definition = Anything(allow_none=True)


class RunList(Closed):
    """A page of runs; ``nextCursor`` is null on the last."""

    items = ListOf(Part(Run))
    next_cursor = Text(allow_none=True)
