"""What every command has in common: ``--json``, one-line errors, exit codes.

A command is a function that returns an ``Answer``. Printing it is done here
alone, so that no command can forget an option or show a traceback.
"""

import functools
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from webhooks.errors import WebhooksError
from webhooks.settings import SettingError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found out: data for ``--json``, text for people.

    ``ok`` false makes the exit code 1 although there is something to print.
    """

    data: Any
    text: str
    ok: bool = True


def command(
    group: click.Group | None, name: str
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a function a command of a group, or one that stands alone.

    Its docstring becomes the help. Deliberate errors and failures of the disk
    become one line on stderr and exit code 1; wrong usage has exit code 2.
    """

    def decorate(function: Callable[..., Answer]) -> click.Command:
        @functools.wraps(function)
        def run(as_json: bool, **values: Any) -> None:
            answer = _answer(function, values)
            if as_json:
                click.echo(json.dumps(answer.data, indent=2, default=str))
            elif answer.text:
                click.echo(answer.text)
            if not answer.ok:
                click.get_current_context().exit(1)

        option = click.option(
            "--json", "as_json", is_flag=True, help="Print JSON instead of text."
        )
        made = click.command(name)(option(with_appcontext(run)))
        if group is not None:
            group.add_command(made)
        return made

    return decorate


def _answer(function: Callable[..., Answer], values: dict[str, Any]) -> Answer:
    try:
        return function(**values)
    except WebhooksError as error:
        raise click.ClickException(error.message) from error
    except SettingError as error:
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(
            f"The database cannot be used ({error}). If there is none yet, start the "
            "server once or run `flask database upgrade`; `flask doctor` tells more."
        ) from error
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise click.ClickException(f"{error.strerror or error}{where}") from error
    except (click.exceptions.Exit, click.Abort, click.ClickException):
        raise
    except Exception as error:
        if current_app.debug:
            raise
        raise click.ClickException(
            f"This is a fault of Switchhook's ({type(error).__name__}). "
            "`flask --debug` and the same command show where."
        ) from error


def plain(value: object) -> str:
    """Return the value as text that cannot move a terminal's cursor."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value))


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as columns of text below their titles."""
    lines = [list(titles), *([plain(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def size(count: float) -> str:
    """Return a number of bytes as people read it: ``12.3 MiB``."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(count) < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
