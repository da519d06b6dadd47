"""What nodes reach: values come back as payloads can hold them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.services.flow_parts import node
from tests.services.pressed import press, pressed_flow
from tests.services.serving import Serving, stored_runs
from webhooks.runtime.script import ScriptResult
from webhooks.services import runs, workflow_entries, workflow_storage
from webhooks.services.applications import Application
from webhooks.services.site import Site


class Scripts:
    """Scripts whose result is known."""

    def __init__(self, result: str) -> None:
        self.result = result

    def run(self, *_: Any, **__: Any) -> ScriptResult:
        return ScriptResult(self.result, ())

    def close(self) -> None:
        pass


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def test_half_a_surrogate_pair_from_a_script_can_be_stored_and_shown(
    site: Site, serving: Serving, owner: Application
) -> None:
    """No database and no page can hold it."""
    site.__dict__["scripts"] = Scripts('{"x": "a\\ud800b", "n": 1.5}')
    script = node("RawFunctionNode", {"script": "payload.x = 1"}, "b")
    path = {"keyName": "k", "valueType": "path", "value": "x"}
    flow = pressed_flow(site, owner, script, node("StoreValueNode", path, id_="b"))
    run_id = press(site, flow)
    serving.settle()
    assert [run.status for run in stored_runs(site)] == ["succeeded"]
    stored = workflow_storage.entries(site, owner.id, flow.id)
    assert stored == {"k": "a\ufffdb"}
    (step, _) = runs.get(site, owner.id, run_id).steps
    assert "a\ufffdb" in (step.after or "")


def test_all_values_are_read_unless_they_are_too_much_for_a_payload(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = {"getAll": True, "valuePath": "all"}
    flow = pressed_flow(site, owner, node("GetValueNode", config))
    put: Callable[..., Any] = workflow_entries.put
    for number in range(401):
        job = put(flow.id, workflow_entries.STORAGE, f"k{number}", str(number), 0)
        site.store.writer.submit(job)
    press(site, flow)
    serving.settle()
    monkeypatch.setattr(workflow_entries, "LARGEST_TOTAL", 1000)
    press(site, flow)
    serving.settle()
    first, second = stored_runs(site)
    assert (first.status, second.status) == ("succeeded", "failed")
    assert '\\"k400\\":400' in (first.steps or "")
    assert "together have more than 1000 bytes" in (second.error or {})["message"]
