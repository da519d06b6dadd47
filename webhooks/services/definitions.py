"""Compiled workflows in memory. A definition never changes, so none is ever stale."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.errors import NotFound
from webhooks.payload.size import measure
from webhooks.storage.models import Workflow as Row
from webhooks.storage.models import WorkflowDefinition, WorkflowVersion
from webhooks.storage.store import Store
from webhooks.templating.environment import Environment
from webhooks.workflows.compiling import Compiled, FlowDocument, compile_workflow
from webhooks.workflows.errors import NodeError
from webhooks.workflows.graph import Workflow
from webhooks.workflows.input_kinds import read_kinds
from webhooks.workflows.registry import Registry

T = TypeVar("T")

_KEPT = 500
# Made in some 20 milliseconds at the worst.
_QUICK_BYTES = 8 * 1024
DEVELOP = "develop"
DEFAULT = "default"


class Definitions:
    """Looks workflows up by the number of their definition."""

    def __init__(
        self, store: Store, registry: Registry, environment: Environment
    ) -> None:
        self._store = store
        self._registry = registry
        self._environment = environment
        self._known: OrderedDict[int, Workflow] = OrderedDict()
        self._making: dict[int, threading.Lock] = {}

    def is_brief(self, definition_id: int) -> bool:
        """Tell whether runs are known to be over in no time."""
        found = self._known.get(definition_id)
        return found is not None and found.is_brief

    def get(self, definition_id: int) -> Workflow:
        """Return a workflow. Raises NotFound when the definition is no more."""
        found = self._known.get(definition_id)
        if found is not None:
            self._known.move_to_end(definition_id)
            return found
        # Many runs may ask at once for what takes long to make.
        lock = self._making.setdefault(definition_id, threading.Lock())
        with lock:
            found = self._known.get(definition_id)
            if found is None:
                found = self._known[definition_id] = self._made(definition_id)
                if len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        self._making.pop(definition_id, None)
        return found

    def _made(self, definition_id: int) -> Workflow:
        with self._store.reading() as session:
            row = session.get(WorkflowDefinition, definition_id)
        if row is None:
            raise NotFound("This version of the workflow is no more.")
        document = FlowDocument(row.triggers, row.nodes, row.globals, "")
        make = partial(
            compile_workflow, document, self._registry, self._environment, trusted=True
        )
        workflow = compiled_apart(self._store, document, make).workflow
        if workflow is None:
            raise NotFound("The workflow cannot be read any more.")
        return workflow

    def custom_node(
        self, application_id: str, workflow_id: str, version: str
    ) -> tuple[int, Workflow]:
        """Return a custom node's definition by its workflow and version.

        Raises NodeError when the application has no such thing.
        """
        with self._store.reading() as session:
            found = _version(session, application_id, workflow_id, version)
        if found is None:
            text = f"The custom node {workflow_id} was not found in this application."
            raise NodeError(text, "NotFound")
        kinds = read_kinds(found.custom_node_config)
        return found.definition_id, replace(
            self.get(found.definition_id), input_kinds=kinds
        )


def compiled_apart(
    store: Store, document: FlowDocument, make: Callable[[], Compiled]
) -> Compiled:
    """Return what ``make`` makes of a document: on a native thread if it is large.

    A thousand nodes full of templates take seconds, in which requests come in.
    """
    return made_apart(store, [document.triggers, document.nodes], make)


def made_apart(store: Store, source: Any, make: Callable[[], T]) -> T:
    """Return what ``make`` makes of a source, on a native thread if it is large."""
    if measure(source, _QUICK_BYTES) <= _QUICK_BYTES:
        return make()
    return store.writer.offload(make)


def _version(
    session: Session, application_id: str, workflow_id: str, version: str
) -> Row | WorkflowVersion | None:
    row = session.get(Row, workflow_id)
    if row is None or row.application_id != application_id:
        return None
    by_default = version in ("", DEFAULT)
    if version == DEVELOP or (by_default and row.default_version_id is None):
        return row
    statement = select(WorkflowVersion).where(
        WorkflowVersion.workflow_id == workflow_id
    )
    if by_default:
        return session.scalar(
            statement.where(WorkflowVersion.id == row.default_version_id)
        )
    return session.scalar(statement.where(WorkflowVersion.version == version))
