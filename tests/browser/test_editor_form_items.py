"""The forms of triggers, of custom nodes, of several items and of the workflow."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import form_page
from tests.browser.axe import SCHEMES, Scheme, violations
from tests.browser.watched import Watched


def _trigger(type_: str, **more: Any) -> dict[str, Any]:
    return {"triggers": [{"type": type_, "config": {}, "outputIds": []} | more]}


def test_a_webhook_is_chosen_by_its_name(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, _trigger("webhook", key="gone"))
    form_page.select(page, "trigger:1")
    field = page.get_by_label("Webhook", exact=True)
    expect(field).to_have_value("gone")
    expect(field.locator("option").first).to_contain_text("no webhook of this")
    expect(page.get_by_role("link", name="Open the webhook")).to_be_hidden()
    field.select_option("Door (waits for a reply)")
    assert form_page.document(page)["triggers"][0]["key"] == "w1"
    link = page.get_by_role("link", name="Open the webhook")
    expect(link).to_have_attribute("href", "/applications/a1/webhooks/w1")


def test_choosing_a_timer_way_takes_the_other_away(watched: Watched) -> None:
    page = watched.page
    config = {"cron": "0 8 * * *", "tz": "UTC", "own": 1}
    form_page.open_form(page, _trigger("timer", key="k", config=config))
    form_page.select(page, "trigger:1")
    expect(page.get_by_label("Runs")).to_have_value("cron")
    expect(page.get_by_label("Schedule")).to_have_value("0 8 * * *")
    page.get_by_label("Runs").select_option("cronWeekly")
    expect(page.get_by_label("Schedule")).to_be_hidden()
    page.get_by_label("Monday").check()
    page.get_by_label("Sunday").check()
    page.get_by_label("At", exact=True).fill("09:00")
    trigger = form_page.document(page)["triggers"][0]
    assert trigger["config"] == {"own": 1}
    way = {"timerTypeSelect": "cronWeekly", "weekdays": [0, 1], "timeAt": "09:00"}
    assert trigger["meta"] == way
    page.get_by_label("Runs").select_option("seconds")
    page.get_by_label("Seconds").fill("90")
    config = form_page.document(page)["triggers"][0]["config"]
    assert config == {"own": 1, "seconds": 90}


def test_days_are_seven_switches(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("TimeRangeNode", {"days": []}))
    form_page.select(page, "n1")
    page.get_by_label("Tuesday").check()
    days = [False, False, True, False, False, False, False]
    assert form_page.config(page) == {"days": days}


def test_a_custom_node_asks_for_the_inputs_that_it_declares(watched: Watched) -> None:
    page = watched.page
    fields = [
        {"id": "city", "label": "City", "type": "string"},
        {"id": "loud", "label": "Loud", "type": "checkbox"},
    ]
    flow = {
        "id": "c1",
        "name": "Forecast",
        "flowClass": "customNode",
        "customNodeConfig": {"fields": fields},
    }
    given = {"fields": [{"id": "loud", "value": True}]}
    document = form_page.node("CustomNodeExecuteNode", given)
    form_page.open_form(page, document, workflows=[flow])
    form_page.select(page, "n1")
    expect(page.get_by_role("group", name="Inputs 1")).to_be_visible()
    page.get_by_label("Workflow", exact=True).select_option("Forecast")
    expect(page.get_by_label("Loud")).to_be_checked()
    expect(page.get_by_role("group", name="Inputs 1")).to_be_hidden()
    page.get_by_label("City").press_sequentially("Ulm")
    inputs = [{"id": "loud", "value": True}, {"id": "city", "value": "Ulm"}]
    assert form_page.config(page) == {"fields": inputs, "customNodeId": "c1"}


def test_a_new_end_of_a_loop_knows_its_loop(watched: Watched) -> None:
    page = watched.page
    loop = form_page.node("LoopNode", {}, meta={"label": "Each order"})
    form_page.open_form(page, loop)
    added = page.evaluate(
        """async () => {
          const { add } = await import("/static/js/editor/edits.js");
          store.enter("n1");
          return add(store, store.nodeTypes.get("LoopCapNode"));
        }"""
    )
    form_page.select(page, added)
    assert form_page.config(page, 1)["loopNodeId"] == "n1"
    expect(page.get_by_label("Loop", exact=True)).to_have_value("n1")


def test_a_note_is_written_and_a_name_given(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("AnnotationNode", meta={"x": 20}))
    form_page.select(page, "n1")
    page.get_by_label("Text").fill("**Mind** the gap")
    page.get_by_label("Name").fill("Gap")
    meta = {"x": 20, "annotationText": "**Mind** the gap", "label": "Gap"}
    assert form_page.document(page)["nodes"][0]["meta"] == meta


def test_several_items_are_deleted_together(watched: Watched) -> None:
    page = watched.page
    nodes: list[Any] = [
        {"id": i, "type": "DebugNode", "outputIds": []} for i in ("n1", "n2")
    ]
    form_page.open_form(page, {"nodes": nodes} | _trigger("webhook", key="w1"))
    form_page.select(page, "n1", "n2", "trigger:1")
    expect(page.get_by_role("heading", name="3 items selected")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    assert form_page.document(page)["nodes"] == []
    expect(page.get_by_role("heading", name="Workflow")).to_be_visible()


def test_the_workflow_itself_is_edited_while_nothing_is_selected(
    watched: Watched,
) -> None:
    page = watched.page
    problem = {"pointer": "/globals/0/key", "message": "Twice.", "severity": "error"}
    globals_ = [{"key": "a", "json": "1", "own": 1}]
    form_page.open_form(page, {"globals": globals_}, problems=[problem])
    expect(page.get_by_text("Twice.", exact=True)).to_be_visible()
    row = page.get_by_role("group", name="Globals 1")
    row.get_by_label("Value").fill('{"x": 1}')
    page.get_by_role("button", name="Add to Globals").click()
    page.keyboard.type("b")
    changed = {"key": "a", "json": '{"x": 1}', "own": 1}
    added = {"key": "b", "json": '""'}
    assert form_page.document(page)["globals"] == [changed, added]
    assert page.evaluate("store.settings.name") == "Bell"
    page.evaluate("store.markSaved(store.doc, null, 's2')")
    page.get_by_label("Enabled").uncheck()
    page.get_by_label("Name", exact=True).first.fill("Door")
    assert page.evaluate("[store.settings.name, store.settings.enabled]") == [
        "Door",
        False,
    ]
    assert page.evaluate("store.isDirty")
    page.evaluate("store.markSaved(store.doc, null, 's3')")
    assert not page.evaluate("store.isDirty")


@pytest.mark.parametrize("look", SCHEMES)
def test_forms_are_accessible(chromium: Browser, look: Scheme) -> None:
    page = chromium.new_page(
        color_scheme=look,
        reduced_motion="reduce",
        viewport={"width": 360, "height": 740},
    )
    nodes: list[Any] = [
        {
            "id": f"n{place}",
            "type": type_,
            "config": dict(form_page.registry().nodes[type_].examples[0].config),
            "outputIds": [],
        }
        for place, type_ in enumerate(
            ("HttpNode", "ArrayNode", "RawFunctionNode", "SwitchNode", "TimeRangeNode")
        )
    ]
    lists = {"nodes": nodes, "triggers": _trigger("timer", key="")["triggers"]}
    problem = {"pointer": "/nodes/0/config/uriTemplate", "message": "Bad."}
    form_page.open_form(page, lists, problems=[{**problem, "severity": "error"}])
    page.evaluate("store.setSample({payload: {data: {body: {a: 1}}}})")
    for key in ("", "n0", "n1", "n2", "n3", "n4", "trigger:1"):
        form_page.select(page, *([key] if key else []))
        if key:
            page.evaluate(
                "document.querySelectorAll('details').forEach((d) => d.open = true)"
            )
        assert violations(page, "#form") == [], key
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, key
    page.close()
