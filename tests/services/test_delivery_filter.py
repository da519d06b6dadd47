"""The text of a search: what SQLite sets aside is only what does not hold it."""

import random
from collections.abc import Iterable
from itertools import islice

import pytest

from tests.services.arrivals import webhook
from tests.services.stored_deliveries import stored
from webhooks.services import delivery_filter
from webhooks.services.delivery_filter import DeliveryFilter
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.site import Site
from webhooks.storage.db import open_reader

_PIECES = (
    *("a", "B", "ß", "ss", "k", "\u212a", "\u017f", "ﬁ", "é", "İ", "日", "1"),
    *("\\", '"', ":", " ", "\n", "/", "?", "x-api-key", "token"),
)
_BYTES = (0x00, 0x61, 0x80, 0xAA, 0x84, 0xC3, 0xE2, 0xFF)


def searched(site: Site, texts: Iterable[str]) -> list[list[int]]:
    """Return what each text finds."""
    connection = open_reader(site.settings.database_path)
    try:
        webhook_ids = [id_ for (id_,) in connection.execute("SELECT id FROM webhook")]
        everything = [
            seq for (seq,) in connection.execute("SELECT seq FROM delivery ORDER BY 1")
        ]
        return [
            [
                seq
                for seq, found in DeliveryFilter(
                    connection, DeliveryQuery(q=text), webhook_ids
                ).fitting(everything)
                if found
            ]
            for text in texts
        ]
    finally:
        connection.close()


def test_looking_in_sqlite_first_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With letters of other cases, marks of JSON, secrets and bytes that are none."""
    draw, hook = random.Random(5), webhook(site)  # noqa: S311  # no secret

    def text(longest: int) -> str:
        return "".join(draw.choices(_PIECES, k=draw.randint(0, longest)))

    def latin(longest: int) -> str:
        return text(longest).replace("\n", "").encode().decode("latin-1")

    for number in range(50):
        body = text(12).encode() if number % 3 else bytes(draw.choices(_BYTES, k=9))
        stored(
            site,
            hook,
            body=body,
            headers=[[latin(2) or "n", latin(6)] for _ in range(2)],
            path=f"/{latin(3)}",
            raw_query=latin(3),
            status=draw.choice(["accepted", "handshake", "refused"]),
        )
    texts = list(islice(filter(None, (text(4) for _ in range(400))), 200))
    found = searched(site, texts)
    monkeypatch.setattr(delivery_filter, "_MAY_HOLD", "1")
    assert found == searched(site, texts)
    assert sum(map(bool, found)) > 20


def test_sqlite_does_not_look_where_secrets_may_be(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the time that a search takes would tell a secret letter by letter."""
    hook = webhook(site)
    headers = [["AUTHORIZATION", "Basic sesame"], ["X-API-KEY", "sesame"]]
    stored(site, hook, headers=headers)
    stored(site, hook, status="handshake", raw_query="code=sesame")
    looked: list[int] = []
    monkeypatch.setattr(DeliveryFilter, "_has_text", lambda _, seq: looked.append(seq))
    assert searched(site, ["sesame", "authorization"]) == [[], []]
    assert looked == [1]
