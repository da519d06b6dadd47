"""What Alembic runs for every command.

``storage/upgrading.py`` hands over the connection. When a new migration is made
(docs/architecture.md), it is the database of the checkout's own instance.
"""

from alembic import context
from sqlalchemy import create_engine

from webhooks import settings
from webhooks.storage import models


def _run(connection):
    context.configure(
        connection=connection,
        target_metadata=models.Webhook.metadata,
        render_as_batch=True,
        # SQLite can, but Alembic assumes that it cannot.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    engine = create_engine(f"sqlite:///{settings.load().database_path}")
    with engine.connect() as connection:
        _run(connection)
