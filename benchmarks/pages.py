"""Pages of an instance with a million deliveries."""

from pathlib import Path
from statistics import median

from benchmarks.contestants import Place, Switchhook
from benchmarks.filled import fill
from benchmarks.outcome import Line, Outcome
from benchmarks.visitor import SETTINGS, Visitor

_GOAL_MS = 100
_TIMES = 30
_WEBHOOKS = 10


def measure(directory: Path, cpu: int, rows: int) -> Outcome:
    """Ask a real server for each page, again and again."""
    instance = Switchhook(Place(directory / "pages", cpu), "ours", SETTINGS)
    webhook_ids = [instance.webhook()[0] for _ in range(_WEBHOOKS)]
    fill(instance, webhook_ids, rows)
    home = f"/applications/{instance.application_id}"
    paths = {
        "list of webhooks": f"{home}/webhooks",
        "inspector": f"{home}/webhooks/{webhook_ids[0]}",
        "overview": home,
        "all requests": f"{home}/deliveries",
    }
    with instance.server() as server:
        visitor = Visitor(server.port)
        try:
            lines = [_line(visitor, name, path, rows) for name, path in paths.items()]
        finally:
            visitor.close()
    return Outcome(lines)


def _line(visitor: Visitor, name: str, path: str, rows: int) -> Line:
    visitor.page(path)
    times = sorted(visitor.page_ms(path) for _ in range(_TIMES))
    middle = median(times)
    return Line(
        f"page with {rows:,} deliveries: {name}",
        *(middle, f"{middle:.0f} ms (slowest of {_TIMES}: {times[-1]:.0f} ms)"),
        *(f"≤ {_GOAL_MS} ms", _GOAL_MS),
    )
