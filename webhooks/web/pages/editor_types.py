"""Every type of trigger and node, for the editor's palette and forms.

The address holds a digest of the answer, so that browsers keep it for good and
still see new types at once.
"""

import gzip
import hashlib
from functools import lru_cache
from typing import Any, Final

from flask import Blueprint, Response, request

from webhooks.payload.json_text import encode_json
from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.expressions.functions import FUNCTIONS
from webhooks.templating.losant_helpers import HELPERS
from webhooks.web.current import current_site
from webhooks.web.pages import page_json
from webhooks.web.pages.visitor import require
from webhooks.workflows.node_type import CATEGORIES
from webhooks.workflows.registry import Registry

editor_type_pages = Blueprint(
    "editor_types", __name__, url_prefix="/applications/<application_id>/workflows"
)
page_json.register(editor_type_pages)

_LABELS: Final = {
    "trigger": "Triggers",
    "logic": "Logic",
    "data": "Data",
    "output": "Output",
    "experience": "Experience",
    "debug": "Debug",
    "loop": "Loops",
    "annotation": "Notes",
    "customNodeExecute": "Custom nodes",
    "customNodeEnd": "End of a custom node",
}
_FOR_GOOD: Final = "private, max-age=31536000, immutable"


@editor_type_pages.get("/types.json")
@require("nodeTypes.get")
def types() -> Response:
    """Answer all types with their fields, outputs and examples."""
    digest, packed = _answer(current_site().registry)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(packed, mimetype="application/json")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(packed), mimetype="application/json")
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    if request.args.get("v") == digest:
        response.headers["Cache-Control"] = _FOR_GOOD
    return response


def types_version(registry: Registry) -> str:
    """Return the word that changes when any type does."""
    return _answer(registry)[0]


class _ByIdentity:
    """Lets a registry, whose content has no hash, be a key: it never changes."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.registry is self.registry


def _answer(registry: Registry) -> tuple[str, bytes]:
    return _packed(_ByIdentity(registry))


@lru_cache(maxsize=4)
def _packed(known: _ByIdentity) -> tuple[str, bytes]:
    text = encode_json(_described(known.registry)).encode()
    return hashlib.sha256(text).hexdigest()[:16], gzip.compress(text, mtime=0)


def _described(registry: Registry) -> dict[str, Any]:
    return {
        "triggers": [type_.describe() for type_ in registry.triggers.values()],
        "nodes": [
            {**type_.describe(), "outside": type_.outside}
            for type_ in registry.nodes.values()
        ],
        "categories": [{"name": name, "label": _LABELS[name]} for name in CATEGORIES],
        "helpers": [
            {
                "name": each.name,
                "arguments": each.arguments,
                "summary": each.summary,
                "block": each.block,
            }
            for each in (*BLOCK_HELPERS, *HELPERS)
        ],
        "functions": sorted(FUNCTIONS),
    }
