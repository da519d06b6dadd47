"""Ids on their way in and out of files: which stands for which.

A file holds ids that mean nothing here: those of another server, or words such
as ``~exportplaceholderid-flow-moveData~`` in the place of ids, made of the name
of what they stand for. Both are exchanged wherever they occur in a document, so
that keys, custom nodes and triggered workflows fit together again.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select

from webhooks.services.site import Site
from webhooks.storage.models import Webhook, Workflow

PLACEHOLDER: Final = re.compile(r"~exportplaceholderid-([A-Za-z]+)-([^~\s]{1,300})~")
# As lodash's camelCase takes words, which Losant's exports are named by.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|[0-9]+|[^\W\d_A-Za-z]+")


def placeholder(kind: str, name: str) -> str:
    """Return the word that stands for a thing of this kind and name."""
    return f"~exportplaceholderid-{kind}-{camel_name(name)}~"


def camel_name(name: str) -> str:
    """Return ``GCP: OAuth`` as ``gcpOAuth``."""
    words = [word.lower() for word in _WORD.findall(name)]
    return "".join(words[:1] + [word.capitalize() for word in words[1:]])


def by_placeholder(site: Site, application_id: str) -> dict[str, str]:
    """Return the ids of the application's workflows and webhooks by placeholder.

    A word that would fit several things stands for none of them.
    """
    with site.store.reading() as session:
        flows = session.execute(
            select(Workflow.id, Workflow.name).where(
                Workflow.application_id == application_id
            )
        )
        hooks = session.execute(
            select(Webhook.id, Webhook.name).where(
                Webhook.application_id == application_id
            )
        )
        pairs = [(placeholder("flow", name), id_) for id_, name in flows]
        pairs += [(placeholder("webhook", name), id_) for id_, name in hooks]
    return _unambiguous(pairs)


def exchange(value: Any, ids: Mapping[str, str]) -> Any:
    """Return a copy of a document in which every id of the mapping is replaced."""
    if not ids:
        return value
    # The longest first: one word may be the beginning of another.
    words = sorted(ids, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in words))
    return _exchanged(value, pattern, ids)


def _exchanged(value: Any, pattern: re.Pattern[str], ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda match: ids[match[0]], value)
    if isinstance(value, list):
        return [_exchanged(each, pattern, ids) for each in value]
    if isinstance(value, dict):
        return {key: _exchanged(each, pattern, ids) for key, each in value.items()}
    return value


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    repeated: set[str] = set()
    for word, id_ in pairs:
        if word in found:
            repeated.add(word)
        found[word] = id_
    return {word: id_ for word, id_ in found.items() if word not in repeated}
