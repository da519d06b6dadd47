"""A delivery: one stored inbound request, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class Delivery(Base):
    """``seq`` orders deliveries (cursors, streams); ``id`` names them outside.

    ``status`` is ``accepted``, ``refused``, ``handshake`` or ``duplicate``;
    ``response_source`` tells who answered: ``automatic``, ``static``,
    ``handshake``, ``refusal``, ``reply``, ``timeout``, ``shutdown`` or
    ``abandoned``. The response columns are empty while a
    caller waits. ``late_reply`` is a reply that came after the caller had
    been answered or had gone. Bodies are only loaded when asked for.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_webhook_id_seq", "webhook_id", "seq"),
        Index(
            "ix_delivery_webhook_id_status_seq",
            "webhook_id",
            "status",
            "seq",
            sqlite_where=text("status <> 'accepted'"),
        ),
        Index(
            "ix_delivery_reply_id",
            "reply_id",
            sqlite_where=text("reply_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    webhook_id: Mapped[str] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE")
    )
    application_id: Mapped[str] = mapped_column(String(24))
    received_at: Mapped[datetime] = mapped_column(UtcMs)
    method: Mapped[str] = mapped_column(String(32))
    path: Mapped[str]
    raw_query: Mapped[str]
    headers: Mapped[list[list[str]]] = mapped_column(JsonText)
    remote_address: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str]
    size: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16), default="request")
    scheme: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(default="")
    reply_id: Mapped[str | None] = mapped_column(String(64))
    replay_of: Mapped[str | None] = mapped_column(String(24))
    duplicate_of: Mapped[str | None] = mapped_column(String(24))
    response_status: Mapped[int | None]
    response_headers: Mapped[list[list[str]] | None] = mapped_column(JsonText)
    response_source: Mapped[str | None] = mapped_column(String(16))
    duration_ms: Mapped[float | None]
    late_reply: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    response_body: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
