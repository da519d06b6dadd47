"""Everything a running instance consists of, in one object.

``web/`` and ``cli/`` fetch it from the application and hand it to services;
nothing here is global. Opening the database is left until it is needed, so
that building the application never touches the disk.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from sqlalchemy.engine import Engine

from webhooks.clock import SYSTEM_CLOCK, Clock
from webhooks.runtime.attempts import FailureCounter
from webhooks.runtime.budget import ByteBudget
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.http_client import GuardedClient
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.runtime.limiter import RateLimiter
from webhooks.runtime.live import LiveBroker
from webhooks.runtime.metrics import Metrics
from webhooks.runtime.replies import ReplyRegistry
from webhooks.runtime.scheduler import Scheduler
from webhooks.services.endpoints import EndpointDirectory
from webhooks.settings import Settings
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.port import PlainWriter, Writer
from webhooks.storage.store import Store

_WORKERS = 2_000
_SEARCHES = 3


@dataclass(eq=False)
class Site:
    """One instance: its settings, its store, and its live state.

    ``make_writer`` is the plain writer unless the server replaces it before
    the first use. ``draining`` turns true when the process has been told to
    stop; ``trouble`` holds the reason while nothing can be stored. ``scheduler``
    and ``lock`` exist in the serving process alone.
    """

    settings: Settings
    engine: Engine
    clock: Clock = SYSTEM_CLOCK
    make_writer: Callable[[DatabaseFile], Writer] = PlainWriter
    metrics: Metrics = field(default_factory=Metrics)
    draining: bool = False
    trouble: str | None = None
    scheduler: Scheduler | None = None
    lock: InstanceLock | None = None

    @cached_property
    def store(self) -> Store:
        """The database, opened at the first use."""
        file = DatabaseFile(self.settings.database_path)
        return Store(self.engine, self.make_writer(file))

    @cached_property
    def replies(self) -> ReplyRegistry:
        """Callers that wait for a reply."""
        return ReplyRegistry(self.settings.max_waiting)

    @cached_property
    def live(self) -> LiveBroker:
        """Who watches which webhook."""
        return LiveBroker()

    @cached_property
    def work(self) -> LiveBroker:
        """Scripts that wait for the next delivery of a work queue."""
        return LiveBroker(_WORKERS)

    @cached_property
    def endpoints(self) -> EndpointDirectory:
        """Webhooks as ingress sees them, by token."""
        store = self.store
        return EndpointDirectory(
            self.settings.database_path, lambda: store.writes, self.clock.monotonic
        )

    @cached_property
    def searches(self) -> threading.BoundedSemaphore:
        """Room for searches: they must leave native threads to everybody else."""
        return threading.BoundedSemaphore(_SEARCHES)

    @cached_property
    def bodies(self) -> ByteBudget:
        """Bytes of request bodies that are in memory now."""
        return ByteBudget()

    @cached_property
    def limiter(self) -> RateLimiter:
        """Token buckets of webhooks and of callers' addresses."""
        return RateLimiter(
            self.settings.rate_limit,
            self.settings.peer_rate_limit,
            self.clock.monotonic,
        )

    @cached_property
    def wrong_tokens(self) -> FailureCounter:
        """Wrong bearer tokens by address: 100 in 10 seconds, then 429."""
        return FailureCounter(100, 10, self.clock.monotonic)

    @cached_property
    def outbound(self) -> GuardedClient:
        """The only way to make an outbound HTTP request."""
        host = urlsplit(self.settings.public_url).hostname or ""
        return GuardedClient(self.settings.allow_private_networks, own_hosts={host})

    @cached_property
    def certificates(self) -> CertificateStore:
        """Signing certificates of providers, fetched once and kept a while."""
        return CertificateStore(self.outbound, self.clock)

    def close(self) -> None:
        """Finish what is queued and let go of the database."""
        if "endpoints" in self.__dict__:
            self.endpoints.close()
        if "store" in self.__dict__:
            self.store.writer.close()
        self.engine.dispose()
        if self.lock is not None:
            self.lock.release()
