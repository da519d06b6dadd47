"""``flask users``: who is created, and how passwords get in."""

import json

import pytest

from tests.cli.conftest import Run
from webhooks.errors import Unauthorized
from webhooks.services import sign_in, users
from webhooks.services.site import Site

CREATE = ("users", "create", "Ada@Example.org", "--password-stdin")


def test_a_created_user_can_sign_in(flask: Run, site: Site) -> None:
    result = flask(*CREATE, "--admin", stdin="correct horse\n")
    assert result.exit_code == 0, result.stderr
    user = sign_in.authenticate(site, "ada@example.org", "correct horse", "127.0.0.1")
    assert user.is_admin
    assert user.id in result.stdout


def test_the_answer_can_be_json(flask: Run) -> None:
    result = flask(*CREATE, "--json", stdin="correct horse")
    told = json.loads(result.stdout)
    assert told["email"] == "ada@example.org"
    assert told["isAdmin"] is False


def test_the_password_is_never_printed(flask: Run) -> None:
    result = flask(*CREATE, stdin="correct horse")
    assert "correct horse" not in result.output


@pytest.mark.parametrize(
    ("stdin", "code"), [("short", 1), (b"\xff\xfe12345678", 2), ("12345678\nmore", 2)]
)
def test_an_unusable_password_is_refused_in_one_line(
    flask: Run, site: Site, stdin: str | bytes, code: int
) -> None:
    result = flask(*CREATE, stdin=stdin)
    assert result.exit_code == code
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr
    assert users.count(site) == 0


def test_a_password_must_be_piped_where_nobody_can_type(flask: Run) -> None:
    result = flask("users", "create", "ada@example.org", stdin="correct horse")
    assert result.exit_code == 2
    assert "--password-stdin" in result.stderr


def test_a_taken_address_is_refused(flask: Run) -> None:
    flask(*CREATE, stdin="correct horse")
    result = flask(*CREATE, stdin="correct horse")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "exists already" in result.stderr


def test_a_new_password_replaces_the_old_one(flask: Run, site: Site) -> None:
    flask(*CREATE, stdin="correct horse")
    result = flask(
        "users", "set-password", "ADA@example.org", "--password-stdin", stdin="battery!"
    )
    assert result.exit_code == 0, result.stderr
    assert sign_in.authenticate(site, "ada@example.org", "battery!", "127.0.0.1")
    with pytest.raises(Unauthorized):
        sign_in.authenticate(site, "ada@example.org", "correct horse", "127.0.0.1")


def test_an_unknown_user_gets_no_password(flask: Run) -> None:
    result = flask(
        "users", "set-password", "x@example.org", "--password-stdin", stdin="12345678"
    )
    assert result.exit_code == 1
    assert "No user has this e-mail address" in result.stderr


def test_the_list_shows_everybody(flask: Run) -> None:
    flask(*CREATE, "--admin", stdin="correct horse")
    assert "administrator" in flask("users", "list").stdout
    listed = json.loads(flask("users", "list", "--json").stdout)
    assert [row["email"] for row in listed] == ["ada@example.org"]
