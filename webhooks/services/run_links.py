"""Which delivery started a run, and which runs a delivery started."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Run

MOST = 100


def delivery_ids(site: Site, runs: Iterable[Run]) -> dict[int, str]:
    """Return the ids of the deliveries that started these runs, by number."""
    numbers = {run.delivery_seq for run in runs if run.delivery_seq is not None}
    if not numbers:
        return {}
    wanted = select(Delivery.seq, Delivery.id).where(Delivery.seq.in_(numbers))
    with site.store.reading() as session:
        return {row.seq: row.id for row in session.execute(wanted)}


def runs_of(site: Site, delivery_seq: int) -> Sequence[Run]:
    """Return the runs that a delivery started, in their order."""
    wanted = select(Run).where(Run.delivery_seq == delivery_seq).order_by(Run.seq)
    with site.store.reading() as session:
        return session.scalars(wanted.limit(MOST)).all()
