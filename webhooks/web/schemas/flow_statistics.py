"""What a workflow's runs came to, in Losant's shapes."""

from webhooks.services import workflow_statistics as statistics
from webhooks.web.schemas.base import Arguments, Closed
from webhooks.web.schemas.fields import (
    Anything,
    ListOf,
    Moment,
    Number,
    Part,
    QueryText,
    QueryWhole,
    Text,
    Whole,
)

_LOW, _HIGH = statistics.DURATION_MS


class SpanArguments(Arguments):
    """Which stretch of time; what is out of bounds is moved to them."""

    duration = QueryWhole(
        metadata={
            "description": f"Milliseconds, from {_LOW} to {_HIGH}.",
            "default": statistics.DAY_MS,
        }
    )
    end = QueryWhole(
        metadata={
            "description": "Milliseconds since the epoch; 0 is now.",
            "default": 0,
        }
    )
    flow_version = QueryText(metadata={"description": "A version's name, or develop."})
    device_id = QueryText(metadata={"description": "Ignored: there are no devices."})


class StatsArguments(SpanArguments):
    """How long each stretch of the series is."""

    resolution = QueryWhole(
        metadata={
            "description": f"Milliseconds, from {_LOW} to the duration.",
            "default": statistics.RESOLUTION_MS,
        }
    )


class ErrorsArguments(SpanArguments):
    """How many errors, and in which order."""

    limit = QueryWhole(
        load_default=statistics.MOST_ERRORS,
        metadata={"minimum": 1, "maximum": statistics.MOST_ERRORS},
    )
    sort_direction = QueryText(metadata={"enum": ["asc", "desc"]})


class LogArguments(Arguments):
    """How many entries, and since when."""

    limit = QueryWhole(
        load_default=100, metadata={"minimum": 1, "maximum": statistics.MOST_LOGS}
    )
    since = QueryWhole(
        metadata={"description": "Milliseconds since the epoch; a day ago if left out."}
    )


class Metric(Closed):
    """What happened in one stretch of time; ``wallTime`` is in milliseconds."""

    time = Moment()
    run_count = Whole()
    paths_completed = Whole()
    paths_failed = Whole()
    wall_time = Number()


class FlowStats(Closed):
    """One stretch of time after another."""

    flow_version = Text()
    flow_version_id = Text()
    start = Moment()
    end = Moment()
    resolution = Whole()
    metrics = ListOf(Part(Metric))


class Failure(Closed):
    """A run that failed, and the node that it failed at."""

    time = Moment()
    flow_version = Text()
    flow_version_id = Text(allow_none=True)
    node_id = Text(allow_none=True)
    node_label = Text()
    error = Anything()


class FlowErrors(Closed):
    """The runs that failed."""

    flow_version = Text()
    flow_version_id = Text()
    start = Moment()
    end = Moment()
    limit = Whole()
    sort_direction = Text()
    errors = ListOf(Part(Failure))
