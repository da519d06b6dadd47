"""Webhooks: creating, changing, deleting, and what must go together."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from webhooks.errors import Invalid, NotFound
from webhooks.ids import digest, new_id
from webhooks.services import webhooks
from webhooks.services.site import Site


def test_a_name_is_all_it_needs(site: Site) -> None:
    application = cast.application(site)
    created = webhooks.create(site, application.id, {"name": "Orders"})
    found = webhooks.get(site, application.id, created.id)
    assert found.response_code == 200
    assert found.enabled
    assert found.token_hash == digest(found.token)
    url = webhooks.url(site, found)
    assert url == f"http://127.0.0.1:8000/webhooks/{found.token}"
    with pytest.raises(Invalid):
        webhooks.create(site, application.id, {})


def test_what_is_returned_is_what_is_stored(site: Site) -> None:
    application = cast.application(site)
    created = webhooks.create(site, application.id, {"name": "Orders"})
    found = webhooks.get(site, application.id, created.id)
    for column in webhooks.Webhook.__table__.columns.keys():  # noqa: SIM118
        assert getattr(created, column) == getattr(found, column)


def test_a_change_leaves_everything_else(site: Site, clock: FrozenClock) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application, description="kept", response_code=202)
    clock.move(1)
    changed = webhooks.update(site, application.id, webhook.id, {"name": "New"})
    assert (changed.name, changed.description, changed.response_code) == (
        "New",
        "kept",
        202,
    )
    assert changed.last_updated > webhook.last_updated
    assert changed.creation_date == webhook.creation_date


def test_an_empty_change_changes_nothing(site: Site, clock: FrozenClock) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    clock.move(1)
    changed = webhooks.update(site, application.id, webhook.id, {})
    assert changed.last_updated == webhook.last_updated


def test_parallel_changes_of_different_fields_all_stay(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    values = {
        "description": "d",
        "response_code": 202,
        "wait_for_reply": True,
        "basic_auth_username": "u",
        "basic_auth_password": "p",
        "cast_buffers_as": "hex",
        "annotate_multipart": True,
        "enabled": False,
        "allow_cors": True,
        "include_raw_body": True,
    }
    with ThreadPoolExecutor(10) as pool:
        list(
            pool.map(
                lambda item: webhooks.update(
                    site, application.id, webhook.id, dict([item])
                ),
                list(values.items()) * 5,
            )
        )
    found = webhooks.get(site, application.id, webhook.id)
    assert {column: getattr(found, column) for column in values} == values


def test_a_code_is_needed_by_the_state_that_results(site: Site) -> None:
    application = cast.application(site)
    with pytest.raises(Invalid):
        cast.webhook(site, application, verification_type="facebook")
    webhook = cast.webhook(
        site, application, verification_type="facebook", verification_code="code"
    )
    with pytest.raises(Invalid):
        webhooks.update(site, application.id, webhook.id, {"verification_code": ""})
    webhooks.update(site, application.id, webhook.id, {"verification_type": "fitbit"})
    changes = {"verification_type": "none", "verification_code": ""}
    webhooks.update(site, application.id, webhook.id, changes)
    with pytest.raises(Invalid):
        webhooks.update(
            site, application.id, webhook.id, {"verification_type": "fitbit"}
        )
    assert webhooks.get(site, application.id, webhook.id).verification_type == "none"


def test_html_can_be_forbidden_only_when_no_reply_needs_it(site: Site) -> None:
    application = cast.application(site)
    reply = {"headers": {"Content-Type": "text/html"}, "body": "<p>"}
    with pytest.raises(Invalid):
        cast.webhook(site, application, static_reply=reply)
    webhook = cast.webhook(
        site, application, static_reply=reply, allow_html_replies=True
    )
    with pytest.raises(Invalid):
        webhooks.update(site, application.id, webhook.id, {"allow_html_replies": False})
    changes = {"allow_html_replies": False, "static_reply": None}
    changed = webhooks.update(site, application.id, webhook.id, changes)
    assert changed.static_reply is None


def test_a_websocket_stays_what_it_is(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    same = {"is_websocket": False}
    webhooks.update(site, application.id, webhook.id, same)
    with pytest.raises(Invalid):
        webhooks.update(site, application.id, webhook.id, {"is_websocket": True})


@pytest.mark.parametrize("column", webhooks.SECRET_FIELDS)
def test_a_placeholder_keeps_the_secret(site: Site, column: str) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application, **{column: "secret"})
    changes = {column: webhooks.SECRET_PLACEHOLDER, "name": "New"}
    changed = webhooks.update(site, application.id, webhook.id, changes)
    assert (getattr(changed, column), changed.name) == ("secret", "New")
    with pytest.raises(Invalid):
        cast.webhook(site, application, **{column: webhooks.SECRET_PLACEHOLDER})


def test_a_rotated_url_is_new(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    rotated = webhooks.rotate_token(site, application.id, webhook.id)
    assert rotated.token != webhook.token
    assert rotated.token_hash == digest(rotated.token)


def test_deleting_lets_waiting_callers_go(site: Site) -> None:
    application = cast.application(site)
    webhook, other = cast.webhook(site, application), cast.webhook(site, application)
    with (
        site.replies.open("r.1", webhook.id, new_id()) as pending,
        site.replies.open("r.2", other.id, new_id()) as unrelated,
    ):
        webhooks.delete(site, application.id, webhook.id)
        assert pending.taken
        assert not unrelated.taken
    with pytest.raises(NotFound):
        webhooks.delete(site, application.id, webhook.id)


def test_a_webhook_of_another_application_does_not_exist(site: Site) -> None:
    application, other = cast.application(site), cast.application(site, "Other")
    webhook = cast.webhook(site, application)
    for call in (
        lambda: webhooks.get(site, other.id, webhook.id),
        lambda: webhooks.update(site, other.id, webhook.id, {"name": "x"}),
        lambda: webhooks.delete(site, other.id, webhook.id),
        lambda: webhooks.rotate_token(site, other.id, webhook.id),
        lambda: webhooks.list_(site, new_id()),
        lambda: webhooks.create(site, new_id(), {"name": "x"}),
    ):
        with pytest.raises(NotFound):
            call()
    assert webhooks.get(site, application.id, webhook.id).name == "Order intake"
