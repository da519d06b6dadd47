"""The form that sends a stored request to another server."""

from wtforms import BooleanField, Form, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from webhooks.web.forms.base import stripped


class ForwardForm(Form):
    """Where to, and what of the request goes along."""

    url = StringField(
        "Send to",
        [InputRequired("Write the URL to send to."), Length(max=8000)],
        filters=[stripped],
        description="A full URL, such as https://example.org/hook",
    )
    with_target = BooleanField(
        "Add the request's path and query",
        description="What followed the webhook's URL is added to the URL above.",
    )
    headers = SelectMultipleField(
        "Headers to send",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="Headers about the connection, such as Host, are written anew.",
    )
