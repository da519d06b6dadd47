"""Publishing a version of a workflow."""

from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webhooks.services.workflow_rules import LONGEST_NAME, LONGEST_TEXT
from webhooks.web.forms.base import stripped


class PublishForm(Form):
    """The name of a version; ``seen`` is the state that is published."""

    version = StringField(
        "Name",
        [InputRequired(), Length(max=LONGEST_NAME)],
        [stripped],
        description="Such as v1 or 2026-05-01. It cannot be changed later.",
    )
    notes = TextAreaField("What has changed", [Length(max=LONGEST_TEXT)], [stripped])
    chosen = BooleanField(
        "Run it by default from now on",
        description="Otherwise callers notice nothing yet.",
    )
    seen = HiddenField()
