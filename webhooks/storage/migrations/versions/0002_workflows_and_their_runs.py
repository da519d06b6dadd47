"""Workflows, their versions and storage, and runs.

Ingress keeps which workflows listen to a webhook in memory, so changes of those
raise its counter as changes of webhooks do.
"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('workflow',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('short_description', sa.String(), nullable=False),
    sa.Column('icon_data', sa.String(), nullable=True),
    sa.Column('docs_url', sa.String(), nullable=False),
    sa.Column('category', sa.String(length=16), nullable=False),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('flow_class', sa.String(length=16), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('default_version_id', sa.String(length=24), nullable=True),
    sa.Column('minimum_agent_version', sa.String(length=64), nullable=True),
    sa.Column('custom_node_config', sa.Text(), nullable=True),
    sa.Column('custom_node_supports', sa.Text(), nullable=True),
    sa.Column('repeat_after_crash', sa.Boolean(), nullable=False),
    sa.Column('created_by_id', sa.String(length=24), nullable=True),
    sa.Column('created_by_type', sa.String(length=16), nullable=True),
    sa.Column('last_updated_by_id', sa.String(length=24), nullable=True),
    sa.Column('last_updated_by_type', sa.String(length=16), nullable=True),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_workflow_application_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workflow'))
    )
    with op.batch_alter_table('workflow', schema=None) as batch_op:
        batch_op.create_index('ix_workflow_application_id_name', ['application_id', 'name'], unique=False)

    op.create_table('workflow_definition',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('triggers', sa.Text(), nullable=False),
    sa.Column('nodes', sa.Text(), nullable=False),
    sa.Column('globals', sa.Text(), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_workflow_definition_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_workflow_definition')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('workflow_definition', schema=None) as batch_op:
        batch_op.create_index('ix_workflow_definition_workflow_id', ['workflow_id'], unique=False)

    op.create_table('workflow_entry',
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('space', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_workflow_entry_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workflow_id', 'space', 'key', name=op.f('pk_workflow_entry'))
    )
    op.create_table('workflow_version',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.String(length=255), nullable=False),
    sa.Column('notes', sa.String(), nullable=False),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('minimum_agent_version', sa.String(length=64), nullable=True),
    sa.Column('custom_node_config', sa.Text(), nullable=True),
    sa.Column('created_by_id', sa.String(length=24), nullable=True),
    sa.Column('created_by_type', sa.String(length=16), nullable=True),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_workflow_version_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workflow_version')),
    sa.UniqueConstraint('workflow_id', 'version', name=op.f('uq_workflow_version_workflow_id_version'))
    )
    op.create_table('run',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('version_id', sa.String(length=24), nullable=True),
    sa.Column('version', sa.String(length=255), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('trigger_type', sa.String(length=64), nullable=False),
    sa.Column('trigger_key', sa.String(), nullable=False),
    sa.Column('delivery_seq', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('boot', sa.String(length=24), nullable=True),
    sa.Column('depth', sa.Integer(), nullable=False),
    sa.Column('run_key', sa.String(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.Column('started_at', sa.BigInteger(), nullable=True),
    sa.Column('finished_at', sa.BigInteger(), nullable=True),
    sa.Column('duration_ms', sa.Double(), nullable=True),
    sa.Column('paths_completed', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('start', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=True),
    sa.Column('steps', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['delivery_seq'], ['delivery.seq'], name=op.f('fk_run_delivery_seq'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_run_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_run')),
    sa.UniqueConstraint('id', name=op.f('uq_run_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.create_index('ix_run_created_at', ['created_at'], unique=False, sqlite_where=sa.text('delivery_seq IS NULL'))
        batch_op.create_index('ix_run_delivery_seq', ['delivery_seq'], unique=False, sqlite_where=sa.text('delivery_seq IS NOT NULL'))
        batch_op.create_index('ix_run_run_key', ['application_id', 'run_key'], unique=False, sqlite_where=sa.text('run_key IS NOT NULL'))
        batch_op.create_index('ix_run_unfinished', ['status', 'application_id', 'seq'], unique=False, sqlite_where=sa.text("status IN ('queued', 'running', 'waiting')"))
        batch_op.create_index('ix_run_workflow_id_seq', ['workflow_id', 'seq'], unique=False)

    op.create_table('workflow_trigger',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('workflow_id', sa.String(length=24), nullable=False),
    sa.Column('version_id', sa.String(length=24), nullable=True),
    sa.Column('type', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['version_id'], ['workflow_version.id'], name=op.f('fk_workflow_trigger_version_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workflow_id'], ['workflow.id'], name=op.f('fk_workflow_trigger_workflow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_workflow_trigger'))
    )
    with op.batch_alter_table('workflow_trigger', schema=None) as batch_op:
        batch_op.create_index('ix_workflow_trigger_due_at', ['due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index('ix_workflow_trigger_type_key', ['type', 'key'], unique=False)
        batch_op.create_index('ix_workflow_trigger_version_id', ['version_id'], unique=False, sqlite_where=sa.text('version_id IS NOT NULL'))
        batch_op.create_index('ix_workflow_trigger_workflow_id', ['workflow_id'], unique=False)

    for table, event in (
        ("workflow", "UPDATE OF name, enabled, definition_id, default_version_id"),
        ("workflow_version", "UPDATE OF enabled"),
        ("workflow_trigger", "INSERT"),
        ("workflow_trigger", "DELETE"),
        ("workflow_trigger", "UPDATE OF type, key, version_id"),
    ):
        name = f"{table}_{event.split()[0].lower()}_revision"
        op.execute(_trigger(name, table, event))
    op.execute("DROP TRIGGER application_update_revision")
    op.execute(_trigger("application_update_revision", "application", "UPDATE OF name, globals"))


def _trigger(name, table, event):
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
        "UPDATE instance_state SET value = CAST(value AS INTEGER) + 1 "
        "WHERE key = 'endpoint_revision'; END"
    )


def downgrade():
    raise RuntimeError("Going back means restoring the backup made before the upgrade.")
