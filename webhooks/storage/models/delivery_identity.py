"""By what a delivery's repetition is known."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base


class DeliveryIdentity(Base):
    """``key`` is the sender's name for a message; ``delivery_id`` the first one.

    ``expires_at`` is in milliseconds since 1970. A row whose delivery is gone means
    nothing.
    """

    __tablename__ = "delivery_identity"
    __table_args__ = (
        Index("ix_delivery_identity_expires_at", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    webhook_id: Mapped[str] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(String(24))
    expires_at: Mapped[int]
