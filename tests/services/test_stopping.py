"""Stopping while the database cannot be written to."""

import pytest

from webhooks.errors import Unavailable
from webhooks.services import start
from webhooks.services.site import Site


def test_everything_is_closed_even_if_the_end_cannot_be_noted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is queued is stored by closing; skipping that would lose outcomes."""
    closed: list[bool] = []
    monkeypatch.setattr(site.store.writer, "close", lambda: closed.append(True))

    def refuse(_site: Site, *, running: bool) -> None:
        raise Unavailable("Nothing was stored.")

    monkeypatch.setattr(start, "note_running", refuse)
    with pytest.raises(Unavailable):
        start.let_go(site)
    assert closed == [True]
