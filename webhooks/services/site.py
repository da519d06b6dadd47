"""Everything a running instance consists of, in one object.

``web/`` and ``cli/`` fetch it from the application and hand it to services;
nothing here is global. Opening the database is left until it is needed, so
that building the application never touches the disk.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import Engine

from webhooks.clock import SYSTEM_CLOCK, Clock
from webhooks.errors import Conflict
from webhooks.runtime.attempts import FailureCounter
from webhooks.runtime.breath import Breath
from webhooks.runtime.budget import ByteBudget
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.claims import MOST_WAITING as MOST_COPIES
from webhooks.runtime.claims import Claims
from webhooks.runtime.guarded_connection import Route
from webhooks.runtime.http_client import GuardedClient
from webhooks.runtime.ignored import IgnoredCalls
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.runtime.limiter import Buckets, RateLimiter
from webhooks.runtime.live import LiveBroker
from webhooks.runtime.mailer import Mailer, MailServer
from webhooks.runtime.metrics import Metrics
from webhooks.runtime.mqtt_client import MqttClient
from webhooks.runtime.replies import ReplyRegistry
from webhooks.runtime.scheduler import Scheduler
from webhooks.runtime.script import ScriptPool
from webhooks.runtime.workflow_http import WorkflowHttp
from webhooks.services.definitions import Definitions
from webhooks.services.endpoints import EndpointDirectory
from webhooks.services.run_starter import NoTimers, QueuedRuns, RunStarter, TimerPlan
from webhooks.settings import Settings
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.port import PlainWriter, Writer
from webhooks.storage.reader import Reader
from webhooks.storage.store import Store
from webhooks.templating.environment import Environment
from webhooks.templating.standard import standard_environment
from webhooks.workflows.registry import Registry

_WORKERS = 2_000
_SEARCHES = 2
_EXPORTS = 4


CallApi = Callable[[str, str, str, str, str, Mapping[str, Any]], Any]
"""Application, workflow's id and name, resource, action and its parameters."""


def _no_api(*_: object) -> Any:
    raise Conflict("The API cannot be called from here.")


@dataclass(eq=False)
class Site:
    """One instance: its settings, its store, and its live state.

    ``make_writer`` is the plain writer unless the server replaces it before
    the first use. ``draining`` turns true when the process has been told to
    stop; ``trouble`` holds the reason while nothing can be stored. ``scheduler``
    and ``lock`` exist in the serving process alone. ``load_registry``
    finds the node types, and ``call_api`` answers a workflow's calls of the API:
    both come from other floors and are set by whoever builds the application.
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
    load_registry: Callable[[], Registry] = lambda: Registry({}, {})
    call_api: CallApi = _no_api
    started_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.started_at = self.clock.now()

    @cached_property
    def registry(self) -> Registry:
        """Every node and trigger type."""
        return self.load_registry()

    @cached_property
    def runner(self) -> RunStarter:
        """Takes new runs: the server's pool, or for commands the queue alone."""
        return QueuedRuns(self.store)

    @cached_property
    def timers(self) -> TimerPlan:
        """Plans timers: in the server; it notices what commands change."""
        return NoTimers()

    @cached_property
    def reader(self) -> Reader:
        """Quick single reads past the ORM."""
        return Reader(self.settings.database_path)

    @cached_property
    def templating(self) -> Environment:
        """Compiled templates and expressions."""
        return standard_environment(self.clock.now)

    @cached_property
    def definitions(self) -> Definitions:
        """Compiled workflows."""
        return Definitions(self.store, self.registry, self.templating)

    @cached_property
    def breath(self) -> Breath:
        """Pauses of runs that compute for long."""
        return Breath()

    @cached_property
    def button_presses(self) -> Buckets:
        """How often virtual buttons were pressed."""
        return Buckets(self.clock.monotonic)

    @cached_property
    def scripts(self) -> ScriptPool:
        """The children that run JavaScript."""
        return ScriptPool()

    @cached_property
    def workflow_http(self) -> WorkflowHttp:
        """Outbound HTTP for nodes."""
        return WorkflowHttp(self.outbound)

    @cached_property
    def mailer(self) -> Mailer:
        """Outbound mail."""
        return Mailer(MailServer.from_settings(self.settings))

    @cached_property
    def mqtt(self) -> MqttClient:
        """Outbound MQTT messages."""
        route = Route(tuple(self.settings.allow_private_networks))
        return MqttClient(self.settings.mqtt_url, route)

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
            self.settings.database_path,
            lambda: store.writes,
            self.clock.monotonic,
            self.settings.public_url,
        )

    @cached_property
    def searches(self) -> threading.BoundedSemaphore:
        """Room for searches: they must leave native threads to everybody else."""
        return threading.BoundedSemaphore(_SEARCHES)

    @cached_property
    def forwards(self) -> Buckets:
        """How often deliveries were sent on to other servers, by application."""
        return Buckets(self.clock.monotonic)

    @cached_property
    def exports(self) -> threading.BoundedSemaphore:
        """Room for exports: each reads for as long as its reader takes."""
        return threading.BoundedSemaphore(_EXPORTS)

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
    def claims(self) -> Claims:
        """Messages that are being taken, of which copies may come meanwhile."""
        return Claims(min(MOST_COPIES, self.settings.max_waiting))

    @cached_property
    def ignored(self) -> IgnoredCalls:
        """Calls of disabled webhooks since the start."""
        return IgnoredCalls(self.clock.now)

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
        for name in ("scripts", "mqtt", "endpoints", "reader"):
            if name in self.__dict__:
                getattr(self, name).close()
        if "store" in self.__dict__:
            self.store.writer.close()
        self.engine.dispose()
        if self.lock is not None:
            self.lock.release()
