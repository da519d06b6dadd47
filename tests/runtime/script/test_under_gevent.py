"""The same code in a patched process, as the server is: nothing else stands still."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """
import gevent.monkey; gevent.monkey.patch_all()
import json, gevent
from webhooks.runtime.script import ScriptError, ScriptLimits, ScriptPool

pool = ScriptPool(ScriptLimits(cpu_seconds=0.3, wall_seconds=1.0))
ticks = 0
def heartbeat():
    global ticks
    while True:
        gevent.sleep(0.005)
        ticks += 1
gevent.spawn(heartbeat)

def outcome(group, source):
    before = ticks
    try:
        said = pool.run(group, source, '{"a": 1}').value_json
    except ScriptError as error:
        said = error.name
    return [said, ticks - before]

loops = [gevent.spawn(outcome, "bad", "while (true) {}") for _ in range(4)]
loops += [gevent.spawn(outcome, "bad", "new Array(2 ** 31).join()")]
good = [gevent.spawn(outcome, "good", "return payload.a") for _ in range(20)]
gevent.joinall(good)
running = sum(not loop.ready() for loop in loops)
gevent.joinall(loops)
large = [gevent.spawn(pool.run, "large", "", '"' + "x" * 3_000_000 + '"')
         for _ in range(3)]
gevent.joinall(large)
killed = gevent.spawn(pool.run, "good", "while (true) {}", "{}")
gevent.sleep(0.05)
killed.kill()
after = outcome("good", "return 1")
pids = pool.stats().pids
pool.close()
print(json.dumps([
    [loop.value for loop in loops], [call.value for call in good], running,
    [len(call.value.value_json) for call in large], after, len(pids),
]))
"""


def test_scripts_run_beside_the_heartbeat() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    loops, good, running, large, after, children = json.loads(ran.stdout)
    assert [name for name, _ in loops] == ["TimeLimit"] * 5
    assert all(ticks > 5 for _, ticks in loops), "the hub stood still"
    assert {value for value, _ in good} == {"1"}
    assert running >= 2, "one application's loops held up another's scripts"
    assert large == [3_000_002] * 3
    assert after[0] == "1"
    assert children == 2
