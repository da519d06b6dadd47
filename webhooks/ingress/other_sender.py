"""Whose request is it, if not the chosen provider's?

Apart from the check of one provider's signature, because this needs all of them: a
header that only another one sends tells that the wrong provider is chosen.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.contract import Provider

MOST_NAMED: Final = 4
_HEADER: Final = "header."
# Sent by too many to tell anything.
_COMMON: Final = frozenset({"authorization", "x-signature", "x-secret"})


def other_sender(provider: Provider, request: InboundRequest) -> str:
    """Return a sentence about another provider's signature, "" if there is none."""
    known = _by_header()
    for name, _ in request.headers:
        low = name.lower()
        labels = known.get(low, ())
        if labels and provider.label not in labels:
            return (
                f"The request has the header {low}, which is how "
                f"{' or '.join(labels[:MOST_NAMED])} signs: choose that provider "
                "here, or enter the URL at the right sender."
            )
    return ""


@lru_cache(maxsize=1)
def _by_header() -> Mapping[str, tuple[str, ...]]:
    """Return the labels of providers by the header that holds their signature."""
    found: dict[str, tuple[str, ...]] = {}
    for provider in PROVIDERS.values():
        for place in _places(provider):
            name = place.removeprefix(_HEADER).lower()
            labels = found.get(name, ())
            is_known = name in _COMMON or provider.label in labels
            if place.startswith(_HEADER) and not is_known:
                found[name] = (*labels, provider.label)
    return found


def _places(provider: Provider) -> list[str]:
    try:
        schemes = provider.schemes_for(provider.defaults())
    except ValueError:
        return []
    return [scheme.signature for scheme in schemes]
