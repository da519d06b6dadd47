"""Counters and times that each request touches, read out when somebody asks.

The client library's own objects take a lock at every step, which together cost
more than storing a row. These are plain numbers; only what is shown is made of the
library's forms.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric


class Shown(Protocol):
    """Something that can be shown as a metric."""

    def metric(self) -> Metric:
        """Return the numbers in the library's form."""


class Counts:
    """How often something happened, by one label."""

    def __init__(self, name: str, help_: str, label: str) -> None:
        self._name = name
        self._help = help_
        self._label = label
        self._counts: dict[str, int] = {}

    def add(self, value: str) -> None:
        """Count one more with this value of the label."""
        self._counts[value] = self._counts.get(value, 0) + 1

    def values(self) -> dict[str, int]:
        """Return the counts by the label's value."""
        return dict(self._counts)

    def metric(self) -> Metric:
        """Return the numbers in the library's form."""
        family = CounterMetricFamily(self._name, self._help, labels=[self._label])
        for value, count in sorted(self._counts.items()):
            family.add_metric([value], count)
        return family


class Seconds:
    """How long something took; ``buckets`` are upper bounds in seconds."""

    def __init__(self, name: str, help_: str, buckets: Sequence[float]) -> None:
        self._name = name
        self._help = help_
        self._buckets = tuple(buckets)
        self._counts = [0] * (len(self._buckets) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        """Count one that took so long."""
        self._counts[bisect_left(self._buckets, seconds)] += 1
        self._sum += seconds

    def metric(self) -> Metric:
        """Return the numbers in the library's form."""
        shown, total = [], 0
        bounds = [*map(_bound, self._buckets), "+Inf"]
        for bound, count in zip(bounds, self._counts, strict=True):
            total += count
            shown.append((bound, total))
        return HistogramMetricFamily(
            self._name, self._help, buckets=shown, sum_value=self._sum
        )


class QuickCollector:
    """What a registry asks for the metrics."""

    def __init__(self, metrics: Iterable[Shown]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        """Return every metric as it is now."""
        return [each.metric() for each in self._metrics]


def _bound(seconds: float) -> str:
    return str(float(seconds))
