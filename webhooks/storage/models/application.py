"""An application: the fence around webhooks, tokens and people."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class Application(Base):
    """``globals`` is a list of ``{"key", "json", "description"}``."""

    __tablename__ = "application"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[str | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL")
    )
    globals: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)
