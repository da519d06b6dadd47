"""CSV text: rows out of it and rows into it (RFC 4180, with other characters).

Apart from the nodes because Python's own reader knows neither record
delimiters nor escape characters of one's choice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from webhooks.nodes._limits import check_items
from webhooks.workflows.errors import NodeError
from webhooks.workflows.field import Field
from webhooks.workflows.fields import Template
from webhooks.workflows.node_call import NodeCall

MOST_CHARACTERS: Final = 2 * 1024 * 1024
MOST_CELLS: Final = 500_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """The characters that have a meaning; ``record`` may be several."""

    delimiter: str = ","
    record: str = "\n"
    quote: str = '"'
    escape: str = '"'


DIALECT_FIELDS: tuple[Field, ...] = (
    Template(
        name="delimiterTemplate",
        label="Delimiter",
        help="The character between columns; a comma when blank.",
    ),
    Template(
        name="recordDelimiterTemplate",
        label="Record delimiter",
        help="What stands between rows; a line break when blank.",
    ),
    Template(
        name="quoteCharTemplate",
        label="Quote",
        help="The character around values; a double quote when blank.",
    ),
    Template(
        name="escapeCharTemplate",
        label="Escape",
        help="The character before a quote inside a value; a double quote when blank.",
    ),
)


def dialect_of(node: NodeCall) -> Dialect:
    """Return the dialect that a node is set to. Raises NodeError."""
    dialect = Dialect(
        node.text("delimiterTemplate") or ",",
        node.text("recordDelimiterTemplate") or "\n",
        node.text("quoteCharTemplate") or '"',
        node.text("escapeCharTemplate") or '"',
    )
    for each in (dialect.delimiter, dialect.quote, dialect.escape):
        if len(each) != 1:
            message = "Delimiter, quote and escape must be single characters."
            raise NodeError(message, "InvalidCsvFormat")
    return dialect


def write_rows(rows: Iterable[Sequence[str]], dialect: Dialect) -> str:
    """Return the text of rows; every row ends with the record delimiter."""
    special = {dialect.delimiter, dialect.quote, dialect.record, "\n", "\r"}
    lines = []
    for row in rows:
        cells = [_quoted(cell, special, dialect) for cell in row]
        lines.append(dialect.delimiter.join(cells) + dialect.record)
    return "".join(lines)


def _quoted(cell: str, special: Iterable[str], dialect: Dialect) -> str:
    if not any(each in cell for each in special):
        return cell
    quote, escape = dialect.quote, dialect.escape
    if escape != quote:
        cell = cell.replace(escape, escape + escape)
    return quote + cell.replace(quote, escape + quote) + quote


def read_rows(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the rows of a text; empty lines are none. Raises NodeError."""
    if len(text) > MOST_CHARACTERS:
        message = f"The CSV text is larger than {MOST_CHARACTERS:,} characters."
        raise NodeError(message, "TooLarge")
    reader = _Reader(text, dialect)
    rows = cells = 0
    while not reader.at_end:
        row = reader.row()
        rows, cells = rows + 1, cells + len(row)
        check_items(rows, "The CSV text")
        if cells > MOST_CELLS:
            raise NodeError(f"There are more than {MOST_CELLS:,} cells.", "TooLarge")
        yield row


class _Reader:
    """A place in a text that moves on cell by cell, never back.

    The patterns give up no character that they have taken (``*+``), so that no
    text makes them try twice.
    """

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._text = text
        self._dialect = dialect
        quote, escape = re.escape(dialect.quote), re.escape(dialect.escape)
        record = "\r?\n" if dialect.record == "\n" else re.escape(dialect.record)
        self._record = re.compile(record)
        self._end = re.compile(f"{re.escape(dialect.delimiter)}|{record}")
        self._empty_lines = re.compile(f"(?:{record})*+")
        self._escaped = re.compile(f"{escape}({quote}|{escape})")
        self._inside = re.compile(
            f"((?:[^{quote}{escape}]++|{escape}[{quote}{escape}]|(?!{quote}){escape})*+)"
            f"{quote}"
        )
        self._place = 0
        self._skip_empty_lines()

    @property
    def at_end(self) -> bool:
        return self._place >= len(self._text)

    def row(self) -> list[str]:
        """Return the cells up to the end of the row."""
        found = self._record.search(self._text, self._place)
        end = found.start() if found else len(self._text)
        line = self._text[self._place : end]
        if self._dialect.quote in line:
            cells = self._careful_row()
        else:
            cells = line.split(self._dialect.delimiter)
            self._place = found.end() if found else end
        self._skip_empty_lines()
        return cells

    def _careful_row(self) -> list[str]:
        """Return the cells of a row in which quotes may hide delimiters."""
        cells = []
        while True:
            cell = self._quoted() if self._begins_quoted() else None
            found = self._end.search(self._text, self._place)
            end = found.start() if found else len(self._text)
            rest = self._text[self._place : end]
            if cell is not None and rest.strip():
                raise self._problem("has text behind a closing quote")
            cells.append(rest if cell is None else cell)
            self._place = found.end() if found else len(self._text)
            if found is None or found.group() != self._dialect.delimiter:
                return cells

    def _skip_empty_lines(self) -> None:
        match = self._empty_lines.match(self._text, self._place)
        self._place = match.end() if match else self._place

    def _begins_quoted(self) -> bool:
        return self._text.startswith(self._dialect.quote, self._place)

    def _quoted(self) -> str:
        match = self._inside.match(self._text, self._place + 1)
        if match is None:
            raise self._problem("has a quote that is not closed")
        self._place = match.end()
        if self._dialect.quote == self._dialect.escape:
            return match[1].replace(self._dialect.quote * 2, self._dialect.quote)
        return self._escaped.sub(r"\1", match[1])

    def _problem(self, what: str) -> NodeError:
        line = self._text.count("\n", 0, self._place) + 1
        return NodeError(f"The CSV text {what} (line {line}).", "InvalidCsv")
