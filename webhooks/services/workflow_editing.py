"""Saving a workflow from the editor: never over what somebody else has saved.

Apart from saving as such: the API's callers overwrite on purpose, and people do
not know what else has changed since they opened the page.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from webhooks.access import Principal
from webhooks.errors import Conflict
from webhooks.services import workflow_definitions, workflows
from webhooks.services.site import Site
from webhooks.services.workflow_parts import PARTS
from webhooks.services.workflows import Workflow, WorkflowDefinition

_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "description": "description",
    "enabled": "enabled",
    "repeatAfterCrash": "repeat_after_crash",
}
# What the editor calls it, and where it is kept.
SAVED: Final[Mapping[str, str]] = {**_COLUMNS, **{name: name for name in PARTS}}
_CHANGED: Final = (
    "Somebody else has saved this workflow since you opened it. Nothing was "
    "overwritten. Look at their changes, then decide what to keep."
)


class ChangedMeanwhile(Conflict):
    """The workflow is not in the state any more that was edited."""

    def __init__(self) -> None:
        super().__init__(_CHANGED)


def state_of(workflow: Workflow) -> str:
    """Return a word for everything that the editor saves, as it is now."""
    columns = json.dumps([getattr(workflow, name) for name in _COLUMNS.values()])
    digest = hashlib.sha256(columns.encode()).hexdigest()[:16]
    return f"{workflow.definition_id}-{digest}"


def save(
    site: Site,
    workflow: Workflow,
    seen: str,
    fields: Mapping[str, Any],
    principal: Principal,
) -> Workflow:
    """Save those of ``fields`` that the editor has, if the state is still ``seen``.

    Raises ChangedMeanwhile, and what changing a workflow raises.
    """

    def allowed(current: Workflow) -> None:
        if state_of(current) != seen:
            raise ChangedMeanwhile

    given = {SAVED[name]: fields[name] for name in SAVED if name in fields}
    return workflows.update(
        site,
        workflow.application_id,
        workflow.id,
        given,
        principal,
        allowed=allowed,
    )


def definition_seen(
    site: Site, workflow: Workflow, seen: str
) -> WorkflowDefinition | None:
    """Return the definition that a state had, None when it is no more."""
    number = seen.partition("-")[0]
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    found = workflow_definitions.read(site, [int(number)]).get(int(number))
    return found if found is not None and found.workflow_id == workflow.id else None
