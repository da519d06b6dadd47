"""Bringing the schema to the version that this program needs, with Alembic.

Forward only. All migrations run in one transaction, so an upgrade that is
killed leaves the state before or after it. Apart from ``schema.py`` because
Alembic costs memory and start-up time that a server has no use for.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine

_FOLDER = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Bring the schema to the version that this program needs."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
