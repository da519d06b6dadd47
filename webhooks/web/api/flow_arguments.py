"""What callers say about workflows beyond one value: filters and queries."""

from collections.abc import Mapping
from typing import Any

from webhooks.errors import Invalid
from webhooks.ingress.json_text import JsonProblem
from webhooks.payload.json_text import parse_json
from webhooks.services.workflow_saving import Strictness
from webhooks.services.workflow_search import FlowFilter
from webhooks.web.api.operation import Call

_KEYS = frozenset({"type", "key"})


def flow_filter(call: Call, flow_class: str | None = "cloud") -> FlowFilter:
    """Return which workflows a list is about. Raises Invalid."""
    return FlowFilter(
        call.query.get("flow_class", flow_class),
        _triggers(call.query.get("trigger_filter")),
        json_query(call),
    )


def json_query(call: Call) -> Any:
    """Return the query that is given as JSON, None if there is none.

    Raises Invalid for what is not JSON.
    """
    text = call.query.get("query")
    if text is None:
        return None
    try:
        return parse_json(text)
    except JsonProblem as problem:
        raise Invalid(f"query is not valid JSON: {problem}.", "query") from None


def strictness(call: Call) -> Strictness:
    """Return how strictly a workflow is to be checked."""
    return Strictness(strict=call.query.get("strict_validation", False))


def _triggers(given: Any) -> list[tuple[str, str]]:
    """Return the pairs of ``triggerFilter[0][type]=…&triggerFilter[0][key]=…``."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise _malformed()
    entries = list(given.values()) if not _KEYS & given.keys() else [given]
    pairs = []
    for entry in entries:
        if not isinstance(entry, Mapping) or not set(entry) <= _KEYS:
            raise _malformed()
        pair = (entry.get("type", ""), entry.get("key", ""))
        if not all(isinstance(text, str) for text in pair):
            raise _malformed()
        pairs.append(pair)
    return pairs


def _malformed() -> Invalid:
    text = "triggerFilter must look like triggerFilter[0][type]=webhook"
    return Invalid(text, "triggerFilter")
