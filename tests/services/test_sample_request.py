"""The test panel's requests: through the same code, marked as tests."""

import pytest

from tests.services.arrivals import webhook
from webhooks.errors import Invalid, NotFound
from webhooks.services import deliveries, sample_request
from webhooks.services.deliveries import Delivery
from webhooks.services.sample_request import Sample
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def send(
    site: Site, hook: Webhook, method: str = "POST", path: str = "/", body: str = "{}"
) -> Sample:
    return sample_request.send(site, hook.application_id, hook.id, method, path, body)


def stored(site: Site, hook: Webhook, sample: Sample) -> Delivery:
    assert sample.delivery_id is not None
    return deliveries.get(site, hook.application_id, hook.id, sample.delivery_id)


def test_it_is_stored_like_a_request_and_marked(site: Site) -> None:
    hook = webhook(site, response_code=201)
    sample = send(site, hook, "PUT", "a/b?c=1#frag", '{"x": "é"}')
    row = stored(site, hook, sample)
    assert sample.reply.status == 201
    assert (row.method, row.path, row.raw_query) == ("PUT", "/a/b", "c=1")
    assert row.body == '{"x": "é"}'.encode()
    assert row.source == "test"


def test_the_webhooks_own_password_and_addresses_do_not_stand_in_the_way(
    site: Site,
) -> None:
    hook = webhook(
        site,
        basic_auth_username="u",
        basic_auth_password="p:ä",
        allowed_addresses=["203.0.113.0/24"],
    )
    assert send(site, hook).reply.status == 200


def test_it_shows_what_a_sender_would_get(site: Site) -> None:
    hook = webhook(site, allowed_methods=["GET"])
    sample = send(site, hook)
    assert sample.reply.status == 405
    assert stored(site, hook, sample).status == "refused"


@pytest.mark.parametrize("path", ["/a b", "/é", "/a\nb", "/\0", "/\ud800"])
def test_it_refuses_a_path_that_no_client_could_send(site: Site, path: str) -> None:
    with pytest.raises(Invalid):
        send(site, webhook(site), path=path)


def test_it_refuses_a_method_that_no_webhook_takes(site: Site) -> None:
    with pytest.raises(Invalid):
        send(site, webhook(site), method="TRACE")


def test_a_body_over_the_limit_is_shown_as_refused(site: Site) -> None:
    hook = webhook(site)
    sample = send(site, hook, body="x" * (site.settings.max_body_bytes + 1))
    assert 400 <= sample.reply.status < 500
    assert sample.delivery_id is None


def test_half_characters_are_no_traceback(site: Site) -> None:
    hook = webhook(site)
    row = stored(site, hook, send(site, hook, body='"\ud800"'))
    assert row.body == b'"\xed\xa0\x80"'


def test_another_applications_webhook_is_not_there(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    with pytest.raises(NotFound):
        sample_request.send(site, other.application_id, hook.id, "GET", "/", "")
