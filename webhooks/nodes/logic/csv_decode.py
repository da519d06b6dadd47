"""CSV Decode: turns CSV text into an array of objects."""

from typing import Any

from webhooks.nodes._limits import check_characters
from webhooks.nodes.logic._csv_text import (
    DIALECT_FIELDS,
    Dialect,
    dialect_of,
    read_rows,
)
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Flag, PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

_BYTE_ORDER_MARK = "\ufeff"


def run(node: NodeCall) -> None:
    """Write the objects, or ``{error: {message}}`` for text that is no CSV."""
    text, dialect = node.value("source"), dialect_of(node)
    result: Any
    try:
        if not isinstance(text, str):
            raise NodeError("There is no text to decode.", "InvalidCsv")
        if node.flag("stripBom"):
            text = text.removeprefix(_BYTE_ORDER_MARK)
        result = _objects(text, dialect)
    except NodeError as error:
        result = {"error": {"message": error.message}}
    node.put("destination", result)


def _objects(text: str, dialect: Dialect) -> list[dict[str, str]]:
    """Return an object for each row but the first, which names the columns."""
    rows = read_rows(text, dialect)
    names = next(rows, [])
    # The names stand in every object, so wide texts grow when they are decoded.
    size = sum(map(len, names)) + len(names)
    objects: list[dict[str, str]] = []
    for row in rows:
        if len(row) != len(names):
            message = f"Row {len(objects) + 2} has {len(row)} columns, "
            raise NodeError(f"{message}the first row {len(names)}.", "InvalidCsv")
        check_characters(len(text) + size * len(objects), "The decoded text")
        objects.append(dict(zip(names, row, strict=True)))
    return objects


NODE = NodeType(
    type="CSVDecodeNode",
    name="csv-decode",
    category="logic",
    label="CSV: Decode",
    summary="Turns CSV text into an array of objects.",
    run=run,
    fields=(
        PayloadPath(name="source", label="Source", help="The text.", required=True),
        PayloadPath(
            name="destination",
            label="Destination",
            help="Where the array goes, or an object with the error.",
            required=True,
        ),
        *DIALECT_FIELDS,
        Flag(
            name="stripBom",
            label="Strip the byte order mark",
            help="Whether to drop a byte order mark at the beginning.",
        ),
    ),
    examples=(
        Example(
            summary="The first row names the columns",
            config={"source": "csv", "destination": "rows"},
            before={"csv": 'name,note\nAda,"one, two"\n'},
            after={
                "csv": 'name,note\nAda,"one, two"\n',
                "rows": [{"name": "Ada", "note": "one, two"}],
            },
        ),
        Example(
            summary="Text that is no CSV makes an error in the payload",
            config={"source": "csv", "destination": "rows"},
            before={"csv": 'name\n"Ada'},
            after=lambda payload: "not closed" in payload["rows"]["error"]["message"],
        ),
    ),
)
