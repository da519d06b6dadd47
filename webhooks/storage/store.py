"""The doors to the database: reading, and writing in turn.

Sessions are made here and nowhere else, and are short: a session that is held
over a wait would pin the write-ahead log and starve the connection pool.
What a session loaded stays readable after it is closed (columns only, nothing
expires), so rows leave as plain records.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from webhooks.errors import Unavailable, WebhooksError
from webhooks.storage.faults import unavailable
from webhooks.storage.port import Writer, begin_immediate

# Set on a connection that is to write: the time at which the turn was asked for.
_ASKED = "switchhook_asked"


def obey_store(engine: Engine) -> None:
    """Make the engine begin a transaction the way its session asks for."""

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        asked: float | None = connection.get_execution_options().get(_ASKED)
        if asked is None:
            raw.execute("BEGIN")
        else:
            begin_immediate(raw, asked)


class NestedWrite(RuntimeError):
    """A write began inside a write: an inner rollback would lose the outer work."""


class Store:
    """Reading and writing sessions over one engine and one writer.

    ``writes`` counts the transactions that ``writing`` has committed.
    """

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self.engine = engine
        self.writer = writer
        self.writes = 0
        self._here = threading.local()

    @property
    def writing_here(self) -> bool:
        """Whether this thread of control holds the turn; it must not wait then."""
        return getattr(self._here, "writing", False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for reading and close it afterwards.

        Raises Unavailable if the database fails or its file has gone.
        """
        self.writer.file.check()
        session = Session(self.engine, expire_on_commit=False)
        try:
            yield session
        except Exception as error:
            raise self._ended(session, error) from error
        finally:
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session inside a write transaction and commit it at the end.

        Any exception rolls everything back. Raises Unavailable when the turn
        or the database's lock cannot be had, and NestedWrite inside another.
        """
        if self.writing_here:
            raise NestedWrite("a write transaction is already open here")
        asked = time.monotonic()
        with self.writer.arbiter.turn():
            self._here.writing = True
            session = Session(self.engine, expire_on_commit=False)
            try:
                self.writer.file.check()
                session.connection(execution_options={_ASKED: asked})
                yield session
                self._commit(session)
                self.writes += 1
                self.writer.file.check()
            except Exception as error:
                raise self._ended(session, error) from error
            finally:
                self._here.writing = False
                session.close()

    def _commit(self, session: Session) -> None:
        """Commit on a native thread: the disk may take its time, but not ours."""
        session.flush()
        raw: Any = session.connection().connection.dbapi_connection
        self.writer.offload_in_turn(lambda: raw.execute("COMMIT"))
        # For the session's own books: on the connection nothing is left to do.
        session.commit()

    def _ended(self, session: Session, error: Exception) -> Exception:
        """Return what a caller may see of an error that ended a session.

        A connection that did not end as planned is thrown away: a statement
        that was never finished would keep its old snapshot, and no later write
        on that connection could begin.
        """
        if isinstance(error, WebhooksError):
            return error
        session.invalidate()
        if isinstance(error, PoolTimeout):
            return Unavailable("Too much is going on at once. Send it again later.", 1)
        original = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(original, sqlite3.Error) or isinstance(
            original, sqlite3.IntegrityError
        ):
            return error
        self.writer.file.note(original)
        # SQLAlchemy's own text holds our SQL.
        return unavailable(original)
