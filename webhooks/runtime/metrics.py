"""Counters and gauges for Prometheus; no names and no tokens in labels."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from webhooks.runtime.quick_metrics import Counts, QuickCollector, Seconds

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Every metric of one instance, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.deliveries = Counts(
            "switchhook_deliveries",
            "Inbound requests by what became of them.",
            "status",
        )
        self.failures = Counter(
            "switchhook_ingress_failures",
            "Webhook requests that were answered with an error and not stored.",
            ["type"],
            registry=self.registry,
        )
        self.store_seconds = Seconds(
            "switchhook_store_seconds",
            "Time from handing a delivery to the writer until it was durable.",
            _BUCKETS,
        )
        self.waiting = Gauge(
            "switchhook_waiting_callers",
            "Callers that wait for a reply now.",
            registry=self.registry,
        )
        self.waiting_copies = Gauge(
            "switchhook_waiting_copies",
            "Copies of a delivery that wait for what the first one is answered.",
            registry=self.registry,
        )
        self.watchers = Gauge(
            "switchhook_live_views", "Live streams open now.", registry=self.registry
        )
        self.body_bytes = Gauge(
            "switchhook_bodies_in_flight_bytes",
            "Bytes of request bodies being read or stored now.",
            registry=self.registry,
        )
        self.database_bytes = Gauge(
            "switchhook_database_bytes",
            "Bytes of the database in use.",
            registry=self.registry,
        )
        self.free_bytes = Gauge(
            "switchhook_disk_free_bytes",
            "Bytes free on the database's disk.",
            registry=self.registry,
        )
        self.last_accepted = Gauge(
            "switchhook_last_accepted_timestamp_seconds",
            "When a request was last accepted.",
            registry=self.registry,
        )
        self._last_accepted = 0.0
        self.last_accepted.set_function(lambda: self._last_accepted)
        self.unrecorded = Counter(
            "switchhook_outcomes_not_recorded",
            "Waiting callers whose answer could not be noted with their delivery.",
            registry=self.registry,
        )
        self.suppressed = Counter(
            "switchhook_refusals_not_stored",
            "Refused requests that were counted but not kept.",
            registry=self.registry,
        )

        self.runs = Counts(
            "switchhook_runs",
            "Runs of workflows by how they ended, or that they wait.",
            "status",
        )
        self._run_seconds = Seconds(
            "switchhook_run_seconds",
            "Time that runs took until they ended or waited.",
            _BUCKETS,
        )
        self.registry.register(
            QuickCollector(
                (self.deliveries, self.store_seconds, self.runs, self._run_seconds)
            )
        )
        self.runs_open = Gauge(
            "switchhook_runs_in_progress",
            "Runs under way now.",
            registry=self.registry,
        )
        self.runs_queued = Gauge(
            "switchhook_runs_queued", "Runs queued in memory.", registry=self.registry
        )

    def run_ended(self, status: str, seconds: float) -> None:
        """Count a run that ended or waits."""
        self.runs.add(status)
        self._run_seconds.observe(seconds)

    def accepted(self, moment_seconds: float) -> None:
        """Count a delivery that was accepted at that time since the epoch."""
        self.deliveries.add("accepted")
        self._last_accepted = moment_seconds
