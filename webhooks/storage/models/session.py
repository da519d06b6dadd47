"""A browser's sign-in, as a row that can be listed and revoked."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import UtcMs


class Session(Base):
    """``secret_hash`` is the SHA-256 of the secret in the browser's cookie."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    remote_address: Mapped[str] = mapped_column(String(64), default="")
    user_agent: Mapped[str] = mapped_column(String(255), default="")
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_used: Mapped[datetime] = mapped_column(UtcMs)
