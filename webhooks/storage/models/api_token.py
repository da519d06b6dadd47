"""An application's API token; the secret itself is never stored."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class ApiToken(Base):
    """``token_prefix`` is the start of the secret, shown to tell tokens apart."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_prefix: Mapped[str] = mapped_column(String(16))
    scope: Mapped[list[str]] = mapped_column(JsonText)
    status: Mapped[str] = mapped_column(String(16), default="active")
    expiration_date: Mapped[datetime | None] = mapped_column(UtcMs)
    creator_id: Mapped[str] = mapped_column(String(24))
    creator_type: Mapped[str] = mapped_column(String(16))
    creator_name: Mapped[str] = mapped_column(String(255), default="")
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)
    last_used: Mapped[datetime | None] = mapped_column(UtcMs)
