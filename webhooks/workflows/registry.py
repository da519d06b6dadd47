"""Every node and trigger type that there is, found by walking their package."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from webhooks.workflows.node_type import NodeType, TriggerType

T = TypeVar("T")
Typed = TypeVar("Typed", NodeType, TriggerType)


@dataclass(frozen=True, slots=True)
class Registry:
    """Types by the word that a workflow's document uses for them."""

    nodes: Mapping[str, NodeType]
    triggers: Mapping[str, TriggerType]


def collect(nodes: Iterable[NodeType], triggers: Iterable[TriggerType]) -> Registry:
    """Return a registry. Raises ValueError when a type is there twice."""
    return Registry(_by_type(nodes), _by_type(triggers))


def load(package: ModuleType) -> Registry:
    """Return the types of a package: each module's NODE, NODES, TRIGGER or TRIGGERS.

    Raises ValueError for a module that declares nothing, or a type twice.
    """
    nodes: list[NodeType] = []
    triggers: list[TriggerType] = []
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.ispkg or found.name.rpartition(".")[2].startswith("_"):
            continue
        module = importlib.import_module(found.name)
        here = len(nodes) + len(triggers)
        nodes.extend(_declared(module, "NODE", NodeType))
        triggers.extend(_declared(module, "TRIGGER", TriggerType))
        if len(nodes) + len(triggers) == here:
            raise ValueError(f"{found.name} declares no type")
    return collect(nodes, triggers)


def _declared(module: ModuleType, name: str, kind: type[T]) -> Iterable[T]:
    one = getattr(module, name, None)
    many = getattr(module, f"{name}S", ())
    return [each for each in (one, *many) if isinstance(each, kind)]


def _by_type(types: Iterable[Typed]) -> dict[str, Typed]:
    found: dict[str, Typed] = {}
    for each in types:
        if each.type in found:
            raise ValueError(f"the type {each.type} is declared twice")
        found[each.type] = each
    return found
