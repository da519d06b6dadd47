"""Completing paths, helpers and names, and previews against a chosen sample."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import form_page
from tests.browser.watched import Watched

SAMPLE = {
    "payload": {
        "data": {
            "body": {"name": "Ada", "n": 21, "list": [{"id": 1, "a key": 2}]},
            "odd]": 1,
            "content-type": "x",
        },
        "globals": {},
    }
}


def _open(page: Page, type_: str, config: dict[str, Any], **more: Any) -> None:
    form_page.open_form(page, form_page.node(type_, config), **more)
    page.evaluate("sample => store.setSample(sample)", SAMPLE)
    form_page.select(page, "n1")


def test_a_path_is_completed_with_the_keyboard(watched: Watched) -> None:
    page = watched.page
    _open(page, "DebugNode", {})
    field = page.get_by_role("combobox", name="Value")
    field.press_sequentially("data.body.l")
    listbox = page.get_by_role("listbox", name="Completions")
    expect(listbox).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    names = listbox.locator(".sh-complete-name").all_text_contents()
    assert names == [
        "data.body.list",
        "data.body.list.[0]",
        "data.body.list.[0].id",
        "data.body.list.[0].[a key]",
    ]
    # Nothing is chosen yet, so Enter and Tab keep what was typed.
    expect(field).not_to_have_attribute("aria-activedescendant", "form")
    field.press("ArrowDown")
    field.press("ArrowDown")
    active = listbox.get_by_role("option", selected=True)
    expect(active).to_contain_text("data.body.list.[0]")
    assert field.get_attribute("aria-activedescendant") == active.get_attribute("id")
    field.press("Enter")
    expect(listbox).to_be_hidden()
    expect(field).to_be_focused()
    assert form_page.config(page) == {"property": "data.body.list.[0]"}


def test_escape_and_leaving_keep_what_was_typed(watched: Watched) -> None:
    page = watched.page
    _open(page, "DebugNode", {})
    field = page.get_by_role("combobox", name="Value")
    listbox = page.get_by_role("listbox")
    field.press_sequentially("data.b")
    field.press("Escape")
    expect(listbox).to_be_hidden()
    field.press_sequentially("o")
    expect(listbox).to_be_visible()
    field.press("Tab")
    expect(listbox).to_be_hidden()
    assert form_page.config(page) == {"property": "data.bo"}
    expect(page.get_by_label("Level")).to_be_focused()


def test_templates_are_completed_inside_their_braces_only(watched: Watched) -> None:
    page = watched.page
    _open(page, "DebugNode", {"message": "Hello "})
    field = page.get_by_label("Message")
    listbox = page.get_by_role("listbox")
    field.focus()
    field.press("End")
    field.press_sequentially("data")
    expect(listbox).to_be_hidden()
    field.press_sequentially(" {{data.body.na")
    field.press("Enter")
    assert form_page.config(page) == {"message": "Hello data {{data.body.name}}"}
    page.keyboard.type(" {{forma")
    field.press("Tab")
    page.keyboard.type("data.bod")
    page.keyboard.press("Escape")
    message = form_page.config(page)["message"]
    assert message.startswith("Hello data {{data.body.name}} {{format")
    assert message.endswith(" data.bod")


def test_an_expression_gets_braces_around_a_path(watched: Watched) -> None:
    page = watched.page
    _open(page, "ConditionalNode", {"expression": ""})
    field = page.get_by_label("Expression")
    field.press_sequentially("name")
    field.press("Enter")
    page.keyboard.type(" === 'na")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert form_page.config(page) == {"expression": "{{data.body.name}} === 'na"}


def test_the_mouse_and_ctrl_space_do_the_same(watched: Watched) -> None:
    page = watched.page
    _open(page, "DebugNode", {})
    field = page.get_by_role("combobox", name="Value")
    field.press("Control+Space")
    page.get_by_role("option", name="data.body.n 21").click()
    expect(field).to_be_focused()
    assert form_page.config(page) == {"property": "data.body.n"}


def test_what_nodes_before_have_set_is_offered(watched: Watched) -> None:
    page = watched.page
    nodes = [
        {
            "id": "n1",
            "type": "MathNode",
            "config": {
                "statements": [{"expression": "1", "resultPath": "working.sum"}]
            },
            "outputIds": [["n2"]],
        },
        {"id": "n2", "type": "DebugNode", "config": {}, "outputIds": []},
    ]
    form_page.open_form(page, {"nodes": nodes, "globals": [{"key": "k", "json": "1"}]})
    form_page.select(page, "n2")
    field = page.get_by_role("combobox", name="Value")
    field.press_sequentially("sum")
    offered = page.locator("[role=option]")
    expect(offered).to_have_text(["working.sumset before"])
    field.fill("")
    field.press_sequentially("globals.")
    expect(page.get_by_role("option", name="globals.k")).to_be_visible()


def test_a_workflow_is_found_by_its_name(watched: Watched) -> None:
    page = watched.page
    flows = [{"id": "f0a1", "name": "Door bell", "flowClass": "cloud"}]
    _open(page, "WorkflowTriggerNode", {}, workflows=flows)
    field = page.get_by_label("Workflow", exact=True)
    field.press_sequentially("bell")
    page.get_by_role("option", name="Door bell").click()
    assert form_page.config(page) == {"triggerWorkflowId": "f0a1"}


def test_previews_are_asked_for_together_and_shown_with_their_errors(
    watched: Watched,
) -> None:
    page = watched.page
    config = {"uriTemplate": "https://{{data.body.name}}/", "timeoutTemplate": "{{"}
    form_page.open_form(page, form_page.node("HttpNode", config))
    page.evaluate(
        "() => { window.answers = (item) => item.text === '{{' ? {ok: false, error:"
        " {message: 'The braces are not closed.', line: 1, column: 1}}"
        " : {ok: true, text: 'https://Ada/', type: 'string'} }"
    )
    form_page.select(page, "n1")
    expect(page.get_by_text("Choose a sample payload")).to_be_visible()
    page.get_by_role("button", name="Choose a sample").click()
    assert "focus-test" in page.evaluate("said")
    page.evaluate("sample => store.setSample(sample)", SAMPLE)
    expect(page.get_by_text("Choose a sample payload")).to_be_hidden()
    address = page.locator("[data-field=uriTemplate] .sh-form-preview")
    expect(address).to_have_text("With the sample: https://Ada/ string")
    expect(page.get_by_text("not closed (line 1, column 1)")).to_be_visible()
    asked = page.evaluate("asked")
    assert [len(body["items"]) for body in asked] == [2]
    page.get_by_label("Time-out").fill("")
    expect(page.get_by_text("not closed")).to_be_hidden()


def test_a_formula_over_elements_has_no_preview(watched: Watched) -> None:
    page = watched.page
    rules = [{"type": "filter", "inputTemplate": "{{value}} > 1"}]
    config = {"sourceArrayPath": "data.body.list", "rules": rules}
    _open(page, "ArrayNode", config)
    expect(
        page.locator("[data-field=sourceArrayPath] .sh-form-preview")
    ).to_be_visible()
    kinds = [item["kind"] for body in page.evaluate("asked") for item in body["items"]]
    assert kinds == ["path"]
