"""Sessions of browsers: secrets, ends, and how seldom they write."""

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from webhooks.services import sessions, users
from webhooks.services.site import Site
from webhooks.services.users import User

HOUR = 3600


@pytest.fixture
def user(site: Site) -> User:
    return cast.alice(site)


def opened(site: Site, user: User) -> str:
    return sessions.start(site, user.id, "192.0.2.7", "Firefox")[1]


def test_a_session_is_found_by_its_secret_alone(site: Site, user: User) -> None:
    row, secret = sessions.start(site, user.id, "192.0.2.7", "Firefox")
    found = sessions.find(site, secret)
    assert found is not None
    assert (found[0].id, found[1].id) == (row.id, user.id)
    for wrong in ("", row.id, row.secret_hash, secret[:-1], "é", "x" * 10_000):
        assert sessions.find(site, wrong) is None


def test_the_secret_itself_is_not_stored(site: Site, user: User) -> None:
    secret = opened(site, user).encode()
    files = site.settings.database_path.parent.glob("webhooks.sqlite*")
    assert not any(secret in file.read_bytes() for file in files)


def test_it_ends_twelve_hours_after_its_last_use(
    site: Site, user: User, clock: FrozenClock
) -> None:
    secret = opened(site, user)
    clock.move(12 * HOUR - 1)
    assert sessions.find(site, secret) is not None
    clock.move(12 * HOUR)
    assert sessions.find(site, secret) is None


def test_it_ends_seven_days_after_its_start_however_much_it_is_used(
    site: Site, user: User, clock: FrozenClock
) -> None:
    secret = opened(site, user)
    for _ in range(7 * 24 // 8 - 1):
        clock.move(8 * HOUR)
        assert sessions.find(site, secret) is not None
    clock.move(8 * HOUR)
    assert sessions.find(site, secret) is None


def test_its_last_use_is_written_once_a_minute(
    site: Site, user: User, clock: FrozenClock
) -> None:
    secret = opened(site, user)
    [row] = sessions.list_(site, user.id)
    clock.move(59)
    sessions.find(site, secret)
    assert sessions.list_(site, user.id)[0].last_used == row.last_used
    clock.move(1)
    sessions.find(site, secret)
    assert sessions.list_(site, user.id)[0].last_used == site.clock.now()


def test_a_new_password_ends_every_session(site: Site, user: User) -> None:
    secrets = [opened(site, user) for _ in range(3)]
    users.set_password(site, user.id, "another one")
    assert [sessions.find(site, secret) for secret in secrets] == [None] * 3


def test_an_inactive_user_has_no_session(site: Site, user: User) -> None:
    bob = cast.bob(site)
    row, secret = sessions.start(site, bob.id, "", "")
    users.update(site, bob.id, {"is_active": False})
    assert sessions.find(site, secret) is None
    assert sessions.user_of(site, row.id) is None


def test_one_or_all_others_can_be_ended(site: Site, user: User) -> None:
    first, second, third = (sessions.start(site, user.id, "", "")[0] for _ in range(3))
    sessions.end(site, cast.bob(site).id, first.id)
    assert len(sessions.list_(site, user.id)) == 3
    sessions.end(site, user.id, first.id)
    assert {row.id for row in sessions.list_(site, user.id)} == {second.id, third.id}
    sessions.end_others(site, user.id, second.id)
    assert [row.id for row in sessions.list_(site, user.id)] == [second.id]


def test_it_is_looked_up_by_its_id_while_it_lasts(
    site: Site, user: User, clock: FrozenClock
) -> None:
    row, _ = sessions.start(site, user.id, "", "")
    other, _ = sessions.start(site, user.id, "", "")
    found = sessions.user_of(site, row.id)
    assert found is not None
    assert found.id == user.id
    sessions.end(site, user.id, row.id)
    assert sessions.user_of(site, row.id) is None
    clock.move(12 * HOUR)
    assert sessions.user_of(site, other.id) is None


def test_what_a_browser_says_of_itself_is_cut_to_fit(site: Site, user: User) -> None:
    row, _ = sessions.start(site, user.id, "x" * 500, "y" * 5000)
    assert (len(row.remote_address), len(row.user_agent)) == (64, 255)
