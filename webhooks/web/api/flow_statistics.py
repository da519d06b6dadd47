"""Logs, series and errors of a workflow, and of one of its versions."""

from typing import Any

from webhooks.clock import from_ms, iso
from webhooks.services import workflow_statistics, workflow_versions, workflows
from webhooks.services.definitions import DEFAULT, DEVELOP
from webhooks.services.workflow_statistics import DAY_MS, Bucket, Failure, Span
from webhooks.services.workflows import Workflow
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.flow_statistics import (
    ErrorsArguments,
    FlowErrors,
    FlowStats,
    LogArguments,
    StatsArguments,
)

OPERATIONS = Operations("flowStatistics")
_FLOW = "/applications/<application_id>/flows/<flow_id>"
_VERSION = f"{_FLOW}/versions/<flow_version_id>"


@OPERATIONS.add(
    "GET",
    f"{_FLOW}/logs",
    "flow.log",
    "Get what happened each quarter of an hour, the newest first.",
    query=LogArguments,
)
def logs(call: Call) -> Any:
    """Answer a list of entries."""
    return _log(call, None)


@OPERATIONS.add(
    "GET",
    f"{_FLOW}/stats",
    "flow.stats",
    "Get numbers of runs over time.",
    query=StatsArguments,
    answer=FlowStats,
)
def stats(call: Call) -> Any:
    """Answer one stretch of time after another."""
    return _stats(call, call.query.get("flow_version"))


@OPERATIONS.add(
    "GET",
    f"{_FLOW}/errors",
    "flow.errors",
    "Get the runs that failed.",
    query=ErrorsArguments,
    answer=FlowErrors,
)
def errors(call: Call) -> Any:
    """Answer the errors, the newest first."""
    return _errors(call, call.query.get("flow_version"))


@OPERATIONS.add(
    "GET",
    f"{_VERSION}/logs",
    "flowVersion.log",
    "Get what happened in a version each quarter of an hour.",
    query=LogArguments,
)
def version_logs(call: Call) -> Any:
    """Answer a list of entries."""
    return _log(call, call.ids["flow_version_id"])


@OPERATIONS.add(
    "GET",
    f"{_VERSION}/stats",
    "flowVersion.stats",
    "Get numbers of a version's runs over time.",
    query=StatsArguments,
    answer=FlowStats,
)
def version_stats(call: Call) -> Any:
    """Answer one stretch of time after another."""
    return _stats(call, call.ids["flow_version_id"])


@OPERATIONS.add(
    "GET",
    f"{_VERSION}/errors",
    "flowVersion.errors",
    "Get a version's runs that failed.",
    query=ErrorsArguments,
    answer=FlowErrors,
)
def version_errors(call: Call) -> Any:
    """Answer the errors, the newest first."""
    return _errors(call, call.ids["flow_version_id"])


def _log(call: Call, version: str | None) -> list[dict[str, Any]]:
    workflow, named = _named(call, version)
    now_ms = call.site.clock.now_ms()
    # Never further back than the numbers over time reach.
    oldest = now_ms - workflow_statistics.DURATION_MS[1]
    since = max(call.query.get("since", now_ms - DAY_MS), oldest)
    limit = min(max(call.query["limit"], 1), workflow_statistics.MOST_LOGS)
    wanted = Span(since, now_ms + 1, named.get("flowVersion"))
    entries = workflow_statistics.log(call.site, workflow, wanted, limit)
    return [
        {
            "flowVersionId": bucket.version_id or DEVELOP,
            **_metric(bucket),
            "errors": [_failure(each) for each in failed],
        }
        for bucket, failed in entries
    ]


def _stats(call: Call, version: str | None) -> dict[str, Any]:
    workflow, named = _named(call, version)
    wanted = _span(call, named)
    step, found = workflow_statistics.series(
        call.site, workflow, wanted, call.query.get("resolution")
    )
    metrics = [_metric(bucket) for bucket in found]
    return {**named, **_bounds(wanted), "resolution": step, "metrics": metrics}


def _errors(call: Call, version: str | None) -> dict[str, Any]:
    workflow, named = _named(call, version)
    wanted = _span(call, named)
    limit = min(max(call.query["limit"], 1), workflow_statistics.MOST_ERRORS)
    direction = call.query.get("sort_direction", "desc").lower()
    direction = "asc" if direction == "asc" else "desc"
    found = workflow_statistics.errors(call.site, workflow, wanted, limit, direction)
    return {
        **named,
        **_bounds(wanted),
        "limit": limit,
        "sortDirection": direction,
        "errors": [_failure(each) for each in found],
    }


def _named(call: Call, version: str | None) -> tuple[Workflow, dict[str, str]]:
    """Return the workflow, and how the answer names the version in question.

    Raises NotFound.
    """
    workflow = workflows.get(call.site, call.application_id, call.flow_id)
    if version == DEFAULT:
        version = workflow.default_version_id or DEVELOP
    if version is None:
        return workflow, {}
    if version == DEVELOP:
        return workflow, {"flowVersion": DEVELOP}
    row = workflow_versions.get(call.site, call.application_id, call.flow_id, version)
    return workflow, {"flowVersion": row.version, "flowVersionId": row.id}


def _span(call: Call, named: dict[str, str]) -> Span:
    return workflow_statistics.span(
        call.site,
        call.query.get("duration"),
        call.query.get("end"),
        named.get("flowVersion"),
    )


def _bounds(wanted: Span) -> dict[str, str]:
    return {
        "start": iso(from_ms(wanted.start_ms)),
        "end": iso(from_ms(wanted.end_ms - 1)),
    }


def _metric(bucket: Bucket) -> dict[str, Any]:
    return {
        "time": iso(from_ms(bucket.time_ms)),
        "runCount": bucket.runs,
        "pathsCompleted": bucket.paths_completed,
        "pathsFailed": bucket.paths_failed,
        "wallTime": bucket.wall_time_ms,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "time": iso(from_ms(failure.time_ms)),
        "flowVersion": failure.version,
        "flowVersionId": failure.version_id,
        "nodeId": failure.node_id,
        "nodeLabel": failure.node_label,
        "error": {"name": failure.name, "message": failure.message},
    }
