"""Live debugging: a workflow's runs with their messages, as they end."""

import json
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any, Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webhooks.clock import iso
from webhooks.payload.json_text import encode_json
from webhooks.services import run_events, workflows
from webhooks.services.run_events import Batch, Mark
from webhooks.services.runs import Run
from webhooks.services.site import Site
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.live import streamed
from webhooks.web.pages.trace_json import Texts, messages_json
from webhooks.web.pages.visitor import require, sees_secrets, this_application
from webhooks.workflows.trace import Step, Trace

run_stream_pages = Blueprint(
    "run_stream", __name__, url_prefix="/applications/<application_id>/workflows"
)
page_json.register(run_stream_pages)

_RETRY_MS: Final = 2000
_MOST_CHARACTERS: Final = 64 * 1024
_MARK: Final = re.compile(r"([0-9]{1,15})(?:-([0-9]{1,13}))?")


@run_stream_pages.get("/<workflow_id>/stream")
@require("runs.get")
def stream(workflow_id: str) -> ResponseReturnValue:
    """Stream each run from ``Last-Event-ID`` (or ``after``) on."""
    site = current_site()
    workflows.get(site, this_application().id, workflow_id)
    batches = run_events.run_events(site, workflow_id, _last_seen())
    parts = _parts(site, batches, viewer=not sees_secrets())
    return streamed(parts, "runs.get")


def _last_seen() -> Mark | None:
    given = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    found = _MARK.fullmatch(given)
    if found is None:
        return None
    return Mark(int(found[1]), int(found[2] or current_site().clock.now_ms()))


def _parts(site: Site, batches: Iterator[Batch], *, viewer: bool) -> Iterator[str]:
    # It listens before the first byte is sent: with that the page says that it is
    # live, and a run that ends from then on must not be missed.
    first = next(batches)
    yield f"retry: {_RETRY_MS}\n\n"
    for batch in chain((first,), batches):
        # With the last one alone: whoever has that has all of them.
        mark = f"id: {batch.mark.seq}-{batch.mark.at_ms}\n"
        if not batch.runs:
            # Scripts learn of a mark by an event alone.
            yield f'{mark}event: mark\ndata: ""\n\n'
            continue
        # Their steps may be many megabytes of JSON.
        told = site.store.writer.offload(partial(_runs, batch, viewer))
        events = [("run", each) for each in told]
        if batch.left_out:
            events.insert(0, ("more", {"count": batch.left_out}))
        text = "".join(
            f"event: {name}\ndata: {encode_json(value)}\n\n"
            for name, value in events[:-1]
        )
        name, value = events[-1]
        yield f"{text}{mark}event: {name}\ndata: {encode_json(value)}\n\n"


def _runs(batch: Batch, viewer: bool) -> list[dict[str, Any]]:
    return [_run(run, viewer) for run in batch.runs]


def _run(run: Run, viewer: bool) -> dict[str, Any]:
    trace = Trace.from_json(json.loads(run.steps) if run.steps else {}, str)
    texts = Texts(viewer=viewer, most=_MOST_CHARACTERS)
    return {
        "id": run.id,
        "seq": run.seq,
        "status": run.status,
        "version": run.version,
        "triggerType": run.trigger_type,
        "startedAt": iso(run.started_at) if run.started_at else None,
        "durationMs": run.duration_ms,
        "error": run.error,
        "messages": messages_json(trace.messages, trace.steps, texts),
        "nodes": [_node(step) for step in trace.steps],
    }


def _node(step: Step) -> dict[str, Any]:
    return {"id": step.node_id, "output": step.output, "error": step.error}
