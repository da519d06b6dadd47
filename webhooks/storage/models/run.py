"""One execution of a workflow."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs

UNFINISHED = "status IN ('queued', 'running', 'waiting')"


class Run(Base):
    """``seq`` orders runs; ``id`` names them outside.

    ``status`` is ``queued``, ``running``, ``waiting`` (a Delay, or scheduled for
    later), ``succeeded``, ``failed``, ``interrupted`` (a crash) or ``cancelled``.
    ``boot`` names the process that took it. ``start`` is what the trigger gives
    beside what its delivery tells; ``state`` where a waiting run goes on;
    ``steps`` what happened. The three texts are JSON, loaded only on request.
    """

    __tablename__ = "run"
    __table_args__ = (
        Index("ix_run_workflow_id_seq", "workflow_id", "seq"),
        Index(
            "ix_run_delivery_seq",
            "delivery_seq",
            sqlite_where=text("delivery_seq IS NOT NULL"),
        ),
        Index(
            "ix_run_created_at",
            "created_at",
            sqlite_where=text("delivery_seq IS NULL"),
        ),
        # With the application: one that has very many in line must not make the
        # others' next ones hard to find.
        Index(
            "ix_run_unfinished",
            "status",
            "application_id",
            "seq",
            sqlite_where=text(UNFINISHED),
        ),
        Index(
            "ix_run_run_key",
            "application_id",
            "run_key",
            sqlite_where=text("run_key IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    application_id: Mapped[str] = mapped_column(String(24))
    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE")
    )
    version_id: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[str] = mapped_column(String(255), default="develop")
    definition_id: Mapped[int]
    trigger_type: Mapped[str] = mapped_column(String(64))
    trigger_key: Mapped[str]
    delivery_seq: Mapped[int | None] = mapped_column(
        ForeignKey("delivery.seq", ondelete="CASCADE")
    )
    status: Mapped[str] = mapped_column(String(16))
    boot: Mapped[str | None] = mapped_column(String(24))
    depth: Mapped[int] = mapped_column(default=0)
    run_key: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcMs)
    due_at: Mapped[datetime | None] = mapped_column(UtcMs)
    started_at: Mapped[datetime | None] = mapped_column(UtcMs)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMs)
    duration_ms: Mapped[float | None]
    paths_completed: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    start: Mapped[str | None] = deferred(mapped_column(Text))
    state: Mapped[str | None] = deferred(mapped_column(Text))
    steps: Mapped[str | None] = deferred(mapped_column(Text))
