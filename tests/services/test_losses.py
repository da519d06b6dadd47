"""What a deletion would take: counted for each kind, and not without end."""

import pytest

from tests import cast
from tests.services import flow_parts
from tests.web.pages.sending import arrive
from webhooks.services import losses
from webhooks.services.losses import Count
from webhooks.services.site import Site


def test_everything_is_counted_where_it_hangs(site: Site) -> None:
    application = cast.application(site)
    first, second = (cast.webhook(site, application) for _ in range(2))
    for hook in (first, first, second):
        arrive(site, hook)
    workflow = cast.workflow(site, application)
    flow_parts.run(site, workflow)
    elsewhere = cast.application(site, "Elsewhere")
    arrive(site, cast.webhook(site, elsewhere))
    assert losses.deliveries_of_webhook(site, first.id) == Count(2, False)
    assert losses.deliveries_of_application(site, application.id) == Count(3, False)
    assert losses.runs_of_workflow(site, workflow.id) == Count(1, False)
    assert losses.runs_of_application(site, application.id) == Count(1, False)
    assert losses.runs_of_application(site, elsewhere.id) == Count(0, False)
    assert losses.versions_of_workflow(site, workflow.id) == 0


def test_beyond_the_limit_there_are_just_more(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(losses, "COUNTED", 2)
    hook = cast.webhook(site, cast.application(site))
    arrive(site, hook)
    arrive(site, hook)
    assert str(losses.deliveries_of_webhook(site, hook.id)) == "2"
    arrive(site, hook)
    assert str(losses.deliveries_of_webhook(site, hook.id)) == "more than 2"


def test_large_numbers_are_readable() -> None:
    assert str(Count(12_345, False)) == "12,345"
