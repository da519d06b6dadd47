"""Forms of workflows: their document as text, files to import, a button's payload."""

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    MultipleFileField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from webhooks.web.forms.base import stripped

LONGEST_DOCUMENT = 4 * 1024 * 1024
LONGEST_PAYLOAD = 256 * 1024


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
