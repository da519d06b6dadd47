"""The form of a webhook's settings.

What a webhook answers is one choice here (automatic, own reply, wait) and
three columns in storage: ``webhook_columns`` translates.
"""

from wtforms import (
    BooleanField,
    FloatField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, PasswordInput, TextInput

from webhooks.ingress.verification import VERIFICATIONS
from webhooks.web.forms.base import choices, stripped
from webhooks.web.presets import PRESETS

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ANSWERS = (
    ("automatic", "Automatically"),
    ("static", "With a reply of my own"),
    ("wait", "By waiting for a script's reply"),
)
CASTS = (
    ("array", "A list of numbers (array)"),
    ("base64", "Base64 text"),
    ("hex", "Hexadecimal text"),
    ("utf8", "UTF-8 text"),
    ("binary", "Binary text (one character a byte)"),
)
_LONG = 32767


class NewWebhookForm(Form):
    """The one thing that a new webhook needs, and who is going to call."""

    name = StringField(
        "Name",
        [InputRequired(), Length(1, 255)],
        [stripped],
        description="For you alone, such as “Doorbell” or “Stripe payments”.",
    )
    preset = RadioField(
        "Who will call?",
        choices=choices((preset.key, preset.label) for preset in PRESETS),
        default=PRESETS[0].key,
    )


class WebhookForm(Form):
    """Everything about a webhook that its owner chooses.

    ``seen`` tells which state of the webhook the form was filled from.
    """

    seen = HiddenField()

    name = StringField("Name", [InputRequired(), Length(1, 255)], [stripped])
    description = TextAreaField("Description", [Length(max=_LONG)], [stripped])
    enabled = BooleanField(
        "Enabled",
        description="While disabled, senders get a success and nothing is stored.",
    )

    verification_type = SelectField(
        "Sender",
        choices=choices((kind, row.label) for kind, row in VERIFICATIONS.items()),
        description="For senders with ways of their own. Signatures are set above.",
    )
    verification_code = PasswordField("Verification code", [Length(max=_LONG)])

    answer = RadioField("The caller is answered", choices=choices(ANSWERS))
    response_code = IntegerField(
        "Response code",
        [Optional(), NumberRange(100, 599)],
        description="The status that goes with {“success”: true}. Senders take "
        "200 to 299 as success.",
    )
    static_status = IntegerField("Status", [Optional(), NumberRange(200, 599)])
    static_headers = TextAreaField(
        "Headers",
        [Length(max=_LONG)],
        [stripped],
        description="One a line, such as Content-Type: text/plain",
    )
    static_body = TextAreaField("Body", [Length(max=_LONG)])
    reply_timeout_seconds = FloatField(
        "Wait for at most (seconds)",
        [Optional(), NumberRange(1, 120)],
        description="1 to 120. Empty: the server's setting.",
    )
    timeout_status = IntegerField(
        "Status when nobody replied in time",
        [Optional(), NumberRange(200, 599)],
        description="Empty: 504 with a line that says so.",
    )
    timeout_body = TextAreaField("Body when nobody replied", [Length(max=_LONG)])
    allow_html_replies = BooleanField(
        "Replies may be HTML",
        description="Shown by browsers in a sandbox, apart from these pages.",
    )

    basic_auth_username = StringField("User name", [Length(max=255)])
    basic_auth_password = PasswordField("Password", [Length(max=255)])
    allowed_methods = SelectMultipleField(
        "Methods",
        choices=choices(zip(METHODS, METHODS, strict=True)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="None chosen: all of them.",
    )
    allowed_addresses = TextAreaField(
        "Only from these addresses",
        [Length(max=_LONG)],
        [stripped],
        description="Networks, one a line, such as 192.168.1.0/24. Empty: any.",
    )
    allow_cors = BooleanField(
        "Scripts on other web pages may call it",
        description="Answers the browser's CORS questions with yes.",
    )
    rate_requests = IntegerField("Requests", [Optional(), NumberRange(1, 1_000_000)])
    rate_seconds = FloatField("in seconds", [Optional(), NumberRange(1, 86_400)])

    cast_buffers_as = SelectField(
        "Binary bodies and files become", choices=choices(CASTS)
    )
    annotate_multipart = BooleanField(
        "Describe the parts of a form upload",
        description="Each part comes with its file name and headers.",
    )
    include_raw_body = BooleanField(
        "Keep the exact bytes in the payload",
        description="Adds rawBody in Base64, to check signatures yourself.",
    )

    def mask_secrets(self, hidden: bool) -> None:
        """Choose whether the secrets are dots or can be read."""
        # Both are sent back as they came: a placeholder keeps what is stored.
        for field in (self.verification_code, self.basic_auth_password):
            field.widget = PasswordInput(hide_value=False) if hidden else TextInput()
