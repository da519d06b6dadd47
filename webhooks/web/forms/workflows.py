"""Forms of workflows: new ones, their document as text, files, a button's payload."""

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from webhooks.services.workflow_beginnings import BEGINNINGS
from webhooks.services.workflow_rules import LONGEST_NAME
from webhooks.web.forms.base import choices, stripped

LONGEST_DOCUMENT = 4 * 1024 * 1024
LONGEST_PAYLOAD = 256 * 1024


class NewWorkflowForm(Form):
    """What a new workflow is called, what starts it, and what it begins with.

    The application's webhooks are put into ``webhook.choices``.
    """

    name = StringField("Name", [InputRequired(), Length(max=LONGEST_NAME)], [stripped])
    webhook = SelectField(
        "Starts when this webhook is called",
        description="More triggers, such as timers and buttons, can be added later.",
        choices={},
    )
    beginning = RadioField(
        "Begin with",
        choices=choices((each.name, each.label) for each in BEGINNINGS),
        default=BEGINNINGS[0].name,
    )


class DocumentForm(Form):
    """A whole workflow as JSON; ``seen`` is the state that was edited."""

    document = TextAreaField(
        "Workflow as JSON",
        [InputRequired(), Length(max=LONGEST_DOCUMENT)],
        description="The same document as the API and Losant have it.",
    )
    seen = HiddenField()


class ImportForm(Form):
    """Files or a pasted text, and what is done with what is in them."""

    files = MultipleFileField(
        "Files",
        description="Exports of Losant or Switchhook, in YAML or JSON.",
    )
    text = TextAreaField("Or paste one", [Length(max=LONGEST_DOCUMENT)], [stripped])
    restore_ids = BooleanField(
        "Replace workflows that have the same id",
        description="Otherwise every import makes new workflows.",
    )
    enable = BooleanField(
        "Switch them on at once",
        description="Otherwise they start nothing until you do.",
    )


class PressForm(Form):
    """A virtual button that is pressed."""

    key = HiddenField(validators=[InputRequired(), Length(max=1024)])
    payload = TextAreaField(
        "Payload as JSON", [Length(max=LONGEST_PAYLOAD)], [stripped]
    )
