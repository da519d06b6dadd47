"""The editor's form alone in a page: the real modules, styles and policy, no server.

Apart from the editor's own page so that the form of every type can be opened within
seconds, and so that what the server answers can be chosen.
"""

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from webhooks import nodes
from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.losant_helpers import HELPERS
from webhooks.workflows.registry import Registry, load

ORIGIN = "http://form.test"
STATIC = Path(__file__).resolve().parents[2] / "static"
_STYLES = (
    "vendor/tabler-core-1.6.1/tabler.min.css",
    "css/tokens.css",
    "css/shell.css",
    "css/layout.css",
    "css/controls.css",
    "css/badges.css",
    "css/lists.css",
    "css/content.css",
    "css/workflows.css",
    "css/editor.css",
    "css/editor_form.css",
    "css/editor_fields.css",
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'"
)
_SCRIPT = """
import { Store } from "/static/js/editor/store.js";
import { mountForm } from "/static/js/editor/form/form.js";
import { kinds } from "/static/js/editor/form/widgets.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const store = new Store(read("data"), read("types"));
window.store = store;
window.kinds = kinds;
window.asked = [];
window.said = [];
window.answers = (item) => ({ ok: true, text: `of ${item.text}`, type: "string" });
for (const name of ["announce", "focus-test"]) {
  store.on(name, (detail) => window.said.push(detail ?? name));
}
const api = {
  preview: async (body) => {
    window.asked.push(body);
    return { results: body.items.map(window.answers) };
  },
};
mountForm(document.getElementById("form"), store, api);
document.documentElement.dataset.ready = "";
"""


@cache
def registry() -> Registry:
    """Return every type of the engine."""
    return load(nodes)


@cache
def types() -> dict[str, Any]:
    """Return what types.json holds."""
    known = registry()
    helpers = (*BLOCK_HELPERS, *HELPERS)
    return {
        "triggers": [each.describe() for each in known.triggers.values()],
        "nodes": [each.describe() for each in known.nodes.values()],
        "helpers": [
            {
                "name": each.name,
                "arguments": each.arguments,
                "summary": each.summary,
                "block": each.block,
            }
            for each in helpers
        ],
        "functions": ["max", "round"],
    }


def data(document: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the editor page's island for a document."""
    lists = {"triggers": [], "nodes": [], "globals": []} | document
    base = "/applications/a1/workflows/f1"
    return {
        "workflow": {
            "id": "f1",
            "name": "Bell",
            "description": "",
            "enabled": True,
            "repeatAfterCrash": False,
            "seen": "s1",
        },
        "document": lists,
        "webhooks": [{"id": "w1", "name": "Door", "url": "/webhooks/x", "waits": True}],
        "workflows": [],
        "versions": [],
        "problems": [],
        "outputs": {},
        "urls": {"check": f"{base}/check", "preview": f"{base}/preview"},
        "may": {"edit": True, "press": True, "seesSecrets": True},
    } | more


def open_form(page: Page, document: dict[str, Any], **more: Any) -> None:
    """Show the form over a document; nothing is selected."""
    island = _safe(data(document, **more))
    links = "".join(f'<link rel="stylesheet" href="/static/{s}">' for s in _STYLES)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Form</title>{links}<link rel="icon" href="data:,">'
        '<script type="module" src="/main.js"></script></head><body><main>'
        '<h1>Form</h1><svg class="icon" aria-hidden="true">'
        '<use href="/static/vendor/tabler-icons-3.51.0/icons.svg#x"></use></svg>'
        '<div id="form"></div></main>'
        f'<script type="application/json" id="data">{island}</script>'
        f'<script type="application/json" id="types">{_safe(types())}</script>'
        "</body></html>"
    )

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if path == "/form":
            headers = {"Content-Security-Policy": _POLICY}
            route.fulfill(body=html, content_type="text/html", headers=headers)
        elif path == "/main.js":
            route.fulfill(body=_SCRIPT, content_type="text/javascript")
        else:
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0]
            route.fulfill(body=file.read_bytes(), content_type=kind)

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/form")
    page.wait_for_selector("html[data-ready]")


def select(page: Page, *keys: str) -> None:
    """Select items by their keys, such as "n1" or "trigger:1"."""
    page.evaluate("keys => store.select(keys)", list(keys))


def document(page: Page) -> dict[str, Any]:
    """Return the document as it would be saved."""
    value: dict[str, Any] = page.evaluate("store.document")
    return value


def config(page: Page, index: int = 0) -> dict[str, Any]:
    """Return the configuration of a node."""
    value: dict[str, Any] = document(page)["nodes"][index]["config"]
    return value


def node(type_: str, config: dict[str, Any] | None = None, **more: Any) -> Any:
    """Return a document with one node, "n1"."""
    whole = {"id": "n1", "type": type_, "config": config or {}, "outputIds": []}
    return {"nodes": [whole | more]}


def _safe(value: Any) -> str:
    return json.dumps(value, default=str).replace("<", "\\u003c")
