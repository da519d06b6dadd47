"""The list view of a workflow: everything can be done without the canvas."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import problems
from tests.browser.test_editor_saving import open_editor, saved, state
from tests.server.running import RemoteWebhook, RunningServer


def small(page: Page) -> None:
    """As on a telephone, where the list is what is shown."""
    page.set_viewport_size({"width": 360, "height": 740})


def add(page: Page, name: str) -> None:
    """Add what the palette's dialog finds under a name, by keyboard."""
    dialog = page.get_by_role("dialog", name="Add")
    expect(dialog).to_be_visible()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def looped(webhook: RemoteWebhook) -> dict[str, Any]:
    """A loop with a node inside, and one that nothing leads to."""
    nodes: list[dict[str, Any]] = [
        {
            "id": "each",
            "type": "LoopNode",
            "config": {
                "loopSourcePath": "data.body.list",
                "currentItemPath": "working.item",
            },
            "meta": {"label": "Each", "x": 200, "y": 200},
            "outputIds": [["after"], ["inside"]],
        },
        {
            "id": "inside",
            "type": "DebugNode",
            "config": {"message": "in"},
            "meta": {"label": "Say it", "groupId": "each", "x": 200, "y": 200},
            "outputIds": [],
        },
        {
            "id": "after",
            "type": "DebugNode",
            "config": {"message": "after"},
            "meta": {"label": "Say when done", "x": 200, "y": 400},
            "outputIds": [],
        },
        {
            "id": "loose",
            "type": "DebugNode",
            "config": {"message": "never"},
            "meta": {"label": "Never said", "x": 500, "y": 400},
            "outputIds": [],
        },
    ]
    trigger = {"type": "webhook", "key": webhook.id, "outputIds": [["each"]]}
    return {"name": "Rounds", "triggers": [trigger], "nodes": nodes}


def test_a_workflow_is_built_by_keyboard_on_a_telephone(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook(waitForReply=True)
    small(page)
    path = open_editor(page, webhook, {"name": "Empty"})
    lists = page.locator("#editor-list")
    first = lists.get_by_role("button", name="Add a trigger or node")
    first.focus()
    page.keyboard.press("Enter")
    add(page, "virtual button")
    opened = lists.get_by_role("button", expanded=True)
    expect(opened).to_contain_text("Virtual Button")
    expect(opened).to_be_focused()

    lists.get_by_role("button", name="Add here").press("Enter")
    add(page, "conditional")
    expect(opened).to_contain_text("Conditional")
    lists.get_by_label("Name", exact=True).fill("Is it hot?")
    page.keyboard.press("Tab")
    expect(opened).to_contain_text("Is it hot?")
    true_way = lists.get_by_role("group", name="True leads to")
    true_way.get_by_role("button", name="Add here").press("Enter")
    add(page, "debug")
    expect(opened).to_contain_text("Debug")

    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    stored = saved(webhook, path)
    [condition, debug] = stored["nodes"]
    assert stored["triggers"][0]["outputIds"] == [[condition["id"]]]
    assert condition["meta"]["label"] == "Is it hot?"
    assert condition["outputIds"] == [[], [debug["id"]]]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_wires_are_made_and_cut_and_refusals_are_given_with_reasons(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    small(page)
    path = open_editor(page, webhook, looped(webhook))
    lists = page.locator("#editor-list")
    inner = lists.locator("li[data-key=each] > ol > li[data-key=inside]")
    expect(inner).to_contain_text("Say it")
    loose = lists.get_by_role("heading", name="Nothing leads to these")
    expect(loose).to_be_visible()

    lists.get_by_role("button", name="Say when done").press("Enter")
    target = lists.get_by_label("Leads to: another node")
    expect(target).to_contain_text("A wire cannot leave or enter a loop.")
    target.select_option("loose")
    lists.get_by_role("button", name="Connect", exact=True).press("Enter")
    expect(loose).to_be_hidden()
    lists.get_by_role("button", name="Each", exact=False).first.press("Enter")
    lists.get_by_role("button", name="Disconnect 3 Say when done").press("Enter")
    expect(loose).to_be_visible()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    nodes = {node["id"]: node for node in saved(webhook, path)["nodes"]}
    assert nodes["after"]["outputIds"] == [["loose"]]
    assert nodes["each"]["outputIds"] == [[], ["inside"]]


def test_a_node_is_deleted_and_comes_back(page: Page, running: RunningServer) -> None:
    webhook = running.webhook()
    small(page)
    open_editor(page, webhook, looped(webhook))
    lists = page.locator("#editor-list")
    lists.get_by_role("button", name="Never said").press("Enter")
    lists.get_by_role("button", name="Delete").press("Enter")
    expect(lists.get_by_text("Never said")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(lists.get_by_text("Never said")).to_be_visible()


def test_what_is_chosen_but_not_yet_connected_stays_chosen_while_problems_come(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    small(page)
    path = open_editor(page, webhook, looped(webhook))
    lists = page.locator("#editor-list")
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/check", keep)
    lists.get_by_role("button", name="Say when done").press("Enter")
    name = lists.get_by_label("Name", exact=True)
    with page.expect_request("**/check"):
        name.fill("Done")
        name.press("Tab")
    target = lists.get_by_label("Leads to: another node")
    target.select_option("loose")
    with page.expect_response("**/check"):
        kept[0].continue_()
    page.unroute("**/check", keep)
    # The list is drawn anew with the next frame, but not what was chosen in it.
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    expect(target).to_have_value("loose")
    lists.get_by_role("button", name="Connect", exact=True).press("Enter")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved")
    nodes = {node["id"]: node for node in saved(webhook, path)["nodes"]}
    assert nodes["after"]["outputIds"] == [["loose"]]
    assert nodes["after"]["meta"]["label"] == "Done"


def test_a_button_that_is_pressed_right_after_typing_does_what_it_says(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    small(page)
    open_editor(page, webhook, looped(webhook))
    lists = page.locator("#editor-list")
    lists.get_by_role("button", name="Never said").press("Enter")
    lists.get_by_label("Name", exact=True).fill("Never")
    lists.get_by_role("button", name="Delete").hover()
    # Leaving the field changes the list, while the button is held.
    page.mouse.down()
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    page.mouse.up()
    expect(lists.get_by_role("button", name="Never")).to_have_count(0)


def test_axe_finds_nothing_in_the_list_view(page: Page, running: RunningServer) -> None:
    webhook = running.webhook()
    small(page)
    open_editor(page, webhook, looped(webhook))
    lists = page.locator("#editor-list")
    lists.get_by_role("button", name="Say when done").press("Enter")
    expect(lists.get_by_label("Name", exact=True)).to_be_visible()
    assert problems(page) == []
