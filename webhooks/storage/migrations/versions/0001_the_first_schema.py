"""The first schema.

The triggers count changes that ingress has to see (``endpoint_revision``), so
that its in-memory copy of webhooks is checked with one tiny read, whichever
process made the change.
"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('instance_state',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_instance_state'))
    )
    op.create_table('login_attempt',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_failure', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_login_attempt'))
    )
    op.create_table('user',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('is_admin', sa.Boolean(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email'))
    )
    op.create_table('application',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('owner_id', sa.String(length=24), nullable=True),
    sa.Column('globals', sa.Text(), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_application_owner_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application'))
    )
    op.create_table('session',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.String(length=24), nullable=False),
    sa.Column('remote_address', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=255), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_used', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_session_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_session_secret_hash'))
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_user_id'), ['user_id'], unique=False)

    op.create_table('user_token',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.String(length=24), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('expiration_date', sa.BigInteger(), nullable=False),
    sa.Column('last_used', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_token_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_token_token_hash'))
    )
    with op.batch_alter_table('user_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_token_user_id'), ['user_id'], unique=False)

    op.create_table('api_token',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('token_prefix', sa.String(length=16), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('expiration_date', sa.BigInteger(), nullable=True),
    sa.Column('creator_id', sa.String(length=24), nullable=False),
    sa.Column('creator_type', sa.String(length=16), nullable=False),
    sa.Column('creator_name', sa.String(length=255), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.Column('last_used', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f('ck_api_token_status')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_api_token_application_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_application_id'), ['application_id'], unique=False)

    op.create_table('membership',
    sa.Column('user_id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.CheckConstraint("role IN ('owner', 'editor', 'viewer')", name=op.f('ck_membership_role')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_membership_application_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_membership_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'application_id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_application_id'), ['application_id'], unique=False)

    op.create_table('webhook',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('response_code', sa.Integer(), nullable=False),
    sa.Column('verification_type', sa.String(length=32), nullable=False),
    sa.Column('verification_code', sa.String(), nullable=False),
    sa.Column('wait_for_reply', sa.Boolean(), nullable=False),
    sa.Column('basic_auth_username', sa.String(length=255), nullable=False),
    sa.Column('basic_auth_password', sa.String(length=255), nullable=False),
    sa.Column('is_websocket', sa.Boolean(), nullable=False),
    sa.Column('cast_buffers_as', sa.String(length=16), nullable=False),
    sa.Column('annotate_multipart', sa.Boolean(), nullable=False),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('reply_timeout_seconds', sa.Double(), nullable=True),
    sa.Column('timeout_reply', sa.Text(), nullable=True),
    sa.Column('static_reply', sa.Text(), nullable=True),
    sa.Column('answer_when_runs_end', sa.Boolean(), nullable=False),
    sa.Column('allowed_methods', sa.Text(), nullable=True),
    sa.Column('allow_cors', sa.Boolean(), nullable=False),
    sa.Column('allow_html_replies', sa.Boolean(), nullable=False),
    sa.Column('allowed_addresses', sa.Text(), nullable=True),
    sa.Column('rate_limit', sa.Text(), nullable=True),
    sa.Column('include_raw_body', sa.Boolean(), nullable=False),
    sa.Column('creation_date', sa.BigInteger(), nullable=False),
    sa.Column('last_updated', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_webhook_application_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_webhook_token_hash'))
    )
    with op.batch_alter_table('webhook', schema=None) as batch_op:
        batch_op.create_index('ix_webhook_application_id_name', ['application_id', 'name'], unique=False)

    op.create_table('delivery',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('webhook_id', sa.String(length=24), nullable=False),
    sa.Column('application_id', sa.String(length=24), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('method', sa.String(length=32), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('raw_query', sa.String(), nullable=False),
    sa.Column('headers', sa.Text(), nullable=False),
    sa.Column('remote_address', sa.String(length=64), nullable=False),
    sa.Column('content_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('scheme', sa.String(length=32), nullable=False),
    sa.Column('verdict', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('reply_id', sa.String(length=64), nullable=True),
    sa.Column('replay_of', sa.String(length=24), nullable=True),
    sa.Column('response_status', sa.Integer(), nullable=True),
    sa.Column('response_headers', sa.Text(), nullable=True),
    sa.Column('response_source', sa.String(length=16), nullable=True),
    sa.Column('duration_ms', sa.Double(), nullable=True),
    sa.Column('late_reply', sa.Text(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('response_body', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_delivery_webhook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_delivery')),
    sa.UniqueConstraint('id', name=op.f('uq_delivery_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_reply_id', ['reply_id'], unique=False, sqlite_where=sa.text('reply_id IS NOT NULL'))
        batch_op.create_index('ix_delivery_webhook_id_seq', ['webhook_id', 'seq'], unique=False)
        batch_op.create_index('ix_delivery_webhook_id_status_seq', ['webhook_id', 'status', 'seq'], unique=False, sqlite_where=sa.text("status <> 'accepted'"))

    op.create_table('work_queue',
    sa.Column('webhook_id', sa.String(length=24), nullable=False),
    sa.Column('cursor', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_work_queue_webhook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('webhook_id', name=op.f('pk_work_queue'))
    )
    op.create_table('queue_item',
    sa.Column('delivery_seq', sa.Integer(), nullable=False),
    sa.Column('webhook_id', sa.String(length=24), nullable=False),
    sa.Column('lease_until', sa.BigInteger(), nullable=False),
    sa.Column('acknowledged', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['delivery_seq'], ['delivery.seq'], name=op.f('fk_queue_item_delivery_seq'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_queue_item_webhook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('delivery_seq', name=op.f('pk_queue_item'))
    )
    with op.batch_alter_table('queue_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_item_webhook_id'), ['webhook_id'], unique=False)


    op.execute("INSERT INTO instance_state (key, value) VALUES ('endpoint_revision', '0')")
    for table, event in (
        ("webhook", "INSERT"),
        ("webhook", "UPDATE"),
        ("webhook", "DELETE"),
        ("application", "UPDATE OF globals"),
    ):
        name = f"{table}_{event.split()[0].lower()}_revision"
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
            "UPDATE instance_state SET value = CAST(value AS INTEGER) + 1 "
            "WHERE key = 'endpoint_revision'; END"
        )


def downgrade():
    raise RuntimeError("Going back means restoring the backup made before the upgrade.")
