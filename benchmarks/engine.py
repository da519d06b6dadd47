"""The engine in this process: runs per second, and where the time of a run goes.

Processor time, not time that passes: only this process is looked at, and what
else the machine does must not count.
"""

import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

from app import create_app
from benchmarks import concurrent_functions, flows
from benchmarks.contestants import Place, Switchhook
from benchmarks.outcome import Line, Outcome
from benchmarks.prepared_workflow import PreparedWorkflow, untraced
from benchmarks.throughput import Effort
from webhooks import settings as settings_table
from webhooks.ids import new_delivery_id
from webhooks.ingress.verification.contract import Verdict
from webhooks.services import delivery_rows, run_rows
from webhooks.services.delivery_rows import NewDelivery
from webhooks.services.run_rows import Ending
from webhooks.services.site import Site

_RUNS = 1_000
_BATCH = 20
_GOAL_RUNS = 10_000
_GOAL_TEMPLATE_US = 5
_TEMPLATE = "{{data.headers.host}}"
_EXPRESSION = "{{data.body.reading}} !== 'nothing'"


def measure(directory: Path, cpus: tuple[int, int], effort: Effort) -> Outcome:
    """Measure without a server; scripts use both processors."""
    instance = Switchhook(Place(directory / "engine", cpus[0]), "ours")
    webhook_ids = []
    for function in (False, True):
        webhook_id, _ = instance.webhook("--wait-for-reply")
        instance.workflow(flows.computing(webhook_id, function=function))
        webhook_ids.append(webhook_id)
    app = create_app(settings_table.load(instance.environment))
    site: Site = app.extensions["switchhook"]
    with app.app_context():
        try:
            plain, scripted = (
                PreparedWorkflow(site, instance.application_id, webhook_id)
                for webhook_id in webhook_ids
            )
            outcome = _rates(plain, effort)
            outcome.lines += _texts(plain, effort)
            outcome.tables.append(_stages(instance, plain, scripted, effort))
        finally:
            site.close()
    outcome.lines[2:2] = concurrent_functions.measure(instance, webhook_ids[1], cpus)
    return outcome


def _cpu_us(action: Callable[[], object], effort: Effort, times: int = _RUNS) -> float:
    """Return the processor time of one call: the median of the rounds."""
    rounds = []
    action()
    for _ in range(effort.rounds):
        began = time.process_time()
        for _ in range(times):
            action()
        rounds.append((time.process_time() - began) / times)
    return median(rounds) * 1_000_000


def _rates(plain: PreparedWorkflow, effort: Effort) -> Outcome:
    payload = plain.payload()
    off = _cpu_us(lambda: plain.run(payload, untraced), effort)
    on = _cpu_us(lambda: plain.run(payload, plain.traced), effort)
    what = f"engine alone, {flows.WITHOUT_FUNCTION}"
    return Outcome(
        [
            Line(
                f"{what}, payloads not traced",
                *(1e6 / off, f"{1e6 / off:,.0f} runs/s", f"≥ {_GOAL_RUNS:,}"),
                *(_GOAL_RUNS, True),
            ),
            Line(
                f"{what}, payloads traced",
                *(1e6 / on, f"{1e6 / on:,.0f} runs/s"),
            ),
        ]
    )


def _texts(plain: PreparedWorkflow, effort: Effort) -> list[Line]:
    payload = plain.payload()
    template = plain.site.templating.template(_TEMPLATE)
    expression = plain.site.templating.expression(_EXPRESSION)
    rendered = _cpu_us(lambda: template.render(payload), effort, _RUNS * 5)
    evaluated = _cpu_us(lambda: expression.evaluate(payload), effort, _RUNS * 5)
    return [
        Line(
            f"template `{_TEMPLATE}`",
            *(rendered, f"{rendered:.1f} µs", f"≤ {_GOAL_TEMPLATE_US} µs"),
            _GOAL_TEMPLATE_US,
        ),
        Line(f"expression `{_EXPRESSION}`", evaluated, f"{evaluated:.1f} µs"),
    ]


# -- stages ----------------------------------------------------------------------


def _stages(
    instance: Switchhook,
    plain: PreparedWorkflow,
    scripted: PreparedWorkflow,
    effort: Effort,
) -> str:
    payload = plain.payload()
    off = _cpu_us(lambda: plain.run(payload, untraced), effort)
    on = _cpu_us(lambda: plain.run(payload, plain.traced), effort)
    trace = plain.run(payload, plain.traced).trace
    nodes = _node_us(plain) | {
        label: us for label, us in _node_us(scripted).items() if label == "Function"
    }
    stages = {
        "request into the trigger's payload": _cpu_us(plain.payload, effort),
        **{f"node: {label}": us for label, us in nodes.items()},
        "engine around the nodes (without Function)": off
        - sum(us for label, us in nodes.items() if label != "Function"),
        "payloads of the steps, masked, as JSON": on - off,
        "trace as the text that is stored": _cpu_us(lambda: trace.to_text(), effort),
        "rows: delivery, run, the run's end": _storing_us(
            instance, plain, trace.to_text(), effort
        ),
    }
    rows = [
        "| stage of a run, without HTTP | µs |",
        "|---|---:|",
        *(f"| {name} | {us:.0f} |" for name, us in stages.items()),
    ]
    return "\n".join(rows)


def _node_us(workflow: PreparedWorkflow) -> dict[str, float]:
    """Return the time that passed in each node, by its label: the usual one."""
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(_RUNS):
        for step in workflow.run(workflow.payload(), untraced).trace.steps:
            spent[step.label].append(step.duration_ms * 1000)
    return {label: median(times) for label, times in spent.items()}


def _storing_us(
    instance: Switchhook, plain: PreparedWorkflow, steps: str, effort: Effort
) -> float:
    """Return the processor time of a run's rows, committed twenty at a time."""
    connection = sqlite3.connect(instance.database, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    try:
        spent = []
        for _ in range(effort.rounds):
            began = time.process_time()
            for _ in range(_RUNS // _BATCH // 5):
                _store_batch(connection, plain, steps)
            spent.append((time.process_time() - began) / (_RUNS // 5))
        return mean(spent) * 1_000_000
    finally:
        connection.close()


def _store_batch(
    connection: sqlite3.Connection, plain: PreparedWorkflow, steps: str
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    begun = []
    for _ in range(_BATCH):
        delivery_seq = delivery_rows.insert(_delivery(plain))(connection)
        begun.append(run_rows.insert(connection, plain.new_run(), delivery_seq))
    connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    now_ms = int(time.time() * 1000)
    ending = Ending("succeeded", now_ms, None, 1.0, 1, None, None, steps)
    for seq in begun:
        run_rows.finish(seq, "benchmark", ending)(connection)
    connection.execute("COMMIT")


def _delivery(plain: PreparedWorkflow) -> NewDelivery:
    now_ms = int(time.time() * 1000)
    id_ = new_delivery_id(now_ms)
    return NewDelivery(
        *(id_, plain.webhook_id, plain.application_id, now_ms, plain.request),
        status="accepted",
        verdict=Verdict("none", "unchecked"),
        reply_id=f"{plain.webhook_id}.{id_}{os.urandom(4).hex()}",
    )
