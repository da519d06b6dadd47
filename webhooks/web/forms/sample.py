"""Forms that send something: the test panel, and the answer to a caller."""

from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Regexp,
    ValidationError,
)

from webhooks.web.forms.base import choices
from webhooks.web.forms.sample_headers import header_lines

METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
MOST_BODY = 1_000_000
MOST_HEADERS = 16_000
REPLY_TYPES = ("application/json", "text/plain", "text/xml")


class SampleForm(Form):
    """A request to send to one's own webhook.

    Its fields have ids of their own, because it stands beside other forms.
    """

    method = SelectField(
        "Method",
        choices=choices(zip(METHODS, METHODS, strict=True)),
        id="sample-method",
    )
    path = StringField(
        "Path and query",
        [Length(max=8000)],
        description="What follows the webhook's URL, such as /door?open=1",
        id="sample-path",
    )
    content_type = StringField(
        "Content type",
        [Length(max=200), Regexp(r"[\x20-\x7e]*\Z", message="Plain letters only.")],
        default="application/json",
        id="sample-content-type",
    )
    headers = TextAreaField(
        "Headers",
        [Length(max=MOST_HEADERS)],
        description="One a line, such as X-Event: ping",
        id="sample-headers",
    )
    body = TextAreaField(
        "Body",
        [Length(max=MOST_BODY)],
        default='{"hello": "world"}',
        description="Leave it empty to send none.",
        id="sample-body",
    )
    sign = BooleanField("Sign it", id="sample-sign")
    wrong = BooleanField("Make it wrong on purpose", id="sample-wrong")

    def validate_headers(self, field: Field) -> None:
        """Refuse lines that are no headers."""
        try:
            header_lines(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def validate_wrong(self, field: Field) -> None:
        """Refuse a wrong signature where there is none."""
        if field.data and not self.sign.data:
            raise ValidationError("It is the signature that is made wrong: sign it.")


class ReplyForm(Form):
    """The answer to a caller who waits."""

    status_code = IntegerField(
        "Status code", [InputRequired(), NumberRange(200, 599)], default=200
    )
    content_type = SelectField(
        "Content type", choices=choices(zip(REPLY_TYPES, REPLY_TYPES, strict=True))
    )
    body = TextAreaField("Body", [Length(max=MOST_BODY)])
