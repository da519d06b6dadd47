"""Signing in: uniform refusals, delays that grow, and nobody locked out."""

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from webhooks.errors import TooMany, Unauthorized
from webhooks.services import known_devices, passwords, sign_in, users
from webhooks.services.site import Site

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.9"


@pytest.fixture(autouse=True)
def people(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.alice(site)

    def check(stored: str, password: str) -> bool:
        # The real one is tested elsewhere and takes a tenth of a second.
        return password == cast.PASSWORD and stored != passwords.NOBODY

    monkeypatch.setattr(passwords, "check_password_hash", check)


def fail(site: Site, times: int, address: str = HERE, who: str = "alice") -> None:
    for _ in range(times):
        with pytest.raises(Unauthorized):
            sign_in.authenticate(site, f"{who}@example.org", "wrong pass", address)


def succeed(site: Site, address: str = HERE) -> None:
    user = sign_in.authenticate(site, "Alice@example.org", cast.PASSWORD, address)
    assert user.email == "alice@example.org"


def delay(site: Site, address: str = HERE, who: str = "alice") -> int:
    with pytest.raises(TooMany) as slowed:
        sign_in.authenticate(site, f"{who}@example.org", "wrong pass", address)
    return slowed.value.retry_after_seconds


def test_the_right_password_signs_in(site: Site) -> None:
    succeed(site)


def test_whatever_is_wrong_the_answer_is_the_same(site: Site) -> None:
    bob = cast.bob(site)
    users.update(site, bob.id, {"is_active": False})
    texts = set()
    for email, password in [
        ("alice@example.org", "wrong pass"),
        ("nobody@example.org", cast.PASSWORD),
        ("bob@example.org", cast.PASSWORD),
        ("", ""),
        ("' OR '1'='1", "' OR '1'='1"),
        ("alice@example.org\0", cast.PASSWORD),
        ("\ud800", "\ud800"),
        ("a" * 5000, "p" * 1_000_000),
    ]:
        with pytest.raises(Unauthorized) as refused:
            sign_in.authenticate(site, email, password, HERE)
        texts.add(refused.value.message)
    assert len(texts) == 1


def test_delays_grow_after_three_failures(site: Site, clock: FrozenClock) -> None:
    fail(site, 4)
    delays = []
    for _ in range(8):
        seconds = delay(site)
        delays.append(seconds)
        clock.move(seconds)
        fail(site, 1)
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]


def test_the_right_password_waits_as_well(site: Site, clock: FrozenClock) -> None:
    fail(site, 4)
    with pytest.raises(TooMany):
        succeed(site)
    clock.move(1)
    succeed(site)


def test_success_clears_the_count(site: Site) -> None:
    fail(site, 3)
    succeed(site)
    fail(site, 4)


def test_the_owner_gets_in_from_elsewhere(site: Site) -> None:
    fail(site, 4)
    delay(site)
    succeed(site, ELSEWHERE)


def test_one_address_cannot_try_many_accounts(site: Site) -> None:
    for number in range(21):
        fail(site, 1, who=f"user{number}")
    assert delay(site, who="another") == 1
    succeed(site, ELSEWHERE)


def test_an_account_of_ones_own_does_not_clear_the_address(
    site: Site, clock: FrozenClock
) -> None:
    for number in range(20):
        fail(site, 1, who=f"user{number}")
        succeed(site)
    fail(site, 1, who="user20")
    assert delay(site, who="another") == 1


def test_addresses_of_one_ipv6_network_count_as_one(site: Site) -> None:
    for number in range(4):
        fail(site, 1, address=f"2001:db8::{number}")
    delay(site, address="2001:db8::ffff")
    succeed(site, "2001:db8:0:1::1")


def test_failures_are_forgotten_after_an_hour(site: Site, clock: FrozenClock) -> None:
    fail(site, 4)
    clock.move(3601)
    fail(site, 4)


def test_a_clock_that_was_set_back_locks_nobody_out(
    site: Site, clock: FrozenClock
) -> None:
    fail(site, 4)
    clock.jump(-86_400)
    succeed(site)


def test_guesses_count_before_they_are_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses: list[int] = []

    def check(_site: Site, _stored: str | None, _password: str) -> bool:
        # While the first guess is being checked three others come in.
        if len(guesses) < 3:
            guesses.append(1)
            with pytest.raises((Unauthorized, TooMany)):
                sign_in.authenticate(site, "alice@example.org", "wrong pass", HERE)
        return False

    monkeypatch.setattr(passwords, "check_password", check)
    fail(site, 1)
    assert delay(site) == 1


def test_every_refusal_costs_exactly_one_hash(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U06: by construction the same work, whatever was wrong."""
    users.update(site, cast.bob(site).id, {"is_active": False})
    hashed: list[str] = []

    def check(stored: str, password: str) -> bool:
        hashed.append(stored.partition("$")[0])
        return False

    monkeypatch.setattr(passwords, "check_password_hash", check)
    for number, (email, password) in enumerate(
        [
            ("alice@example.org", "wrong pass"),
            ("nobody@example.org", "wrong pass"),
            ("bob@example.org", cast.PASSWORD),
            ("alice@example.org", ""),
            ("", ""),
            ("' OR 1=1 --", "' OR 1=1 --"),
            ("alice@example.org", "p" * 1_000_000),
            ("alice@example.org", "\0"),
            ("x" * 100_000, "\ud800"),
        ]
    ):
        with pytest.raises(Unauthorized):
            sign_in.authenticate(site, email, password, f"192.0.2.{number}")
        assert len(hashed) == number + 1
    # What stands in for nobody is as hard as what is made for somebody.
    assert passwords.NOBODY.partition("$")[0] == "scrypt:32768:8:1"


def test_a_known_browser_gets_in_while_its_address_is_slowed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = known_devices.mark(site, cast.alice(site))
    for number in range(21):
        fail(site, 1, who=f"user{number}")
    fail(site, 3, address=ELSEWHERE)
    delay(site)
    user = sign_in.authenticate(site, "alice@example.org", cast.PASSWORD, HERE, mark)
    assert user.name == "Alice"


def test_a_known_browser_is_slowed_by_its_own_guesses(site: Site) -> None:
    mark = known_devices.mark(site, cast.alice(site))
    for _ in range(4):
        with pytest.raises(Unauthorized):
            sign_in.authenticate(site, "alice@example.org", "wrong pass", HERE, mark)
    with pytest.raises(TooMany):
        sign_in.authenticate(site, "alice@example.org", cast.PASSWORD, ELSEWHERE, mark)
    succeed(site)


@pytest.mark.parametrize("kind", ["of somebody else", "made up", "cut", "odd"])
def test_a_mark_that_is_not_ones_own_changes_nothing(site: Site, kind: str) -> None:
    own = known_devices.mark(site, cast.alice(site))
    mark = {
        "of somebody else": known_devices.mark(site, cast.bob(site)),
        "made up": f"{'0' * 24}.{'0' * 64}",
        "cut": own[:-1],
        "odd": "\ud800.\ud800",
    }[kind]
    fail(site, 4)
    with pytest.raises(TooMany):
        sign_in.authenticate(site, "alice@example.org", cast.PASSWORD, HERE, mark)


def test_marks_are_worth_nothing_after_a_new_password(site: Site) -> None:
    """Whoever knew the old one may have collected any number of them."""
    alice = cast.alice(site)
    mark = known_devices.mark(site, alice)
    users.set_password(site, alice.id, "battery staple")
    alice = users.get(site, alice.id)
    assert known_devices.find(site, alice, mark) is None
    assert known_devices.find(site, alice, known_devices.mark(site, alice))
