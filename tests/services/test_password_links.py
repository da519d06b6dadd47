"""Links to choose a password: signed, good once, for seven days, for one person."""

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from webhooks.errors import Gone, Invalid
from webhooks.services import password_links, passwords, sign_in, users
from webhooks.services.secret_key import FILE_NAME
from webhooks.services.site import Site

HERE = "192.0.2.1"
NEW = "battery staple"


def test_it_sets_the_password_of_whom_it_is_for(site: Site) -> None:
    bob = cast.bob(site)
    link = password_links.make(site, bob)
    assert password_links.find(site, link).id == bob.id
    password_links.use(site, link, NEW)
    assert sign_in.authenticate(site, bob.email, NEW, HERE).id == bob.id


def test_it_is_worth_nothing_after_any_new_password(site: Site) -> None:
    bob = cast.bob(site)
    links = [password_links.make(site, bob) for _ in range(2)]
    password_links.use(site, links[0], NEW)
    for link in links:
        with pytest.raises(Gone):
            password_links.use(site, link, "another password")
    sign_in.authenticate(site, bob.email, NEW, HERE)


def test_of_two_who_use_it_at_once_one_does(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = cast.bob(site)
    link = password_links.make(site, bob)
    hash_password = passwords.hash_password

    def slowly(site: Site, password: str) -> str:
        hashed = hash_password(site, password)
        monkeypatch.setattr(passwords, "hash_password", hash_password)
        password_links.use(site, link, NEW)
        return hashed

    monkeypatch.setattr(passwords, "hash_password", slowly)
    with pytest.raises(Gone):
        password_links.use(site, link, "another password")
    sign_in.authenticate(site, bob.email, NEW, HERE)


def test_it_lasts_seven_days(site: Site, clock: FrozenClock) -> None:
    link = password_links.make(site, cast.bob(site))
    clock.move(7 * 86_400 - 1)
    password_links.find(site, link)
    clock.move(1)
    with pytest.raises(Gone):
        password_links.find(site, link)


def test_who_is_switched_off_cannot_come_back_by_it(site: Site) -> None:
    cast.alice(site)
    bob = cast.bob(site)
    link = password_links.make(site, bob)
    users.update(site, bob.id, {"is_active": False})
    with pytest.raises(Gone):
        password_links.find(site, link)


def test_nothing_of_it_can_be_changed(site: Site) -> None:
    alice, bob = cast.alice(site), cast.bob(site)
    user_id, until, signature = password_links.make(site, bob).split(".")
    later = f"{int(until, 16) + 1:x}"
    wrong = [
        f"{alice.id}.{until}.{signature}",
        f"{user_id}.{later}.{signature}",
        f"{user_id}.{until}.{signature[:-1]}",
        f"{user_id}.{until}.",
        f"{user_id}.{until}",
        f"{user_id}.-1.{signature}",
        f"{user_id}.{'f' * 100}.{signature}",
        f"{user_id}.\u0663.{signature}",
        f"{user_id}.{until}.\ud800",
        "",
        "..",
        "\0",
    ]
    for link in wrong:
        with pytest.raises(Gone):
            password_links.find(site, link)


def test_it_is_bound_to_the_servers_key(site: Site) -> None:
    link = password_links.make(site, cast.bob(site))
    (site.settings.instance / FILE_NAME).unlink()
    with pytest.raises(Gone):
        password_links.find(site, link)


def test_a_password_that_breaks_the_rules_leaves_the_link_good(site: Site) -> None:
    bob = cast.bob(site)
    link = password_links.make(site, bob)
    with pytest.raises(Invalid):
        password_links.use(site, link, "short")
    assert password_links.find(site, link).id == bob.id


def test_whoever_is_invited_cannot_sign_in_before(site: Site) -> None:
    eve = password_links.invite(site, "eve@example.org", "Eve", is_admin=True)
    assert (eve.name, eve.is_admin) == ("Eve", True)
    assert eve.password_hash.startswith("scrypt:")
    password_links.use(site, password_links.make(site, eve), NEW)
    assert sign_in.authenticate(site, eve.email, NEW, HERE).id == eve.id
