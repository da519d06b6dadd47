"""Counters and gauges for Prometheus; no names and no tokens in labels."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Every metric of one instance, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.deliveries = Counter(
            "switchhook_deliveries",
            "Inbound requests by what became of them.",
            ["status"],
            registry=self.registry,
        )
        self.failures = Counter(
            "switchhook_ingress_failures",
            "Webhook requests that were answered with an error and not stored.",
            ["type"],
            registry=self.registry,
        )
        self._accepted = self.deliveries.labels("accepted")
        self.store_seconds = Histogram(
            "switchhook_store_seconds",
            "Time from handing a delivery to the writer until it was durable.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.waiting = Gauge(
            "switchhook_waiting_callers",
            "Callers that wait for a reply now.",
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

    def accepted(self, moment_seconds: float) -> None:
        """Count a delivery that was accepted at that time since the epoch."""
        self._accepted.inc()
        self.last_accepted.set(moment_seconds)
