"""Deliveries and runs by the hour, for charts.

Deliveries are counted behind ingress up to a mark; one that is deleted before
is counted as it goes. Runs are counted as they end.
"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('delivery_count',
    sa.Column('webhook_id', sa.String(length=24), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('accepted', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_delivery_count_webhook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('webhook_id', 'hour', name=op.f('pk_delivery_count')),
    sqlite_with_rowid=False
    )
    op.create_table('run_count',
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('succeeded', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('interrupted', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_run_count_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workflow_id', 'hour', name=op.f('pk_run_count')),
    sqlite_with_rowid=False
    )
    op.execute("INSERT INTO instance_state (key, value) VALUES ('deliveries_counted', '0')")
    # Not when the webhook itself is going: its counts are gone already.
    op.execute(
        "CREATE TRIGGER delivery_delete_count AFTER DELETE ON delivery "
        "WHEN OLD.seq > (SELECT CAST(value AS INTEGER) FROM instance_state "
        "WHERE key = 'deliveries_counted') "
        "AND EXISTS (SELECT 1 FROM webhook WHERE id = OLD.webhook_id) BEGIN "
        "INSERT INTO delivery_count (webhook_id, hour, accepted, refused) "
        "VALUES (OLD.webhook_id, OLD.received_at / 3600000, "
        "NOT (OLD.status = 'refused' OR OLD.verdict = 'failed'), "
        "OLD.status = 'refused' OR OLD.verdict = 'failed') "
        "ON CONFLICT (webhook_id, hour) DO UPDATE SET "
        "accepted = accepted + excluded.accepted, refused = refused + excluded.refused; "
        "END"
    )
    ended = "NEW.status IN ('succeeded', 'failed', 'interrupted')"
    op.execute(_run_trigger("run_insert_count", "INSERT", ended))
    op.execute(
        _run_trigger("run_update_count", "UPDATE OF status", f"{ended} AND OLD.status <> NEW.status")
    )
    # What has run before counts too; deliveries are counted by the server.
    op.execute(
        "INSERT INTO run_count (workflow_id, hour, succeeded, failed, interrupted) "
        "SELECT workflow_id, created_at / 3600000, sum(status = 'succeeded'), "
        "sum(status = 'failed'), sum(status = 'interrupted') FROM run "
        "WHERE status IN ('succeeded', 'failed', 'interrupted') "
        "GROUP BY workflow_id, created_at / 3600000"
    )


def _run_trigger(name, event, condition):
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON run WHEN {condition} BEGIN "
        "INSERT INTO run_count (workflow_id, hour, succeeded, failed, interrupted) "
        "VALUES (NEW.workflow_id, NEW.created_at / 3600000, NEW.status = 'succeeded', "
        "NEW.status = 'failed', NEW.status = 'interrupted') "
        "ON CONFLICT (workflow_id, hour) DO UPDATE SET "
        "succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed, "
        "interrupted = interrupted + excluded.interrupted; END"
    )


def downgrade():
    raise RuntimeError("Going back means restoring the backup made before the upgrade.")
