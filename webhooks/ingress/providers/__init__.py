"""The shelf of providers: every module here that declares one."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from webhooks.ingress.signatures.contract import Provider


def collect(found: list[Provider]) -> Mapping[str, Provider]:
    """Return the providers by key, in order of label.

    Raises ValueError when two have the same key.
    """
    table = {provider.key: provider for provider in found}
    if len(table) != len(found):
        raise ValueError("two providers have the same key")
    ordered = sorted(table.items(), key=lambda item: item[1].label.lower())
    return MappingProxyType(dict(ordered))


def _load() -> Mapping[str, Provider]:
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    # A name that begins with an underscore is shared by its neighbours.
    modules = [import_module(f"{__name__}.{name}") for name in names if name[0] != "_"]
    return collect([module.PROVIDER for module in modules])


PROVIDERS: Final = _load()
