"""What the live list of a webhook reads: new rows, and rows that have changed.

Apart from the lists: everything here is bounded by what a page shows, and one
statement serves all pages that are open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from webhooks.services.deliveries import Delivery
from webhooks.services.site import Site
from webhooks.storage.models import Run

# More new rows at once than a screen shows are counted, and not sent.
SCREENFUL: Final = 30
COUNTED: Final = 1_000
_REFRESHED: Final = 100

# Both of one moment, and from the index alone.
_LATER: Final = (
    "WITH later AS (SELECT seq FROM delivery WHERE webhook_id = ?1 AND seq > ?2) "
    "SELECT (SELECT max(seq) FROM later) AS newest, "
    "(SELECT count(*) FROM (SELECT 1 FROM later LIMIT ?3)) AS count"
)


@dataclass(frozen=True, slots=True)
class Added:
    """What came after a number: the rows, or too many to show.

    ``count`` is exact up to 1,000. ``rows`` are empty when there are more than
    a screenful; ``newest`` is the highest number of all that are counted here.
    """

    newest: int
    count: int
    rows: Sequence[Delivery] = ()

    @property
    def is_shown(self) -> bool:
        """Whether these are rows and not only a count."""
        return self.count == len(self.rows)


def added_since(site: Site, webhook_id: str, seq: int) -> Added:
    """Return what came after a number, oldest first."""
    row = site.reader.row(_LATER, (webhook_id, seq, COUNTED + 1))
    if row is None or row["newest"] is None:
        return Added(seq, 0)
    newest = int(row["newest"])
    if row["count"] > SCREENFUL:
        return Added(newest, row["count"])
    rows = select(Delivery).where(
        Delivery.webhook_id == webhook_id, Delivery.seq.between(seq + 1, newest)
    )
    found = _all(site, rows.order_by(Delivery.seq))
    # Some of them may have been deleted since they were counted.
    return Added(newest, len(found), found)


def of_numbers(
    site: Site, webhook_id: str, numbers: Sequence[int]
) -> Sequence[Delivery]:
    """Return the webhook's deliveries with these numbers, oldest first."""
    if not numbers:
        return ()
    rows = select(Delivery).where(
        Delivery.webhook_id == webhook_id, Delivery.seq.in_(numbers)
    )
    return _all(site, rows.order_by(Delivery.seq))


def may_have_changed(site: Site, webhook_id: str, until_seq: int) -> Sequence[Delivery]:
    """Return of the newest hundred rows up to a number those that are never final.

    Those whose caller waited, or that started workflows: what a page that was
    cut off may show as it no longer is.
    """
    recent = aliased(
        Delivery,
        select(Delivery)
        .where(Delivery.webhook_id == webhook_id, Delivery.seq <= until_seq)
        .order_by(Delivery.seq.desc())
        .limit(_REFRESHED)
        .subquery(),
    )
    ran = exists().where(Run.delivery_seq == recent.seq)
    rows = select(recent).where(or_(recent.reply_id.is_not(None), ran))
    return _all(site, rows.order_by(recent.seq))


def _all(site: Site, rows: Select[Delivery]) -> Sequence[Delivery]:
    with site.store.reading() as session:
        return session.scalars(rows).all()
