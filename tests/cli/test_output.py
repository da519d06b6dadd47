"""What every command has in common: errors in a line, exit codes, safe text."""

import sqlite3
import time

import click
import pytest
from flask import Flask

from tests.cli.conftest import Run
from webhooks.cli import output
from webhooks.cli.output import Answer, command, plain, size, table
from webhooks.docs_writer.commands import commands
from webhooks.errors import Invalid
from webhooks.services.site import Site


def failing(app: Flask, error: Exception) -> tuple[int, str]:
    @command(None, "fail")
    def fail() -> Answer:
        raise error

    app.cli.add_command(fail)
    result = app.test_cli_runner().invoke(args=["fail"])
    assert result.stdout == ""
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (Invalid("name is missing"), "Error: name is missing\n"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied: /x"),
        (KeyError("secret"), "fault of Switchhook's (KeyError)"),
    ],
)
def test_every_error_is_one_line_with_exit_code_1(
    app: Flask, error: Exception, text: str
) -> None:
    code, stderr = failing(app, error)
    assert code == 1
    assert text in stderr
    assert stderr.count("\n") == 1
    assert "secret" not in stderr


def test_an_answer_that_is_not_ok_has_exit_code_1(app: Flask) -> None:
    @command(None, "unwell")
    def unwell() -> Answer:
        return Answer({"a": 1}, "told", ok=False)

    app.cli.add_command(unwell)
    result = app.test_cli_runner().invoke(args=["unwell", "--json"])
    assert (result.exit_code, result.stdout) == (1, '{\n  "a": 1\n}\n')


def test_every_command_has_json_and_help(app: Flask) -> None:
    found = dict(commands(app.cli))
    assert len(found) >= 18
    for path, one in found.items():
        names = {name for param in one.params for name in param.opts}
        assert "--json" in names, path
        assert one.help, path
        for param in one.params:
            assert not isinstance(param, click.Option) or param.help, (path, param.name)


def test_a_command_waits_for_another_process_that_writes(
    flask: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(site.settings.database_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", sleep)
    result = flask("applications", "create", "Farm")
    other.close()
    assert result.exit_code == 0, result.stderr
    assert len(waits) == 3


def test_text_cannot_move_the_cursor() -> None:
    assert plain("a\x1b[2Jb\nc\x85") == "a\\x1b[2Jb\\x0ac\\x85"


def test_columns_line_up() -> None:
    assert table(("ID", "NAME"), [("1", "long name"), ("22", "x")]) == (
        "ID  NAME\n1   long name\n22  x"
    )


def test_sizes_are_for_people() -> None:
    assert [size(n) for n in (0, 1023, 1536, 5 * 2**30, 2**41)] == [
        "0 B",
        "1023 B",
        "1.5 KiB",
        "5.0 GiB",
        "2.0 TiB",
    ]


def test_debug_shows_where_a_fault_is(app: Flask) -> None:
    app.debug = True
    error = KeyError("x")

    def fail() -> Answer:
        raise error

    with app.app_context(), pytest.raises(KeyError):
        output._answer(fail, {})
