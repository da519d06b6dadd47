"""Passwords: rules, hashing, and equal work for users who do not exist."""

import pytest
from werkzeug.security import generate_password_hash

from webhooks.errors import Invalid
from webhooks.services import passwords
from webhooks.services.site import Site


def test_a_hash_fits_its_password_and_no_other(site: Site) -> None:
    stored = passwords.hash_password(site, "correct horse")
    assert "correct horse" not in stored
    assert passwords.check_password(site, stored, "correct horse")
    assert not passwords.check_password(site, stored, "correct hors")


def test_the_same_password_has_two_hashes(site: Site) -> None:
    first, second = (passwords.hash_password(site, "password") for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    "password",
    ["", "seven77", "x" * 2049, "null\0null", "half\ud800half", None, 12345678],
)
def test_it_refuses_passwords_against_the_rules(site: Site, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.hash_password(site, password)
    assert not password or str(password) not in refused.value.message


@pytest.mark.parametrize("password", ["", "x" * 2049, "null\0null", "half\ud800"])
def test_what_cannot_be_a_password_fits_nothing(site: Site, password: str) -> None:
    stored = passwords.hash_password(site, "correct horse")
    assert not passwords.check_password(site, stored, password)


@pytest.mark.parametrize("password", ["", "nobody", "correct horse"])
def test_nobody_has_no_password(site: Site, password: str) -> None:
    assert not passwords.check_password(site, None, password)


def test_nobody_costs_the_same_work_as_somebody() -> None:
    real = generate_password_hash("correct horse", "scrypt")
    assert passwords.NOBODY.split("$")[0] == real.split("$")[0]
    assert len(passwords.NOBODY.split("$")[2]) == len(real.split("$")[2])


def test_checking_for_nobody_really_does_the_work(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(stored: str, password: str) -> bool:
        checked.append(stored)
        return True

    monkeypatch.setattr(passwords, "check_password_hash", check)
    assert not passwords.check_password(site, None, "whatever")
    assert checked == [passwords.NOBODY]
