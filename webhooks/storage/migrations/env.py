"""What Alembic runs for every command.

``storage/schema.py`` hands over the connection; under ``flask db`` (making a
new migration) it is the application's engine.
"""

from alembic import context

from webhooks.storage import models
from webhooks.storage.db import db


def _run(connection):
    context.configure(
        connection=connection,
        target_metadata=models.Webhook.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with db.engine.connect() as connection:
        _run(connection)
