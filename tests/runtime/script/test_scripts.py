"""What a script is given, and what becomes of what it leaves."""

from collections.abc import Callable
from typing import Any

import pytest

from webhooks.runtime.script import ScriptError, ScriptPool

Run = Callable[..., Any]
Failure = Callable[[str], ScriptError]


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("payload.b = 2", {"a": 1, "b": 2}),
        ("payload = {z: payload.a}", {"z": 1}),
        ("payload.b = 2; return;", {"a": 1, "b": 2}),
        ("payload.b = 2; return undefined", {"a": 1, "b": 2}),
        ("return {v: payload.a}", {"v": 1}),
        ("return null", None),
        ("return 0", 0),
        ("", {"a": 1}),
        ("// a comment at the end", {"a": 1}),
        ("var payload = payload || {}; payload.b = 2", {"a": 1, "b": 2}),
        ("arguments.length = 0; return", {"a": 1}),
        (
            "return [new Date(0), NaN, undefined]",
            ["1970-01-01T00:00:00.000Z"] + 2 * [None],
        ),
        ("const {a, ...rest} = payload; return [a?.b ?? a, rest]", [1, {}]),
        ("return new Date(2020, 0).toISOString()", "2020-01-01T00:00:00.000Z"),
        ("return atob(btoa('abc'))", "abc"),
    ],
)
def test_what_a_script_returns_or_leaves_is_the_payload(
    run: Run, source: str, after: Any
) -> None:
    assert run(source, {"a": 1}) == after


def test_a_script_may_remove_the_payload(pool: ScriptPool) -> None:
    assert pool.run("a", "payload = undefined", "1").value_json is None


def test_the_payload_may_be_any_value(run: Run) -> None:
    assert run("return payload + 1", 1) == 2
    assert run("return payload === null", None) is True


@pytest.mark.parametrize("text", ["é😀", "\0", "\ud800", "\u2028", "</script>"])
def test_text_comes_through_as_it_is(run: Run, text: str) -> None:
    assert run("payload.copy = '' + payload.text", {"text": text})["copy"] == text


def test_text_beyond_ascii_need_not_be_escaped(pool: ScriptPool) -> None:
    source = "return payload + '\ud800é'"
    result = pool.run("a", source, '"\udfffé"')
    assert result.value_json == '"\\udfffé\\ud800é"'


def test_nothing_is_left_for_the_next_script(run: Run) -> None:
    for _ in range(4):
        assert run("const was = typeof found; globalThis.found = 1; return was") == (
            "undefined"
        )


@pytest.mark.parametrize(
    ("time", "kind"),
    [
        ("2026-03-01T10:00:00.000Z", "Date"),
        ("2026-03-01T10:00:00+02:00", "Date"),
        ("2026-99-01T10:00:00.000Z", "String"),
        ("10:00", "String"),
        (1234, "Number"),
    ],
)
def test_the_time_is_a_date_where_the_whole_payload_is_given(
    run: Run, time: Any, kind: str
) -> None:
    source = "return payload.time.constructor.name"
    assert run(source, {"time": time}, revive_time=True) == kind
    assert run(source, {"time": time}) in {"String", "Number"}


def test_a_revived_time_leaves_as_it_came(run: Run) -> None:
    payload = {"time": "2026-03-01T10:00:00.000Z", "data": {"time": "2026"}}
    assert run("", payload, revive_time=True) == payload


def test_a_stopped_clock_stands_still_for_every_way_to_ask(run: Run) -> None:
    source = (
        "return [Date.now(), +new Date(), Date.parse(Date()), +new Date(5),"
        " new Date() instanceof Date, new Date(7).constructor === Date]"
    )
    now = 1_700_000_000_000
    assert run(source, now_ms=now) == [now, now, now, 5, True, True]


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("null.x", "TypeError", 1),
        ("\n\nfoo.bar()", "ReferenceError", 3),
        ("[1].forEach(function () {\n  undefined.x\n})", "TypeError", 2),
        ("\nthrow new RangeError('no')", "RangeError", 2),
        ("let x = 1;\nlet y = ;", "SyntaxError", 2),
        ("if (payload) {\n", "SyntaxError", 2),
        ("await 1", "SyntaxError", 1),
        ("import x from 'y'", "SyntaxError", 1),
        ("a\n\0", "SyntaxError", 2),
        ("}).call(); (function(){", "SyntaxError", 1),
        ("}}); (function(){return function(){", "SyntaxError", None),
    ],
)
def test_errors_are_javascripts_own_with_the_line(
    failure: Failure, source: str, name: str, line: int | None
) -> None:
    error = failure(source)
    assert (error.name, error.line) == (name, line)


def test_the_stack_tells_of_the_users_lines_only(failure: Failure) -> None:
    error = failure("function f() {\n  throw new Error('no')\n}\nconsole.log(1)\nf()")
    assert error.stack == (
        "at f (script:2:13)",
        "at <anonymous> (script:5:1)",
    )
    assert error.message == "no"
    assert error.logs == (("log", "1"),)


@pytest.mark.parametrize(
    "name", ["require", "process", "fetch", "setTimeout", "callback", "Intl"]
)
def test_what_is_missing_is_said_clearly(failure: Failure, name: str) -> None:
    error = failure(f"{name}.x")
    assert error.name == "ReferenceError"
    assert error.message.startswith(f"{name} is not available here: ")


def test_scripts_may_ask_whether_something_is_missing(run: Run) -> None:
    assert run("return typeof require + typeof process") == "undefinedundefined"


def test_syntax_is_checked_without_running(pool: ScriptPool) -> None:
    assert pool.check("while (true) {}") is None
    error = pool.check("\nlet x = ;")
    assert error is not None
    assert (error.name, error.line) == ("SyntaxError", 2)
    assert pool.check("\nlet x = ;") is error
