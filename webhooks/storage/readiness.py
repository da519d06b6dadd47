"""A glance at a data directory: does a start have anything to prepare?

The server's master process asks this at every start, so it needs nothing but
the standard library. Whenever something is not as after a clean stop, the
answer is yes, and the real preparation finds out what.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from webhooks.storage import schema

_GLANCE = (
    "SELECT (SELECT value FROM instance_state WHERE key = 'running'), "
    "EXISTS (SELECT 1 FROM user)"
)


def needs_preparing(instance: Path, database: Path) -> bool:
    """Tell whether there is more to do than to serve.

    That is a new or older database, one that was not closed cleanly, or one
    without a user, who then has to be told how to sign in.
    """
    if not (instance / "secret_key").is_file():
        return True
    try:
        if schema.version(database) != schema.head():
            return True
        uri = f"{database.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            running, has_user = connection.execute(_GLANCE).fetchone()
    except (schema.SchemaError, sqlite3.Error):
        return True
    return running != "0" or not has_user
