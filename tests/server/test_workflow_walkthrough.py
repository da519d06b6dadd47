"""The README's workflow answers its caller, and survives a kill in a Delay."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from tests.server.callers import until
from tests.server.flows import UNFINISHED
from tests.server.running import ROOT, RemoteWebhook, RunningServer
from tests.server.typed import typed

BLOCK = re.compile(r"<!-- walkthrough: workflow -->\n```bash\n(.*?)```", re.DOTALL)
# The variables that the walk-through leaves behind, for what is done next.
LEFT = '\nprintf "\\n%s\\n%s\\n%s\\n" "$API" "$TOKEN" "$HOOK"; echo "$FLOW"\n'
# Long enough that the kill comes before it is over, however slow we are.
DELAY = {"id": "wait", "type": "DelayNode", "config": {"delay": "10"}}


def walk_through(server: RunningServer) -> list[str]:
    """Run the README's block; return its output's lines."""
    match = BLOCK.search((ROOT / "README.md").read_text())
    assert match is not None
    return typed(server, match[1] + LEFT)


def test_the_readmes_workflow_answers_its_caller_and_survives_a_kill(
    server: RunningServer,
) -> None:
    answer, *_, api, token, hook_text, flow_text = walk_through(server)
    assert answer.startswith('{"fahrenheit": 70.7 }')
    hook, flow = RemoteWebhook(server, json.loads(hook_text)), json.loads(flow_text)
    path = f"{urlsplit(api).path.removeprefix('/api')}/flows/{flow['id']}"

    def ask(method: str, rest: str = "", value: Any = None) -> Any:
        asked = server.api(method, path + rest, value, token)
        assert asked.status < 300, asked.body
        return asked.json

    def status() -> str:
        return str(ask("GET", "/runs")["items"][0]["status"])

    math, reply = flow["nodes"]
    math["outputIds"], wait = [["wait"]], {**DELAY, "outputIds": [["reply"]]}
    ask("PATCH", value={"nodes": [math, wait, reply]})
    server.api("PATCH", hook.api_path, {"waitForReply": False}, token)
    assert hook.send('{"celsius": 100}').status == 200
    until(lambda: status() == "waiting", "it waits", 30)
    server.kill()
    server.start()
    until(lambda: status() not in UNFINISHED, "it is over", 30)
    run = ask("GET", f"/runs/{ask('GET', '/runs')['items'][0]['id']}")
    assert run["status"] == "succeeded"
    assert [step["nodeId"] for step in run["steps"]] == ["math", "wait", "reply"]
