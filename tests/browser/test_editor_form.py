"""The editor's form: what is typed there and nothing else gets into the document."""

from playwright.sync_api import expect

from tests.browser import form_page
from tests.browser.watched import Watched


def test_typing_writes_one_value_and_keeps_the_rest(watched: Watched) -> None:
    page = watched.page
    given = {
        "headerInfo": [{"keyTemplate": "X-One", "valueTemplate": 7, "own": [1]}],
        "uriTemplate": "https://a.example/",
        "odd": {"b": 1, "a": None},
    }
    form_page.open_form(page, form_page.node("HttpNode", given, extra=True))
    form_page.select(page, "n1")
    row = page.get_by_role("group", name="Headers 1")
    expect(row.get_by_label("Name")).to_have_value("X-One")
    expect(row.get_by_label("Value")).to_have_value("7")
    row.get_by_label("Name").fill("X-Two")
    row.get_by_label("Value").fill("8")
    assert form_page.config(page) == given | {
        "headerInfo": [{"keyTemplate": "X-Two", "valueTemplate": 8, "own": [1]}]
    }
    assert list(form_page.config(page)) == list(given)
    row.get_by_label("Value").fill("{{data.n}}")
    assert form_page.config(page)["headerInfo"][0]["valueTemplate"] == "{{data.n}}"
    assert form_page.document(page)["nodes"][0]["extra"] is True


def test_the_caret_stays_while_the_document_and_its_problems_change(
    watched: Watched,
) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("ConditionalNode", {"expression": "ad"}))
    form_page.select(page, "n1")
    field = page.get_by_label("Expression")
    field.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("b")
    page.evaluate(
        "store.setProblems([{pointer: '/nodes/0/config/expression',"
        " message: 'A sign is missing.', severity: 'error'}])"
    )
    page.keyboard.type("c")
    expect(field).to_have_value("abcd")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "A comparison such as {{data.body.total}} > 100. A sign is missing."
    )
    page.evaluate("store.setProblems([])")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert page.evaluate("document.activeElement.selectionStart") == 3


def test_undo_and_redo_reach_the_fields_word_by_word(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("DebugNode", {"message": "a"}))
    form_page.select(page, "n1")
    message = page.get_by_label("Message")
    message.fill("ab")
    message.fill("abc")
    page.get_by_label("Level").select_option("warn")
    message.fill("abcd")
    page.evaluate("store.undo()")
    expect(message).to_have_value("abc")
    page.evaluate("store.undo()")
    expect(page.get_by_label("Level")).to_have_value("verbose")
    page.evaluate("store.undo()")
    expect(message).to_have_value("a")
    assert form_page.config(page) == {"message": "a"}
    page.evaluate("store.redo()")
    expect(message).to_have_value("abc")


def test_rows_are_added_moved_and_removed_by_keyboard(watched: Watched) -> None:
    page = watched.page
    cases = [{"caseTemplate": "one"}, {"caseTemplate": "two", "own": 1}]
    form_page.open_form(page, form_page.node("SwitchNode", {"cases": cases}))
    form_page.select(page, "n1")
    page.get_by_role("button", name="Move down Cases 1").press("Enter")
    assert form_page.config(page)["cases"] == [cases[1], cases[0]]
    expect(page.get_by_role("button", name="Move up Cases 2")).to_be_focused()
    page.get_by_role("button", name="Add to Cases").press("Enter")
    page.keyboard.type("three")
    added = {"caseTemplate": "three", "dontBreak": False}
    assert form_page.config(page)["cases"] == [cases[1], cases[0], added]
    page.get_by_role("button", name="Remove Cases 1").press("Enter")
    expect(page.get_by_role("button", name="Remove Cases 1")).to_be_focused()
    first = page.get_by_role("group", name="Cases 1")
    expect(first.get_by_label("Equals")).to_have_value("one")
    page.evaluate("store.undo()")
    expect(first.get_by_label("Equals")).to_have_value("two")


def test_a_value_follows_the_field_that_tells_its_kind(watched: Watched) -> None:
    page = watched.page
    rules = [{"type": "push", "inputTemplate": "{{data.n}}"}]
    form_page.open_form(page, form_page.node("ArrayNode", {"rules": rules}))
    form_page.select(page, "n1")
    row = page.get_by_role("group", name="Rules 1")
    row.get_by_role("combobox", name="Rule").select_option("filter")
    expect(row.get_by_label("Input")).to_have_value("{{data.n}}")
    expect(row.get_by_text("A formula over")).to_be_visible()
    row.get_by_role("combobox", name="Rule").select_option("pop")
    expect(row.get_by_label("Input")).to_be_hidden()
    expect(row.get_by_label("Result")).to_be_visible()


def test_values_of_other_types_and_unknown_words_are_kept_and_shown(
    watched: Watched,
) -> None:
    page = watched.page
    given = {
        "method": "BREW",
        "uriTemplate": {"deep": [1]},
        "headerInfo": "none",
        "timeoutTemplate": 30,
        "disableRedirects": "maybe",
    }
    form_page.open_form(page, form_page.node("HttpNode", given))
    form_page.select(page, "n1")
    expect(page.get_by_label("Method")).to_have_value("BREW")
    expect(page.get_by_label("Headers", exact=True)).to_have_value("none")
    expect(page.get_by_text("which is neither yes nor no")).to_be_visible()
    address = page.get_by_label("URL")
    address.fill('{"deep": ')
    expect(page.get_by_text("It is not taken over")).to_be_visible()
    assert form_page.config(page) == given
    address.fill('{"deep": [2]}')
    expect(page.get_by_text("It is not taken over")).to_be_hidden()
    page.get_by_label("Time-out").fill("5")
    changed = {"uriTemplate": {"deep": [2]}, "timeoutTemplate": 5}
    assert form_page.config(page) == given | changed


def test_settings_without_a_field_are_edited_as_json(watched: Watched) -> None:
    page = watched.page
    given = {"old": 1, "message": "m", "more": {"x": 1}}
    form_page.open_form(page, form_page.node("DebugNode", given))
    form_page.select(page, "n1")
    page.get_by_text("Other settings").click()
    area = page.get_by_label("As JSON")
    area.fill('{"more": {"x": 2}, "fresh": null, "old": 1}')
    assert form_page.config(page) == given | {"more": {"x": 2}, "fresh": None}
    assert list(form_page.config(page)) == ["old", "message", "more", "fresh"]
    area.fill('{"message": "n"}')
    expect(page.get_by_text("message has a field of its own")).to_be_visible()
    assert form_page.config(page)["message"] == "m"


def test_an_example_is_put_in_and_taken_back(watched: Watched) -> None:
    page = watched.page
    form_page.open_form(page, form_page.node("DelayNode", {"delay": "9", "own": 1}))
    form_page.select(page, "n1")
    page.get_by_text("Help and examples").click()
    page.get_by_role("button", name="Use these settings").first.click()
    assert form_page.config(page) != {"delay": "9", "own": 1}
    page.evaluate("store.undo()")
    assert form_page.config(page) == {"delay": "9", "own": 1}
    expect(page.get_by_label("Seconds")).to_have_value("9")


def test_somebody_who_may_not_edit_sees_everything_and_changes_nothing(
    watched: Watched,
) -> None:
    page = watched.page
    may = {"edit": False, "press": False, "seesSecrets": False}
    config = {"level": "warn", "message": "{{data.x}}"}
    form_page.open_form(page, form_page.node("DebugNode", config), may=may)
    form_page.select(page, "n1")
    expect(page.get_by_label("Level")).to_be_disabled()
    expect(page.get_by_label("Message")).to_have_attribute("readonly", "")
    expect(page.get_by_role("button", name="Delete this node")).to_have_count(0)


def test_a_problem_without_a_control_stands_at_the_top(watched: Watched) -> None:
    page = watched.page
    problem = {"pointer": "/nodes/0/outputIds", "message": "No.", "severity": "error"}
    form_page.open_form(page, form_page.node("DebugNode"), problems=[problem])
    form_page.select(page, "n1")
    expect(page.locator(".sh-form-notes")).to_contain_text("No.")


def test_the_focus_goes_to_the_field_of_a_problem(watched: Watched) -> None:
    page = watched.page
    config = {"cases": [{"caseTemplate": "a"}]}
    form_page.open_form(page, form_page.node("SwitchNode", config))
    form_page.select(page, "n1")
    page.evaluate("store.tell('focus-form', {path: '/config/cases/0/caseTemplate'})")
    expect(page.get_by_label("Equals")).to_be_focused()
