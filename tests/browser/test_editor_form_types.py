"""Every type has a form, and looking at it changes nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import form_page
from tests.browser.watched import Watched
from webhooks.workflows.field import Field

# Types whose form has no control of its own: nothing can be set there.
_BARE = {"customNodeStart"}


def _every_kind(kind: type[Field] = Field) -> Iterator[type[Field]]:
    for each in kind.__subclasses__():
        yield each
        yield from _every_kind(each)


def test_every_kind_of_field_has_a_widget_and_every_widget_a_kind(
    watched: Watched,
) -> None:
    form_page.open_form(watched.page, {})
    form_page.registry()
    here = {kind.kind for kind in _every_kind() if kind.__module__.startswith("webh")}
    assert set(watched.page.evaluate("kinds")) == here


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    known = form_page.registry()
    for trigger in known.triggers.values():
        key = {} if trigger.key == "fixed" else {"key": "k1"}
        raw = {"type": trigger.type, **key, "config": {}, "meta": {}, "outputIds": []}
        yield trigger.type, {"triggers": [raw]}
    for node in known.nodes.values():
        configs = [{}, *(dict(example.config) for example in node.examples)]
        for place, config in enumerate(configs):
            name = f"{node.type} {place}" if place else node.type
            yield name, form_page.node(node.type, config)


@pytest.fixture(scope="module")
def documents() -> list[tuple[str, dict[str, Any]]]:
    return list(_documents())


_LOOK = """
() => [...document.querySelectorAll("#form input, #form select, #form textarea")]
  .filter((each) => each.checkVisibility())
  .map((each) => ({
    name: (each.labels[0]?.textContent ?? "").trim(),
    field: each.closest("[data-field]")?.dataset.field ?? "",
  }))
"""

# Leaves every control as somebody does who tabs through and looks.
_PASS = """
() => {
  for (const each of document.querySelectorAll("#form :is(input, select, textarea)")) {
    each.focus();
    each.dispatchEvent(new Event("blur"));
    each.blur();
  }
}
"""

_SHOWN = """
async ([fields, config]) => {
  const { matters } = await import("/static/js/editor/form/visibility.js");
  return fields.filter((each) => matters(each, config, fields)).map((e) => e.name);
}
"""


def test_the_form_of_every_type_is_labelled_and_changes_nothing(
    watched: Watched, documents: list[tuple[str, dict[str, Any]]]
) -> None:
    page = watched.page
    form_page.open_form(page, {})
    described = {
        each["type"]: each
        for each in (*form_page.types()["triggers"], *form_page.types()["nodes"])
    }
    for name, given in documents:
        lists = {"triggers": [], "nodes": [], "globals": []} | given
        page.evaluate("given => store.show(store.adopt(given), '')", lists)
        before = json.dumps(page.evaluate("store.document"))
        page.evaluate("store.select([store.items()[0].key])")
        controls = page.evaluate(_LOOK)
        assert all(each["name"] for each in controls), name
        raw = (lists["triggers"] or lists["nodes"])[0]
        type_ = described[raw["type"]]
        wanted = page.evaluate(_SHOWN, [type_["fields"], raw["config"]])
        if raw["type"] == "timer":
            wanted = ["timerTypeSelect", "seconds"]
        slots = page.evaluate(
            "[...document.querySelectorAll('#form [data-field]')]"
            ".filter((e) => e.checkVisibility()).map((e) => e.dataset.field)"
        )
        assert set(wanted) <= set(slots), name
        page.evaluate(_PASS)
        assert json.dumps(page.evaluate("store.document")) == before, name
        assert not page.evaluate("store.isDirty && store.past.length"), name


def test_what_a_choice_needs_is_shown_and_hidden(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("HttpNode", {"method": "GET"}))
    form_page.select(page, "n1")
    body = page.locator("[data-field=bodyTemplate]")
    assert not body.is_visible()
    page.get_by_label("Method").select_option("POST")
    assert body.is_visible()
    page.get_by_label("Body", exact=True).first.select_option("urlencoded")
    assert not body.is_visible()
    assert page.get_by_role("group", name="Form fields").is_visible()
    assert form_page.config(page) == {"method": "POST", "bodyType": "urlencoded"}
