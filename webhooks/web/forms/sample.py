"""Forms that send something: the test panel, and the answer to a caller."""

from wtforms import Form, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from webhooks.web.forms.base import choices

METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
REPLY_TYPES = ("application/json", "text/plain", "text/xml")


class SampleForm(Form):
    """A request to send to one's own webhook."""

    method = SelectField("Method", choices=choices(zip(METHODS, METHODS, strict=True)))
    path = StringField(
        "Path and query",
        [Length(max=8000)],
        description="What follows the webhook's URL, such as /door?open=1",
    )
    body = TextAreaField(
        "Body",
        [Length(max=1_000_000)],
        default='{"hello": "world"}',
        description="Sent as JSON. Leave it empty to send none.",
    )


class ReplyForm(Form):
    """The answer to a caller who waits."""

    status_code = IntegerField(
        "Status code", [InputRequired(), NumberRange(200, 599)], default=200
    )
    content_type = SelectField(
        "Content type", choices=choices(zip(REPLY_TYPES, REPLY_TYPES, strict=True))
    )
    body = TextAreaField("Body", [Length(max=1_000_000)])
