"""CSV Encode: turns an array of objects into CSV text."""

from typing import Any

from webhooks.nodes._limits import bounded_text, check_items
from webhooks.nodes.logic._csv_text import (
    DIALECT_FIELDS,
    MOST_CELLS,
    dialect_of,
    write_rows,
)
from webhooks.payload.json_text import JsonProblem, encode_json
from webhooks.payload.values import UNDEFINED, to_text
from webhooks.workflows.composite_fields import ByKind, Items
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the text, or ``{error: {message}}`` for what is no array of objects."""
    rows, dialect = node.value("source"), dialect_of(node)
    result: Any
    try:
        if not isinstance(rows, list):
            raise NodeError("There is no array to encode.", "InvalidCsv")
        check_items(len(rows), "The array")
        names = _names(node, rows)
        if len(names) * len(rows) > MOST_CELLS:
            raise NodeError(f"There are more than {MOST_CELLS:,} cells.", "TooLarge")
        cells = ([_cell(row, name) for name in names] for row in rows)
        text = write_rows([names, *cells], dialect) if names else ""
        result = bounded_text(text, "The CSV text")
    except NodeError as error:
        result = {"error": {"message": error.message}}
    node.put("destination", result)


def _names(node: NodeCall, rows: list[Any]) -> list[str]:
    """Return the columns: those that are configured, or the first row's keys."""
    kind = node.value("headerTemplateType")
    if kind == "stringTemplates":
        return [to_text(name) for name in node.items("headerTemplate")]
    if kind == "payloadPath":
        names = node.value("headerTemplate")
        if not isinstance(names, list):
            raise NodeError("There is no array of headers.", "InvalidCsv")
        return [to_text(name) for name in names]
    if not rows:
        return []
    if not isinstance(rows[0], dict):
        raise NodeError("The array must hold objects.", "InvalidCsv")
    return list(rows[0])


def _cell(row: Any, name: str) -> str:
    if not isinstance(row, dict):
        raise NodeError("The array must hold objects.", "InvalidCsv")
    value = row.get(name, UNDEFINED)
    if value is None or value is UNDEFINED:
        return ""
    if not isinstance(value, dict | list):
        return to_text(value)
    try:
        return encode_json(value)
    except JsonProblem as problem:
        message = f"A value cannot be written: {problem}."
        raise NodeError(message, "InvalidCsv") from None


NODE = NodeType(
    type="CSVEncodeNode",
    name="csv-encode",
    category="logic",
    label="CSV: Encode",
    summary="Turns an array of objects into CSV text.",
    run=run,
    fields=(
        PayloadPath(name="source", label="Source", help="The array.", required=True),
        PayloadPath(
            name="destination",
            label="Destination",
            help="Where the text goes, or an object with the error.",
            required=True,
        ),
        Choice(
            name="headerTemplateType",
            label="Columns are",
            help="Where the names of the columns come from.",
            default="objectKeys",
            choices={
                "objectKeys": "The keys of the first object",
                "stringTemplates": "Listed here",
                "payloadPath": "At a payload path",
            },
        ),
        ByKind(
            name="headerTemplate",
            label="Columns",
            help="The keys that become columns, in order.",
            selector="headerTemplateType",
            fallback="objectKeys",
            kinds={
                "stringTemplates": Items(
                    name="headerTemplate",
                    label="Columns",
                    help="At most ten keys.",
                    item=Template(name="headerTemplate", label="Column", help="A key."),
                    most=10,
                ),
                "payloadPath": PayloadPath(
                    name="headerTemplate",
                    label="Columns",
                    help="Where the array of keys is.",
                ),
            },
        ),
        *DIALECT_FIELDS,
    ),
    examples=(
        Example(
            summary="The keys of the first object become columns",
            config={"source": "rows", "destination": "csv"},
            before={"rows": [{"name": "Ada", "note": "one, two"}]},
            after={
                "rows": [{"name": "Ada", "note": "one, two"}],
                "csv": 'name,note\nAda,"one, two"\n',
            },
        ),
        Example(
            summary="Columns chosen by hand",
            config={
                "source": "rows",
                "destination": "csv",
                "headerTemplateType": "stringTemplates",
                "headerTemplate": ["b", "a"],
                "delimiterTemplate": ";",
            },
            before={"rows": [{"a": 1, "b": True, "c": 3}]},
            after={"rows": [{"a": 1, "b": True, "c": 3}], "csv": "b;a\ntrue;1\n"},
        ),
    ),
)
