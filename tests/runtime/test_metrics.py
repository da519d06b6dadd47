"""Metrics come out as Prometheus reads them, the quick ones too."""

from prometheus_client import generate_latest

from webhooks.runtime.metrics import Metrics


def lines(metrics: Metrics) -> list[str]:
    return generate_latest(metrics.registry).decode().splitlines()


def test_counts_are_shown_by_their_label() -> None:
    metrics = Metrics()
    metrics.accepted(5.0)
    metrics.accepted(7.5)
    metrics.deliveries.add("refused")
    shown = lines(metrics)
    assert 'switchhook_deliveries_total{status="accepted"} 2.0' in shown
    assert 'switchhook_deliveries_total{status="refused"} 1.0' in shown
    assert "switchhook_last_accepted_timestamp_seconds 7.5" in shown


def test_times_are_in_every_bucket_above_them() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.003, 99.0):
        metrics.run_ended("succeeded", seconds)
    shown = lines(metrics)
    assert 'switchhook_run_seconds_bucket{le="0.001"} 1.0' in shown
    assert 'switchhook_run_seconds_bucket{le="0.0025"} 1.0' in shown
    assert 'switchhook_run_seconds_bucket{le="0.005"} 2.0' in shown
    assert 'switchhook_run_seconds_bucket{le="10.0"} 2.0' in shown
    assert 'switchhook_run_seconds_bucket{le="+Inf"} 3.0' in shown
    assert "switchhook_run_seconds_count 3.0" in shown
    assert "switchhook_run_seconds_sum 99.004" in shown
    assert 'switchhook_runs_total{status="succeeded"} 3.0' in shown
