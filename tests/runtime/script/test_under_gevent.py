"""The same code in a patched process, as the server is: nothing else stands still."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Nothing here depends on how quick the machine is: the loops of the first pool
# last until they are killed, and what is left to the second can only be too slow.
PROGRAM = """
import gevent.monkey; gevent.monkey.patch_all()
import json, gevent
from webhooks.runtime.script import ScriptError, ScriptLimits, ScriptPool

ticks = 0
def heartbeat():
    global ticks
    while True:
        gevent.sleep(0.005)
        ticks += 1
gevent.spawn(heartbeat)

def outcome(pool, group, source):
    try:
        return pool.run(group, source, '{"a": 1}').value_json
    except ScriptError as error:
        return error.name

pool = ScriptPool(ScriptLimits(cpu_seconds=600, wall_seconds=600, wait_seconds=600))
loops = [gevent.spawn(outcome, pool, "bad", "while (true) {}") for _ in range(4)]
good = [gevent.spawn(outcome, pool, "good", "return payload.a") for _ in range(8)]
while pool.stats().running < 2 or ticks < 20:
    gevent.sleep(0.005)
waiting = sum(not call.ready() for call in loops + good)
# Two of the loops hold both places; the one that is free now is not for a third.
loops[0].kill()
gevent.joinall(good)
running = sum(not loop.ready() for loop in loops)
gevent.killall(loops)
large = [gevent.spawn(pool.run, "large", "", '"' + "x" * 3_000_000 + '"')
         for _ in range(3)]
gevent.joinall(large)
killed = gevent.spawn(pool.run, "good", "while (true) {}", "{}")
gevent.sleep(0.05)
killed.kill()
after = outcome(pool, "good", "return 1")
pids = pool.stats().pids
pool.close()

short = ScriptPool(ScriptLimits(cpu_seconds=0.3, wall_seconds=1, wait_seconds=600))
sources = ["while (true) {}"] * 2 + ["new Array(2 ** 31).join()"]
ended = [gevent.spawn(outcome, short, "bad", source) for source in sources]
gevent.joinall(ended)
short.close()
print(json.dumps([
    waiting, [call.value for call in good], running,
    [call.value for call in ended],
    [len(call.value.value_json) for call in large], after, len(pids),
]))
"""


def test_scripts_run_beside_the_heartbeat() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    waiting, good, running, ended, large, after, children = json.loads(ran.stdout)
    assert waiting == 12
    assert set(good) == {"1"}
    assert running == 3, "one application's loops held up another's scripts"
    assert ended == ["TimeLimit"] * 3
    assert large == [3_000_002] * 3
    assert after == "1"
    assert children == 2
