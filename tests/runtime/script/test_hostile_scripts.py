"""Scripts that attack: each ends with its own error, and the next one works."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.runtime.script.conftest import LIMITS
from webhooks.runtime.script import ScriptError, ScriptPool


@pytest.fixture(scope="module")
def brief() -> Iterator[ScriptPool]:
    """A child for scripts that never end, so that they end soon."""
    made = ScriptPool(replace(LIMITS, cpu_seconds=0.3), 1)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _the_pool_works_afterwards(pool: ScriptPool) -> Iterator[None]:
    yield
    assert pool.run("another", "return 1", "{}").value_json == "1"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        # W01.
        ("while (true) {}", "TimeLimit"),
        ("for (;;) { try { for (;;) {} } finally { continue } }", "TimeLimit"),
        ("/^(a+)+$/.test('a'.repeat(34) + 'b')", "TimeLimit"),
        ("var all = []; for (;;) all.push(new Array(10000).fill(1))", "MemoryLimit"),
        ("var s = 'a'; for (;;) s += s", "MemoryLimit"),
        ("return new ArrayBuffer(1e9)", "MemoryLimit"),
        ("return 'x'.repeat(1e8)", "MemoryLimit"),
        ("(function f() { f() })()", "RangeError"),
        ("var a = []; for (var i = 0; i < 1e5; i++) a = [a]; return a", "RangeError"),
        ("for (var i = 0; i < 100; i++) payload = [payload]", "ResultTooLarge"),
        ("return 'x'.repeat(5 * 1024 * 1024)", "ResultTooLarge"),
        ("return Array(1.2e6).fill(10000)", "ResultTooLarge"),
        # What JSON cannot hold.
        ("payload.self = payload", "TypeError"),
        ("return 1n", "TypeError"),
        ("return function () {}", "TypeError"),
        ("return Symbol()", "TypeError"),
        ("return Promise.resolve(1)", "TypeError"),
        ("return {get a() { throw new EvalError('a') }}", "EvalError"),
        ("return {toJSON() { throw new EvalError('a') }}", "EvalError"),
        ("return new Proxy({}, {ownKeys() { throw new EvalError('a') }})", "EvalError"),
        ("return {get a() { for (;;) {} }}", "TimeLimit"),
        # What is thrown may be anything.
        ("throw 'text'", "Error"),
        ("throw undefined", "Error"),
        ("throw Symbol()", "Error"),
        ("throw {get message() { throw 1 }}", "Error"),
        ("throw new Proxy(new Error(), {get() { throw 1 }})", "Error"),
        ("let e = Error(); e.name = {toString() { for(;;); }}; throw e", "TimeLimit"),
        ("var e = new Error('a'); e.name = 'N'.repeat(1e6); throw e", "N" * 100 + "…"),
        ("var e = Error(); e.stack = 'at (<input>:x:y)'.repeat(1e4); throw e", "Error"),
        ("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", "TypeError"),
        ("var s = 'x'.repeat(3e7); for (;;) console.log(s + s)", "MemoryLimit"),
    ],
)  # fmt: skip
def test_a_script_ends_with_the_error_it_deserves(
    pool: ScriptPool, brief: ScriptPool, source: str, name: str
) -> None:
    used = brief if name == "TimeLimit" else pool
    with pytest.raises(ScriptError) as caught:
        used.run("application", source, "{}")
    assert caught.value.name == name
    assert used.run("another", "return 1", "{}").value_json == "1"


@pytest.mark.parametrize(
    "tampering",
    [
        "JSON.stringify = function () { return '[666]' }",
        "JSON.parse = null",
        "Array.prototype.toJSON = String.prototype.toJSON = function () { return 7 }",
        "Object.setPrototypeOf = String.prototype.slice = null",
        "Function.prototype.call = Function.prototype.bind = null",
        "Object.defineProperty(Object.prototype, 'then', {get() { throw 1 }})",
        "console.log = null; delete globalThis.JSON",
        "$keep = null",
    ],
)
def test_changed_built_ins_change_no_answer(pool: ScriptPool, tampering: str) -> None:
    source = f"console.warn('a'); {tampering}; console.warn('b'); return 'mine'"
    result = pool.run("a", source, json.dumps({"a": 1}))
    assert result.value_json == '"mine"'
    assert result.logs == (("warn", "a"), ("warn", "b"))
    with pytest.raises(ScriptError) as caught:
        pool.run("a", f"{tampering}; null.x", "{}")
    assert caught.value.name == "TypeError"


def test_who_breaks_the_engines_own_json_loses_only_the_logs(pool: ScriptPool) -> None:
    breaking = "Object.defineProperty(Array.prototype, 0, {set() { throw 1 }})"
    result = pool.run("a", f"console.log(1); {breaking}; return 'mine'", "{}")
    assert (result.value_json, result.logs) == ('"mine"', ())


@pytest.mark.parametrize(
    "source",
    [
        "import('os').then(m => payload.m = m)",
        "return [typeof std, typeof os, typeof WebAssembly, typeof Worker].join()",
        "return (function () {}).constructor('return typeof process')()",
    ],
)
def test_there_is_no_way_to_the_machine(pool: ScriptPool, source: str) -> None:
    value = pool.run("a", source, "{}").value_json or ""
    assert set(json.loads(value) and value.strip('"').split(",")) <= {"undefined", "{}"}


def test_a_break_out_stays_in_the_sandbox(pool: ScriptPool) -> None:
    source = (
        "}}); (function ($keep) { return function (payload) { $keep([6]); return 7;"
    )
    assert pool.run("a", source, "{}").value_json == "7"
