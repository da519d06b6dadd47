"""A webhook that goes while copies of a delivery wait: they learn that it is gone."""

import threading
from collections.abc import Callable

import pytest

from tests import cast
from tests.services.repeated import SECRET, push
from tests.services.serving import until
from webhooks.errors import NotFound
from webhooks.ingress.endpoint import Endpoint
from webhooks.services import removal, webhooks
from webhooks.services.ingress import Received, receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.storage.pruning import Pruner

COPIES = 3
SIGNATURE = {"provider": "github", "secrets": [SECRET], "deduplicate": True}


class Caller:
    """Sends the same push on a thread of its own."""

    def __init__(self, site: Site, endpoint: Endpoint) -> None:
        self.came: Received | Exception | None = None
        self.stored = threading.Event()
        self._site, self._endpoint = site, endpoint
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        request = push()
        try:
            self.came = receive(
                self._site,
                self._endpoint,
                request,
                lambda: request.body,
                body_stored=self.stored.set,
            )
        except NotFound as error:
            self.came = error

    def answer(self) -> Received | Exception | None:
        """Return what the caller got."""
        self._thread.join(30)
        return self.came


def delayed(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> None:
    """Let something happen between letting callers go and deleting rows."""

    class Late(Pruner):
        def step_of(self, webhook_id: str) -> bool:
            meanwhile()
            return super().step_of(webhook_id)

    monkeypatch.setattr(removal, "Pruner", Late)


def hook_of(site: Site, *, waits: bool) -> tuple[Webhook, Endpoint]:
    """Return a webhook that knows copies, as a request finds it that has just come."""
    owner = cast.application(site)
    hook = cast.webhook(site, owner, signature=SIGNATURE, wait_for_reply=waits)
    return hook, site.endpoints.find(hook.token)


def test_copies_of_a_waiting_one_are_told_what_everybody_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, endpoint = hook_of(site, waits=True)
    first = Caller(site, endpoint)
    assert first.stored.wait(30)
    copies = [Caller(site, endpoint) for _ in range(COPIES)]
    until(lambda: site.claims.waiting == COPIES, "all copies wait for the first")
    answers: list[Received | Exception | None] = []

    def meanwhile() -> None:
        answers.extend(copy.answer() for copy in copies[len(answers) :])

    delayed(monkeypatch, meanwhile)
    webhooks.delete(site, hook.application_id, hook.id)
    told = first.answer()
    assert isinstance(told, Received)
    assert told.reply.status == 410
    assert [type(each) for each in answers] == [NotFound] * COPIES
    assert {str(each) for each in answers} == {"Webhook was not found"}


def test_nor_is_a_new_one_taken_whose_row_would_go_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, endpoint = hook_of(site, waits=False)
    answers: list[Received | Exception | None] = []
    delayed(monkeypatch, lambda: answers.append(Caller(site, endpoint).answer()))
    webhooks.delete(site, hook.application_id, hook.id)
    assert [type(each) for each in answers] == [NotFound]
