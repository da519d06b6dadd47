"""The durable work queue of a webhook: how far it was handed out, and to whom.

Storing a delivery costs nothing extra: everything behind ``cursor`` is still
to be given out, and only what was handed out before that point has an item.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import UtcMs


class WorkQueue(Base):
    """A queue begins with the first call that takes from it."""

    __tablename__ = "work_queue"

    webhook_id: Mapped[str] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE"), primary_key=True
    )
    cursor: Mapped[int]


class QueueItem(Base):
    """A delivery that somebody holds until ``lease_until``, or has finished."""

    __tablename__ = "queue_item"

    delivery_seq: Mapped[int] = mapped_column(
        ForeignKey("delivery.seq", ondelete="CASCADE"), primary_key=True
    )
    webhook_id: Mapped[str] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE"), index=True
    )
    lease_until: Mapped[datetime] = mapped_column(UtcMs)
    acknowledged: Mapped[bool] = mapped_column(default=False)
