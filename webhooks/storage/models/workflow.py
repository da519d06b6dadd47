"""A workflow, its published versions, and what each of them is made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webhooks.storage.db import Base
from webhooks.storage.types import JsonText, UtcMs


class Workflow(Base):
    """``definition_id`` is the editable version ("develop").

    ``default_version_id`` names the version that runs by default; None: develop.
    ``repeat_after_crash`` runs a run again that a crash has interrupted.
    Columns that mean nothing here (icon, agent version) are kept as they came.
    """

    __tablename__ = "workflow"
    __table_args__ = (
        Index("ix_workflow_application_id_name", "application_id", "name"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE")
    )
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(default="")
    short_description: Mapped[str] = mapped_column(default="")
    icon_data: Mapped[str | None]
    docs_url: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(String(16), default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    flow_class: Mapped[str] = mapped_column(String(16), default="cloud")
    definition_id: Mapped[int]
    default_version_id: Mapped[str | None] = mapped_column(String(24))
    minimum_agent_version: Mapped[str | None] = mapped_column(String(64))
    custom_node_config: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    custom_node_supports: Mapped[list[str] | None] = mapped_column(JsonText)
    repeat_after_crash: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[str | None] = mapped_column(String(24))
    created_by_type: Mapped[str | None] = mapped_column(String(16))
    last_updated_by_id: Mapped[str | None] = mapped_column(String(24))
    last_updated_by_type: Mapped[str | None] = mapped_column(String(16))
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)


class WorkflowVersion(Base):
    """A published version; nothing but its notes and ``enabled`` ever changes."""

    __tablename__ = "workflow_version"
    __table_args__ = (UniqueConstraint("workflow_id", "version"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE")
    )
    version: Mapped[str] = mapped_column(String(255))
    notes: Mapped[str] = mapped_column(default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    definition_id: Mapped[int]
    minimum_agent_version: Mapped[str | None] = mapped_column(String(64))
    custom_node_config: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    created_by_id: Mapped[str | None] = mapped_column(String(24))
    created_by_type: Mapped[str | None] = mapped_column(String(16))
    creation_date: Mapped[datetime] = mapped_column(UtcMs)
    last_updated: Mapped[datetime] = mapped_column(UtcMs)


class WorkflowDefinition(Base):
    """Triggers, nodes and globals as they came; a row is never changed.

    Saving makes a new row, so a run goes on with what it began with, and a past
    run can be drawn as it was.
    """

    __tablename__ = "workflow_definition"
    __table_args__ = (
        Index("ix_workflow_definition_workflow_id", "workflow_id"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE")
    )
    triggers: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    nodes: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    globals: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    creation_date: Mapped[datetime] = mapped_column(UtcMs)


class WorkflowTrigger(Base):
    """Which version starts on what: an index over all current definitions.

    ``version_id`` None means develop. ``due_at`` is when a timer fires next.
    """

    __tablename__ = "workflow_trigger"
    __table_args__ = (
        Index("ix_workflow_trigger_type_key", "type", "key"),
        Index("ix_workflow_trigger_workflow_id", "workflow_id"),
        # A version that is deleted takes its rows with it.
        Index(
            "ix_workflow_trigger_version_id",
            "version_id",
            sqlite_where=text("version_id IS NOT NULL"),
        ),
        Index(
            "ix_workflow_trigger_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
        ),
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE")
    )
    version_id: Mapped[str | None] = mapped_column(
        ForeignKey("workflow_version.id", ondelete="CASCADE")
    )
    type: Mapped[str] = mapped_column(String(64))
    key: Mapped[str]
    place: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(UtcMs)


class WorkflowEntry(Base):
    """A value that outlives runs: ``space`` is ``storage`` (the workflow's own
    values, shown and set through the API) or ``node`` (what a node remembers).
    """

    __tablename__ = "workflow_entry"

    workflow_id: Mapped[str] = mapped_column(
        ForeignKey("workflow.id", ondelete="CASCADE"), primary_key=True
    )
    space: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    last_updated: Mapped[datetime] = mapped_column(UtcMs)
