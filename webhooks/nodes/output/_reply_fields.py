"""The fields of the Webhook: Reply node; apart for their number."""

from webhooks.workflows.composite_fields import ByKind, Rows
from webhooks.workflows.field import Field
from webhooks.workflows.fields import (
    Choice,
    Flag,
    JsonTemplate,
    PayloadPath,
    Template,
)

_FOR_HTTP = ("isWebsocketMessage", (False,))

REPLY_FIELDS: tuple[Field, ...] = (
    PayloadPath(
        name="replyIdPath",
        label="Reply id path",
        help="Where the reply id is; data.replyId when blank.",
    ),
    Choice(
        name="replyType",
        label="Reply",
        help="What is sent. Pages and event streams belong to experiences, which do "
        "not exist here.",
        default="custom",
        choices={
            "custom": "Custom",
            "redirect": "Redirect to the URL in the body",
            "page": "A page of an experience",
            "mqtt": "A stream of an experience",
        },
        shown_when=_FOR_HTTP,
    ),
    Flag(
        name="isWebsocketMessage",
        label="WebSocket message",
        help="Webhooks have no WebSockets here, so this is an error.",
    ),
    Template(
        name="responseCodeTemplate",
        label="Status",
        help="The status, from 200 to 599; 200 for what is no status.",
        shown_when=_FOR_HTTP,
    ),
    Choice(
        name="bodyTemplateType",
        label="Body is",
        help="How the body is given.",
        default="string",
        choices={
            "string": "Text",
            "path": "A place in the payload",
            "json": "JSON",
            "payload": "The whole payload",
            "none": "Empty",
        },
    ),
    ByKind(
        name="bodyTemplate",
        label="Body",
        help="The body, at most 1 MiB.",
        selector="bodyTemplateType",
        fallback="string",
        kinds={
            "string": Template(
                name="bodyTemplate",
                label="Body",
                help="The body, at most 1 MiB.",
                multiline=True,
            ),
            "path": PayloadPath(
                name="bodyTemplate",
                label="Body",
                help="Where the body is; objects and arrays are sent as JSON.",
            ),
            "json": JsonTemplate(
                name="bodyTemplate", label="Body", help="The body as JSON."
            ),
        },
    ),
    Rows(
        name="headerInfo",
        label="Headers",
        help="Headers of the reply. A content type other than JSON, XML, plain text "
        "and CSV becomes application/json.",
        fields=(
            Template(
                name="keyTemplate",
                label="Name",
                help="The header's name.",
                aliases=("key",),
            ),
            Template(name="valueTemplate", label="Value", help="The header's value."),
        ),
        shown_when=_FOR_HTTP,
    ),
    Template(
        name="encodingTemplate",
        label="Encoding",
        help="How a WebSocket message is encoded.",
        default="utf8",
        shown_when=("isWebsocketMessage", (True,)),
    ),
)
