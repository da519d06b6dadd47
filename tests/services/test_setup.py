"""The first user: by a code, or by the settings."""

import os
import threading

import pytest

from tests.frozen_clock import FrozenClock
from webhooks.errors import Forbidden, Invalid, TooMany, WebhooksError
from webhooks.services import applications, principals, setup, users, webhooks
from webhooks.services.site import Site

PASSWORD = "correct horse"


def finish(site: Site, code: str, email: str = "ada@example.org") -> setup.Welcome:
    return setup.finish(site, code, email, PASSWORD)


def test_the_code_has_128_bits_and_is_not_stored(site: Site) -> None:
    code = setup.prepare(site) or ""
    plain = code.replace("-", "")
    assert len(plain) == 26
    files = site.settings.database_path.parent.glob("webhooks.sqlite*")
    stored = b"".join(file.read_bytes() for file in files)
    assert plain.encode() not in stored
    assert code.encode() not in stored


def test_the_first_user_gets_an_application_and_a_webhook(site: Site) -> None:
    welcome = finish(site, setup.prepare(site) or "")
    assert welcome.user.is_admin
    principal = principals.for_user(site, welcome.user)
    [application] = applications.list_(site, principal).items
    assert application.name == "My application"
    [webhook] = webhooks.list_(site, application.id).items
    assert webhook.id == welcome.webhook.id


def test_the_code_may_be_typed_carelessly(site: Site) -> None:
    code = setup.prepare(site) or ""
    finish(site, f"  {code.upper().replace('-', ' ')} ")
    assert users.count(site) == 1


def test_a_code_works_once(site: Site) -> None:
    code = setup.prepare(site) or ""
    finish(site, code)
    with pytest.raises(Forbidden):
        finish(site, code, "eve@example.org")
    assert users.count(site) == 1


def test_of_two_at_once_one_wins(site: Site) -> None:
    code = setup.prepare(site) or ""
    outcomes: list[str] = []

    def attempt(email: str) -> None:
        try:
            finish(site, code, email)
        except WebhooksError as error:
            outcomes.append(error.type)
        else:
            outcomes.append("won")

    rivals = [
        threading.Thread(target=attempt, args=(f"{name}@example.org",))
        for name in ("ada", "eve")
    ]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(outcomes) == ["Forbidden", "won"]
    assert users.count(site) == 1


def test_a_new_start_makes_the_old_code_worthless(site: Site) -> None:
    old = setup.prepare(site) or ""
    new = setup.prepare(site) or ""
    with pytest.raises(Forbidden):
        finish(site, old)
    finish(site, new)


def test_there_is_no_code_once_there_is_a_user(site: Site) -> None:
    code = setup.prepare(site) or ""
    users.create(site, "ada@example.org", PASSWORD, is_admin=True)
    assert setup.prepare(site) is None
    with pytest.raises(Forbidden):
        finish(site, code, "eve@example.org")


@pytest.mark.parametrize(
    ("email", "password"), [("no address", PASSWORD), ("ada@example.org", "short")]
)
def test_a_slip_does_not_spend_the_code(site: Site, email: str, password: str) -> None:
    code = setup.prepare(site) or ""
    with pytest.raises(Invalid):
        setup.finish(site, code, email, password)
    finish(site, code)


def test_guessing_is_slowed_down_and_forgiven(site: Site, clock: FrozenClock) -> None:
    code = setup.prepare(site) or ""
    for _ in range(10):
        with pytest.raises(Forbidden):
            finish(site, "wrong")
    with pytest.raises(TooMany):
        finish(site, code)
    clock.move(61)
    finish(site, code)


@pytest.mark.parametrize(
    "environment",
    [
        {
            "SWITCHHOOK_ADMIN_EMAIL": "Ada@example.org",
            "SWITCHHOOK_ADMIN_PASSWORD": PASSWORD,
        }
    ],
)
def test_the_settings_can_name_the_first_user(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHHOOK_ADMIN_PASSWORD", PASSWORD)
    user = setup.first_user_from_settings(site)
    assert user is not None
    assert (user.email, user.is_admin) == ("ada@example.org", True)
    assert site.settings.admin_password == ""
    assert "SWITCHHOOK_ADMIN_PASSWORD" not in os.environ
    assert setup.prepare(site) is None
    assert setup.first_user_from_settings(site) is None
    assert users.count(site) == 1


@pytest.mark.parametrize(
    "environment",
    [
        {
            "SWITCHHOOK_ADMIN_EMAIL": "ada@example.org",
            "SWITCHHOOK_ADMIN_PASSWORD": "short",
        }
    ],
)
def test_a_short_password_in_the_settings_refuses_the_start(site: Site) -> None:
    with pytest.raises(Invalid):
        setup.first_user_from_settings(site)
    assert users.count(site) == 0
