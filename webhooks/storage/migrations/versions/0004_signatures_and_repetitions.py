"""Signatures of webhooks, and by what a repeated delivery is known."""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('webhook', sa.Column('signature', sa.Text(), nullable=True))
    op.add_column('delivery', sa.Column('duplicate_of', sa.String(length=24), nullable=True))
    op.create_table('delivery_identity',
    sa.Column('webhook_id', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('delivery_id', sa.String(length=24), nullable=False),
    sa.Column('expires_at', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_delivery_identity_webhook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('webhook_id', 'key', name=op.f('pk_delivery_identity')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_delivery_identity_expires_at', 'delivery_identity', ['expires_at'], unique=False)


def downgrade():
    raise RuntimeError("Going back means restoring the backup made before the upgrade.")
