"""The console of a script: what is kept of it, and that it ends no script."""

import pytest

from webhooks.runtime.script import ScriptPool


def logs(pool: ScriptPool, source: str) -> tuple[tuple[str, str], ...]:
    return pool.run("a", source, "{}").logs


@pytest.mark.parametrize("level", ["log", "info", "warn", "error", "debug"])
def test_every_level_is_kept(pool: ScriptPool, level: str) -> None:
    assert logs(pool, f"console.{level}('a', 1)") == ((level, "a 1"),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{a: [1, 'b']}", '{"a":[1,"b"]}'),
        ("undefined", "undefined"),
        ("null", "null"),
        ("10n", "10n"),
        ("Symbol('s')", "Symbol(s)"),
        ("function f() {}", "[Function: f]"),
        ("() => 1", "[Function: anonymous]"),
        ("new TypeError('no')", "TypeError: no"),
        ("'\\ud800'", "\ufffd"),
        ("'\\0é😀'", "\0é😀"),
        ("{get a() { throw 1 }}", "[a value that cannot be shown]"),
        ("Object.create(null)", "{}"),
        ("...[]", ""),
    ],
)
def test_values_are_shown_as_text(pool: ScriptPool, value: str, text: str) -> None:
    assert logs(pool, f"console.log({value})") == (("log", text),)


def test_a_circle_is_logged_without_an_error(pool: ScriptPool) -> None:
    (entry,) = logs(pool, "var a = {}; a.a = a; console.log(a)")
    assert entry == ("log", "[a value that cannot be shown]")


def test_long_entries_are_cut_and_say_so(pool: ScriptPool) -> None:
    (entry,) = logs(pool, "console.log('x'.repeat(5000))")
    assert entry == ("log", "x" * 4096 + "… (cut)")


def test_the_hundred_and_first_entry_says_that_more_are_missing(
    pool: ScriptPool,
) -> None:
    entries = logs(pool, "for (let i = 0; i < 500; i++) console.log(i)")
    assert entries[:2] == (("log", "0"), ("log", "1"))
    assert entries[100:] == (("warn", "… (only the first 100 entries are kept)"),)
