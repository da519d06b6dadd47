"""A person who can sign in."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import UtcMs


class User(Base):
    """``email`` is stored trimmed and in lower case; it is the sign-in name."""

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    password_hash: Mapped[str]
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)
