"""A webhook as its owner configures it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class Webhook(Base):
    """``token`` is the secret part of the URL; lookups go by ``token_hash``.

    The extra fields hold JSON in the words of the API: ``static_reply`` is
    ``{"statusCode", "headers", "body"}``, ``timeout_reply`` ``{"statusCode",
    "body"}``, ``rate_limit`` ``{"requests", "seconds"}``, ``signature``
    ``{"provider", "secrets", ...}`` with the secrets as they are.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        Index("ix_webhook_application_id_name", "application_id", "name"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE")
    )
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    response_code: Mapped[int] = mapped_column(default=200)
    verification_type: Mapped[str] = mapped_column(String(32), default="none")
    verification_code: Mapped[str] = mapped_column(default="")
    wait_for_reply: Mapped[bool] = mapped_column(default=False)
    basic_auth_username: Mapped[str] = mapped_column(String(255), default="")
    basic_auth_password: Mapped[str] = mapped_column(String(255), default="")
    is_websocket: Mapped[bool] = mapped_column(default=False)
    cast_buffers_as: Mapped[str] = mapped_column(String(16), default="array")
    annotate_multipart: Mapped[bool] = mapped_column(default=False)
    enabled: Mapped[bool] = mapped_column(default=True)
    reply_timeout_seconds: Mapped[float | None]
    timeout_reply: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    static_reply: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    answer_when_runs_end: Mapped[bool] = mapped_column(default=False)
    allowed_methods: Mapped[list[str] | None] = mapped_column(JsonText)
    allow_cors: Mapped[bool] = mapped_column(default=False)
    allow_html_replies: Mapped[bool] = mapped_column(default=False)
    allowed_addresses: Mapped[list[str] | None] = mapped_column(JsonText)
    rate_limit: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    include_raw_body: Mapped[bool] = mapped_column(default=False)
    signature: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)
