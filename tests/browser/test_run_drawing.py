"""The page of a run: drawn on the canvas, beside the list that needs no script."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import problems
from tests.browser.canvas_page import trigger
from tests.browser.workflows import add_workflow, finished_run
from tests.server.running import RunningServer


def a_run(running: RunningServer) -> str:
    """Return the address of a run's page."""
    webhook = running.webhook()
    flow = add_workflow(webhook)
    webhook.send(b'{"heat": 7}', suffix="/hot")
    run = finished_run(webhook, flow)
    return (
        f"{running.url}/applications/{webhook.application_id}"
        f"/workflows/{flow}/runs/{run}"
    )


def test_a_run_is_drawn_and_steps_lead_to_their_nodes(
    page: Page, running: RunningServer
) -> None:
    page.goto(a_run(running))
    drawing = page.locator("#run-drawing")
    expect(drawing).to_have_attribute("data-state", "drawn")
    expect(drawing.locator(".sh-card", has_text="Is it hot?")).to_be_visible()
    step = page.locator("#run-steps > li").first
    step.get_by_role("button", name="Is it hot?").press("Enter")
    expect(step).to_have_attribute("aria-current", "true")
    expect(drawing.locator(".sh-card-selected")).to_contain_text("Is it hot?")
    assert problems(page) == []


def test_the_drawing_stays_in_view_when_a_telephone_is_turned(
    page: Page, running: RunningServer
) -> None:
    page.goto(a_run(running))
    expect(page.locator("#run-drawing")).to_have_attribute("data-state", "drawn")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function(
        """() => {
          const ground = document.querySelector("#run-drawing").getBoundingClientRect();
          const first = document.querySelector("[data-key='hot']");
          const card = first.getBoundingClientRect();
          return ground.left <= card.left && card.right <= ground.right;
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_run_is_looked_at_from_its_first_step_on(
    page: Page, running: RunningServer
) -> None:
    webhook = running.webhook()
    meta = {"label": "Far", "x": 1600, "y": 900}
    button = {"type": "virtualButton", "meta": {"x": 0, "y": 0}, "outputIds": [[]]}
    path = f"/applications/{webhook.application_id}/flows"
    document = {
        "name": "Wide",
        "triggers": [button, trigger(webhook, ["far"])],
        "nodes": [{"id": "far", "type": "DebugNode", "meta": meta, "outputIds": [[]]}],
    }
    flow = webhook.server.api("POST", path, document).json["id"]
    webhook.send()
    run = finished_run(webhook, flow)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{running.url}{path.replace('flows', 'workflows')}/{flow}/runs/{run}")
    drawing = page.locator("#run-drawing")
    expect(drawing).to_have_attribute("data-state", "drawn")
    drawing.scroll_into_view_if_needed()
    expect(drawing.locator(".sh-card", has_text="Far")).to_be_in_viewport(ratio=0.9)


def test_a_run_is_repeated_with_the_same_payload(
    page: Page, running: RunningServer
) -> None:
    address = a_run(running)
    page.goto(address)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("This is the new run.").first).to_be_visible()
    assert page.url != address
    expect(page.get_by_role("link", name="POST /hot")).to_be_visible()


def test_without_scripts_the_list_of_steps_is_all_there_is(
    chromium: Browser, running: RunningServer, page: Page
) -> None:
    context = chromium.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(a_run(running))
    expect(plain.locator("#run-drawing")).to_be_hidden()
    expect(plain.locator("#run-steps > li").first).to_contain_text("Is it hot?")
    context.close()
