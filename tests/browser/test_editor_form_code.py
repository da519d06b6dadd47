"""Code fields: CodeMirror where it loads, a plain text area where it does not."""

from playwright.sync_api import Route, expect

from tests.browser import form_page
from tests.browser.watched import Watched

SCRIPT = "const a = 1;\nreturn payload;"


def test_a_script_is_edited_and_tab_leaves_it(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("RawFunctionNode", {"script": SCRIPT}))
    form_page.select(page, "n1")
    editor = page.get_by_role("textbox", name="Script")
    expect(editor).to_have_class("cm-content cm-lineWrapping")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" // done")
    assert form_page.config(page) == {"script": f"{SCRIPT} // done"}
    page.evaluate("store.undo()")
    expect(editor).not_to_contain_text("// done")
    assert form_page.config(page) == {"script": SCRIPT}
    editor.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Scope")).to_be_focused()


def test_a_script_completes_the_payload(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("RawFunctionNode", {"script": ""}))
    payload = {"data": {"list": [{"a-b": 1}]}}
    page.evaluate("payload => store.setSample({payload})", payload)
    form_page.select(page, "n1")
    editor = page.get_by_role("textbox", name="Script")
    expect(editor).to_have_class("cm-content cm-lineWrapping")
    editor.click()
    page.keyboard.type("return payload.data.l")
    expect(page.get_by_role("option")).to_have_count(3)
    expect(page.get_by_role("option").nth(2)).to_contain_text(
        'payload.data.list[0]["a-b"]'
    )
    page.get_by_role("option").nth(1).click()
    expect(editor).to_contain_text("return payload.data.list[0]")


def test_an_error_reaches_the_code_field(watched: Watched) -> None:
    page = watched.page
    config = {"schemaType": "json", "schema": "{}"}
    form_page.open_form(page, form_page.node("ValidatePayloadNode", config))
    form_page.select(page, "n1")
    editor = page.get_by_role("textbox", name="Schema")
    expect(editor).to_have_class("cm-content cm-lineWrapping")
    page.evaluate(
        "store.setProblems([{pointer: '/nodes/0/config/schema',"
        " message: 'Not a schema.', severity: 'error'}])"
    )
    expect(editor).to_have_attribute("aria-invalid", "true")
    expect(editor).to_have_attribute(
        "aria-description", "A JSON schema of draft 4. Not a schema."
    )


def test_code_is_enlarged_and_comes_back(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("RawFunctionNode", {"script": SCRIPT}))
    form_page.select(page, "n1")
    page.get_by_role("button", name="Enlarge Script").click()
    dialog = page.get_by_role("dialog", name="Script")
    expect(dialog.get_by_role("textbox", name="Script")).to_be_focused()
    page.keyboard.type("x")
    page.get_by_role("button", name="Back to the form").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("textbox", name="Script")).to_be_focused()
    assert form_page.config(page) == {"script": f"x{SCRIPT}"}


def test_whoever_writes_before_the_code_editor_comes_goes_on_where_they_are(
    watched: Watched,
) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("RawFunctionNode", {"script": SCRIPT}))
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/codemirror.js", keep)
    with page.expect_request("**/codemirror.js"):
        form_page.select(page, "n1")
    page.get_by_label("Script", exact=True).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" // do")
    kept[0].fallback()
    editor = page.get_by_role("textbox", name="Script")
    expect(editor).to_have_class("cm-content cm-lineWrapping")
    expect(editor).to_be_focused()
    page.keyboard.type("ne")
    assert form_page.config(page) == {"script": f"{SCRIPT} // done"}


def test_without_codemirror_there_is_a_text_area(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("RawFunctionNode", {"script": SCRIPT}))

    def refuse(route: Route) -> None:
        route.fulfill(status=404)

    page.route("**/codemirror.js", refuse)
    form_page.select(page, "n1")
    area = page.get_by_label("Script", exact=True)
    expect(area).to_have_value(SCRIPT)
    area.fill("return 1;")
    assert form_page.config(page) == {"script": "return 1;"}
    page.wait_for_function("said.some((each) => each.includes('plain text field'))")
    # Chromium reports the refusal, which is right.
    assert "404" in watched.complaints.pop()
