"""What to know of a workflow that came from a file, though it was taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from webhooks.ids import is_id
from webhooks.services.site import Site
from webhooks.services.workflow_parts import Parts
from webhooks.services.workflow_placeholders import PLACEHOLDER
from webhooks.services.workflow_saving import Checked
from webhooks.storage.models import Webhook
from webhooks.workflows.problem import Problem


def import_warnings(
    site: Site, application_id: str, checked: Checked, unknown: Iterable[str]
) -> list[Problem]:
    """Return the problems, all as warnings; ``unknown`` are fields left out."""
    left_out = "is not known here and was left out."
    return [
        *(Problem(f"/{name}", left_out, "warning") for name in unknown),
        *_unknown_webhooks(site, application_id, checked.parts.triggers),
        *_unresolved(checked.parts),
        *(replace(each, severity="warning") for each in checked.problems),
    ]


def _unknown_webhooks(
    site: Site, application_id: str, triggers: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    warnings = []
    with site.store.reading() as session:
        for place, trigger in enumerate(triggers):
            key = trigger.get("key")
            if trigger["type"] != "webhook" or not key:
                continue
            found = session.get(Webhook, key) if is_id(key) else None
            if found is None or found.application_id != application_id:
                text = "This application has no such webhook; choose one of its own."
                pointer = f"/triggers/{place}/key"
                warnings.append(Problem(pointer, text, "warning"))
    return warnings


def _unresolved(parts: Parts) -> Iterator[Problem]:
    """Yield the placeholders in nodes that stand for nothing here."""
    for place, node in enumerate(parts.nodes):
        for name, value in (node.get("config") or {}).items():
            if isinstance(value, str) and PLACEHOLDER.search(value):
                text = "stands for something that is neither in the file nor here."
                pointer = f"/nodes/{place}/config/{name}"
                yield Problem(pointer, text, "warning")
