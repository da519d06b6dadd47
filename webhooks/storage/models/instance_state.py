"""Facts about this data directory: setup code, revision, how it stopped."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base


class InstanceState(Base):
    """One fact a row. ``endpoint_revision`` counts changes that ingress sees."""

    __tablename__ = "instance_state"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]
