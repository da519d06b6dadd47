"""Storing what a workflow does: checks first, then one short transaction.

Checking a large workflow takes a while, and nobody else could write meanwhile;
so it is done before, and done again if somebody saved in between.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from webhooks.services import workflow_definitions, workflow_parts, workflow_triggers
from webhooks.services.definitions import made_apart
from webhooks.services.site import Site
from webhooks.services.workflow_parts import PARTS, Parts, clean_parts
from webhooks.storage.models import WorkflowDefinition
from webhooks.workflows.problem import Problem


@dataclass(frozen=True, slots=True)
class Strictness:
    """``strict`` refuses warnings too. A ``draft`` is kept although settings of
    its nodes cannot be understood: those nodes fail when a run reaches them.
    """

    strict: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Which workflow it is that is saved."""

    application_id: str
    workflow_id: str
    flow_class: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Parts that may be stored, with what is still wrong with them."""

    parts: Parts
    problems: tuple[Problem, ...]


def given_parts(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the fields that belong into a definition."""
    return {name: fields[name] for name in PARTS if name in fields}


def checked(
    site: Site, target: Target, given: Mapping[str, Any], how: Strictness
) -> Checked:
    """Return the parts with ids and keys. Raises Invalid with all problems."""
    parts = made_apart(site.store, given, partial(clean_parts, given))
    with site.store.reading() as session:
        workflow_parts.complete(
            parts,
            target.workflow_id,
            target.application_id,
            site.registry,
            lambda key: workflow_triggers.is_foreign(session, target.workflow_id, key),
        )
    compiled = workflow_parts.compiled(site, parts, target.flow_class)
    if not (how.draft and compiled.workflow is not None):
        workflow_parts.refuse(compiled.problems if how.strict else compiled.errors)
    return Checked(parts, compiled.problems)


def is_same(one: Parts, other: Parts) -> bool:
    """Tell whether both are the same JSON, with the same order of keys.

    To Python, ``1`` and ``true`` are the same as well.
    """
    return one == other and all(
        json.dumps(getattr(one, name)) == json.dumps(getattr(other, name))
        for name in PARTS
    )


def store(
    session: Session,
    target: Target,
    version_id: str | None,
    parts: Parts,
    before: WorkflowDefinition | None,
    now: datetime,
) -> int:
    """Store the definition of a version with its triggers; return its number."""
    number = workflow_definitions.store(session, target.workflow_id, parts, now)
    old = before.triggers if before is not None else []
    workflow_triggers.reindex(
        session, target.workflow_id, version_id, old, parts.triggers
    )
    return number
