"""Failed sign-ins per account and address, so that back-off survives restarts."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import UtcMs


class LoginAttempt(Base):
    """``key`` is the SHA-256 of what is counted, so no address book is kept."""

    __tablename__ = "login_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failure: Mapped[datetime] = mapped_column(UtcMs)
