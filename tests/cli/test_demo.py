"""``flask demo``: says what there is now, and how to sign in."""

import json

import pytest

from tests.cli.conftest import Run
from webhooks.services import sign_in
from webhooks.services.demo import fill
from webhooks.services.site import Site


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What the command asks for; the story itself is told in its own tests."""
    asked: list[tuple[str, int, int]] = []

    def note(_site: Site, password: str, days: int, seed: int) -> fill.Filled:
        asked.append((password, days, seed))
        return fill.Filled(("ada@example.org", "bo@example.org"), 2, 30, 20)

    monkeypatch.setattr(fill, "fill", note)
    return asked


def test_it_makes_up_a_password_and_says_it(
    flask: Run, told: list[tuple[str, int, int]]
) -> None:
    result = flask("demo")
    assert result.exit_code == 0
    [(password, days, seed)] = told
    assert (days, seed) == (fill.DAYS, fill.SEED)
    assert len(password) >= 12
    assert password in result.stdout
    assert "2 applications, 30 requests, 20 runs" in result.stdout
    assert "ada@example.org" in result.stdout


def test_a_given_password_is_not_repeated(
    flask: Run, told: list[tuple[str, int, int]]
) -> None:
    words = ("demo", "--password-stdin", "--json", "--days", "3", "--seed", "5")
    result = flask(*words, stdin="correct horse\n")
    assert told == [("correct horse", 3, 5)]
    assert "correct horse" not in result.stdout
    assert json.loads(result.stdout)["deliveries"] == 30


@pytest.mark.parametrize("days", ["0", "31", "x"])
def test_it_goes_back_one_to_thirty_days(flask: Run, days: str) -> None:
    assert flask("demo", "--days", days).exit_code == 2


def test_the_command_fills_an_instance(flask: Run, site: Site) -> None:
    result = flask("demo", "--days", "1", "--password-stdin", stdin="correct horse")
    assert result.exit_code == 0, result.output
    user = sign_in.authenticate(site, "ada@example.org", "correct horse", "192.0.2.1")
    assert user.is_admin
    again = flask("demo", "--days", "1")
    assert again.exit_code == 1
    assert "never mixes with real data" in again.stderr
