"""The system page: what it says, what its button does, who may press it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services import backup
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.system import in_words

PAGE = "/admin/system"


def test_it_says_how_the_server_is_doing(
    app: Flask, site: Site, webhook: Webhook, clock: FrozenClock
) -> None:
    clock.move(3 * 3600 + 120)
    alice = Browser(app, cast.alice(site))
    arrive(site, webhook)
    text = alice.get(PAGE).text
    assert "All well" in text
    assert "running for 3 h 2 min" in text
    assert "1 accepted" in text
    assert "The journal mode is wal." in text
    assert "There is none yet." in text


def test_what_is_wrong_comes_first(alice: Browser, site: Site) -> None:
    site.draining = True
    text = alice.get(PAGE).text
    assert "Needs attention" in text
    assert text.index("The server is stopping.") < text.index("All settings parse")
    site.draining = False


def test_its_button_makes_a_backup(alice: Browser, site: Site) -> None:
    response = alice.send(PAGE, f"{PAGE}/backups")
    assert response.status_code == 303
    [path] = backup.list_(site)
    shown = alice.get(PAGE).text
    assert f"{path.name} was made and checked." in shown
    assert "There is none yet." not in shown
    assert str(site.settings.instance / "backups") not in shown


def test_many_backups_are_counted(alice: Browser, site: Site) -> None:
    folder = backup.folder(site.settings.instance)
    folder.mkdir()
    for number in range(10):
        (folder / f"webhooks-{number}.sqlite").write_bytes(b"x")
    assert "2 older ones are there too." in alice.get(PAGE).text


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "0 min"),
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 0 min"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h"),
    ],
)
def test_a_span_is_said_in_two_units(span: timedelta, words: str) -> None:
    assert in_words(span) == words


@pytest.mark.parametrize("path", ["/login", "/", "/account"])
def test_a_broken_database_is_a_page_in_words(
    app: Flask, site: Site, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(app, cast.alice(site))
    site.__dict__.pop("store").writer.close()
    site.engine.dispose()
    site.settings.database_path.write_bytes(b"rubbish" * 1000)
    for ending in ("-wal", "-shm"):
        site.settings.database_path.with_name(
            site.settings.database_path.name + ending
        ).unlink(missing_ok=True)
    response = browser.client.get(path)
    assert response.status_code == 503
    assert "Not available right now" in response.text
    assert "flask doctor" in response.text
    assert response.headers["Retry-After"]
    assert "rubbish" not in response.text
    assert "rubbish" not in caplog.text
