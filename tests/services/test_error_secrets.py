"""What a sender shows in each request is masked in the run of an error, too."""

from tests import cast
from tests.services.arrivals import arrive
from tests.services.flow_parts import count, node, on_webhook, starts
from tests.services.serving import Serving, stored_runs
from webhooks.services.site import Site


def test_the_payload_of_an_error_keeps_no_secret_that_its_sender_shows(
    site: Site, serving: Serving
) -> None:
    owner = cast.application(site)
    throw = node("ThrowErrorNode", {"messageTemplate": "no stock"})
    options = {"where": "query", "name": "door"}
    signature = {"provider": "shared-secret", "secrets": ["open-sesame"]}
    hook = cast.webhook(site, owner, signature={**signature, "options": options})
    flow = cast.workflow(
        site, owner, triggers=[starts(on_webhook(hook.id))], nodes=[throw]
    )
    hears = starts({"type": "flowError", "config": {"scope": "cloud"}})
    cast.workflow(site, owner, triggers=[hears], nodes=[count()])
    assert arrive(site, hook, query="door=open-sesame&shown=1").reply.status == 200
    serving.settle()
    runs = stored_runs(site)
    assert sorted(run.trigger_type for run in runs) == ["flowError", "webhook"]
    error = next(run for run in runs if run.trigger_type == "flowError")
    assert error.workflow_id != flow.id
    assert '\\"shown\\"' in (error.steps or "")
    assert all("sesame" not in (run.steps or "") for run in runs)
