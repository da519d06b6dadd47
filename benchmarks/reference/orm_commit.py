"""The plain way to store a request: one ORM object and one commit for each.

The same engine, journal and sync setting as ours; only the design differs.
"""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of the one model."""


db = SQLAlchemy(model_class=Base)


class Stored(db.Model):  # type: ignore[name-defined, misc]  # made at run time
    """One request."""

    id: Mapped[int] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    method: Mapped[str]
    path: Mapped[str]
    headers: Mapped[str]
    remote_address: Mapped[str]
    body: Mapped[bytes]


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['BENCHMARK_DATABASE']}"
db.init_app(app)


def _durable(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


with app.app_context():
    event.listen(db.engine, "connect", _durable)
    db.create_all()


@app.post("/hook")
def hook() -> dict[str, Any]:
    """Parse the body, commit a row, and answer."""
    request.get_json()
    db.session.add(
        Stored(
            received_at=datetime.now(UTC),
            method=request.method,
            path=request.path,
            headers=repr(list(request.headers)),
            remote_address=request.remote_addr or "",
            body=request.get_data(),
        )
    )
    db.session.commit()
    return {"success": True}
