"""A token that ``POST /api/auth/user`` handed out: 24 hours, one user."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class UserToken(Base):
    """``token_hash`` is the SHA-256 of the token; the token is not stored."""

    __tablename__ = "user_token"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    scope: Mapped[list[str]] = mapped_column(JsonText)
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    expiration_date: Mapped[datetime] = mapped_column(UtcMs)
    last_used: Mapped[datetime | None] = mapped_column(UtcMs)
