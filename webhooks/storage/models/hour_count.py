"""How many deliveries and runs there were in each hour, for charts and lists.

Apart from the rows that are counted: those are many, and go long before these.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base


class DeliveryCount(Base):
    """The deliveries of a webhook in one hour; ``hour`` counts from 1970, in UTC.

    Only those up to the fact ``deliveries_counted`` (``InstanceState``); what is
    deleted behind it is added by a trigger. See ``storage/counting.py``.
    """

    __tablename__ = "delivery_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy's way

    webhook_id: Mapped[str] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[int] = mapped_column(primary_key=True)
    accepted: Mapped[int]
    refused: Mapped[int]


class RunCount(Base):
    """The ended runs of a workflow by the hour they were made in.

    Kept by triggers as runs end. ``interrupted`` ones are not among the failed.
    """

    __tablename__ = "run_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy's way

    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[int] = mapped_column(primary_key=True)
    succeeded: Mapped[int]
    failed: Mapped[int]
    interrupted: Mapped[int]
