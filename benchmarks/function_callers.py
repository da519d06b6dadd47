"""Twenty callers that run a workflow with a Function at once; prints the figures.

Started by ``concurrent_functions`` through ``python -m gevent.monkey``, with the
webhook's id: threads are greenlets here, as they are in the server.
"""

import json
import os
import sys
import threading
import time
from statistics import median

from app import create_app
from benchmarks.prepared_workflow import PreparedWorkflow
from benchmarks.process_figures import cpu_seconds
from webhooks import settings as settings_table
from webhooks.services.site import Site

CALLERS = 20
_RUNS_EACH = 60
_ROUNDS = 5


def main() -> None:
    """Run the callers and print runs per second and CPU time as JSON."""
    app = create_app(settings_table.load())
    site: Site = app.extensions["switchhook"]
    with app.app_context():
        try:
            workflow = PreparedWorkflow(
                site, os.environ["BENCHMARK_APPLICATION"], sys.argv[1]
            )
            print(json.dumps(_figures(workflow)))
        finally:
            site.close()


def _figures(workflow: PreparedWorkflow) -> dict[str, float]:
    _round(workflow)
    pids = workflow.site.scripts.stats().pids
    cpu = time.process_time()
    theirs = sum(map(cpu_seconds, pids))
    seconds = [_round(workflow) for _ in range(_ROUNDS)]
    runs = CALLERS * _RUNS_EACH
    each = 1_000_000 / runs / _ROUNDS
    return {
        "rate": runs / median(seconds),
        "parent_us": (time.process_time() - cpu) * each,
        "children_us": (sum(map(cpu_seconds, pids)) - theirs) * each,
    }


def _round(workflow: PreparedWorkflow) -> float:
    """Return the seconds until every caller has had its runs."""
    sent = workflow.replies.sent
    callers = [threading.Thread(target=_call, args=(workflow,)) for _ in range(CALLERS)]
    began = time.monotonic()
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    seconds = time.monotonic() - began
    if workflow.replies.sent - sent != CALLERS * _RUNS_EACH:
        raise SystemExit("Not every run has replied.")
    return seconds


def _call(workflow: PreparedWorkflow) -> None:
    for _ in range(_RUNS_EACH):
        workflow.run(workflow.payload(), workflow.traced)


if __name__ == "__main__":
    main()
