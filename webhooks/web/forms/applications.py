"""Forms of an application: itself, its tokens and its globals."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from webhooks.access import known_scopes
from webhooks.web.forms.base import choices, stripped

LIFETIMES = (("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("", "Never"))
COMMON_SCOPES = (
    ("all.Application", "Everything in this application"),
    ("all.Application.read", "Read everything in this application"),
)
_SPARE_ROWS = 2


class ApplicationForm(Form):
    """An application's name and description."""

    name = StringField("Name", [InputRequired(), Length(1, 255)], [stripped])
    description = TextAreaField("Description", [Length(max=1024)], [stripped])


class DeletionForm(Form):
    """The name of what is to be deleted, so that nobody deletes the wrong one."""

    name = StringField("Type its name to go on")


class TokenForm(Form):
    """A new API token."""

    name = StringField(
        "Name",
        [InputRequired(), Length(1, 255)],
        [stripped],
        description="What will use it, such as “Raspberry Pi in the shed”.",
    )
    days = SelectField("Valid for", choices=choices(LIFETIMES), default="365")
    scope = SelectMultipleField(
        "May",
        choices=choices((scope, scope) for scope in known_scopes()),
        default=["all.Application"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class GlobalForm(Form):
    """One global value; a row without a key is dropped."""

    key = StringField("Key", [Length(max=255)], [stripped])
    json = TextAreaField("Value as JSON", [Length(max=32767)], [stripped])
    description = StringField("Description", [Length(max=1024)], [stripped])


class GlobalsForm(Form):
    """Every global of an application, with empty rows for new ones."""

    rows = FieldList(FormField(GlobalForm), max_entries=100)

    @classmethod
    def of(cls, stored: Sequence[Mapping[str, Any]]) -> "GlobalsForm":
        """Return the form filled with what is stored."""
        rows = [
            {
                "key": row.get("key", ""),
                "json": row.get("json", ""),
                "description": row.get("description", ""),
            }
            for row in stored
        ]
        spare = min(_SPARE_ROWS, 100 - len(rows))
        return cls(data={"rows": rows + [{}] * spare})

    def values(self, stored: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows that hold something, as they are stored.

        What the form does not show of a row stays what it was.
        """
        before = {row.get("key"): row for row in stored}
        return [
            {
                **before.get(row["key"], {}),
                "key": row["key"] or "",
                "json": row["json"] or "",
                "description": row["description"] or "",
            }
            for row in self.rows.data
            if row["key"] or row["json"]
        ]
