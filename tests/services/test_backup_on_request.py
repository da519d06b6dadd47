"""A backup from a page: sound, alone, and never the end of the disk."""

import threading

import pytest

from tests import cast
from webhooks.errors import Conflict
from webhooks.services import backup, backup_on_request, usage
from webhooks.services.site import Site
from webhooks.services.usage import Usage


def test_it_makes_a_copy_that_is_sound(site: Site) -> None:
    cast.alice(site)
    path = backup_on_request.create(site)
    assert backup.list_(site) == [path]
    assert backup.verify(path).deliveries == 0
    backup_on_request.create(site)


def test_a_second_one_has_to_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.alice(site)
    real, refused = backup.create, []

    def slow(site: Site, label: str) -> object:
        other = threading.Thread(target=ask, daemon=True)
        other.start()
        other.join(60)
        return real(site, label)

    def ask() -> None:
        with pytest.raises(Conflict, match="already"):
            backup_on_request.create(site)
        refused.append(True)

    monkeypatch.setattr(backup, "create", slow)
    backup_on_request.create(site)
    assert refused == [True]


@pytest.mark.parametrize("environment", [{"SWITCHHOOK_MIN_FREE_BYTES": "1000"}])
@pytest.mark.parametrize(("free", "fits"), [(2250, True), (2249, False)])
def test_it_leaves_room_on_the_disk(
    site: Site, monkeypatch: pytest.MonkeyPatch, free: int, fits: bool
) -> None:
    cast.alice(site)
    monkeypatch.setattr(usage, "measure", lambda _: Usage(1000, free))
    if fits:
        backup_on_request.create(site)
        return
    with pytest.raises(Conflict, match="too little room"):
        backup_on_request.create(site)
    assert backup.list_(site) == []
