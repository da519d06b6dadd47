"""The fields of the Workflow Trigger node; apart for their number."""

from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.field import Field
from webhooks.workflows.fields import (
    Choice,
    JsonTemplate,
    NumberTemplate,
    PayloadPath,
    Template,
)

_STARTS = ("behavior", ("immediate", "schedule"))
_LATER = ("behavior", ("schedule",))
_PAYLOAD_HELP = "What the workflow gets as data; the button's own when blank."

TRIGGER_FIELDS: tuple[Field, ...] = (
    Choice(
        name="behavior",
        label="What to do",
        help="Whether to start the workflow, and when.",
        default="immediate",
        choices={
            "immediate": "Start it now",
            "schedule": "Start it later",
            "cancel": "Take back a scheduled start",
        },
    ),
    Template(
        name="triggerWorkflowId",
        label="Workflow",
        help="The id of a workflow of this application.",
        required=True,
        shown_when=_STARTS,
        refers_to="workflow",
    ),
    Template(
        name="flowVersionTemplate",
        label="Version",
        help="develop, a version's name, or default, which is also meant when blank.",
        shown_when=_STARTS,
        refers_to="version",
    ),
    Template(
        name="triggerVirtualButtonId",
        label="Virtual button",
        help="The button's uiId, or its key.",
        required=True,
        shown_when=_STARTS,
    ),
    Choice(
        name="payloadTemplateType",
        label="Payload is",
        help="How the payload is given.",
        default="json",
        choices={
            "json": "JSON",
            "string": "Text",
            "path": "A place in the payload",
        },
        shown_when=_STARTS,
    ),
    ByKind(
        name="payloadTemplate",
        label="Payload",
        help=_PAYLOAD_HELP,
        selector="payloadTemplateType",
        fallback="json",
        kinds={
            "json": JsonTemplate(
                name="payloadTemplate", label="Payload", help=_PAYLOAD_HELP
            ),
            "string": Template(
                name="payloadTemplate", label="Payload", help=_PAYLOAD_HELP
            ),
            "path": PayloadPath(
                name="payloadTemplate", label="Payload", help=_PAYLOAD_HELP
            ),
        },
        shown_when=_STARTS,
    ),
    Choice(
        name="scheduling",
        label="When",
        help="Whether the time is counted from now.",
        default="relative",
        choices={"relative": "After some seconds", "absolute": "At a date"},
        shown_when=_LATER,
    ),
    NumberTemplate(
        name="secondsTemplate",
        label="Seconds",
        help="In how many seconds, at most a year's.",
        shown_when=("scheduling", ("relative",)),
    ),
    Template(
        name="dateTemplate",
        label="Date",
        help="The date and time, such as 2026-03-04T05:06:07Z.",
        shown_when=("scheduling", ("absolute",)),
    ),
    Template(
        name="runIdTemplate",
        label="Run id",
        help="Names the scheduled run, so that it can be replaced or taken back.",
        shown_when=("behavior", ("schedule", "cancel")),
    ),
    PayloadPath(
        name="resultPath",
        label="Result path",
        help="Where the result goes.",
    ),
)
