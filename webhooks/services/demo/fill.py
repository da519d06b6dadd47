"""Filling an empty instance with the story, up to this moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Final

from sqlalchemy import func, select

from webhooks.errors import Conflict
from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services import database, users
from webhooks.services.demo import greenhouse, people, shop
from webhooks.services.demo.inline_runs import InlineRuns
from webhooks.services.demo.stage import Stage
from webhooks.services.demo.story_clock import StoryClock
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage.models import Application, Delivery, Run
from webhooks.storage.quick_writer import QuickWriter

DAYS: Final = 14
SEED: Final = 20
_NOT_EMPTY: Final = (
    "This data directory is in use: it has users or applications. Name an empty one "
    "in SWITCHHOOK_INSTANCE; the demo never mixes with real data."
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What there is now, and who can sign in."""

    emails: tuple[str, ...]
    applications: int
    deliveries: int
    runs: int


def fill(site: Site, password: str, days: int = DAYS, seed: int = SEED) -> Filled:
    """Tell the story of the last days in an instance that is still empty.

    Nothing goes out to the network. The same seed tells the same story.
    Raises Conflict when the instance holds anything or a server runs on it, and
    Invalid when the password breaks the rules.
    """
    database.upgrade(site)
    with _alone(site):
        secret_key(site.settings.instance)
        _check_empty(site)
        random = Random(seed)  # noqa: S311  # a story, and no secret
        end = site.clock.now()
        begin = (end - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
        clock = StoryClock(begin - timedelta(hours=1), random)
        told = replace(site, clock=clock.clock, make_writer=QuickWriter)
        told.runner = InlineRuns(told)
        try:
            stage = Stage(told, clock, random)
            cast = people.move_in(stage, password)
            ada = cast.administrator
            garden, store = greenhouse.build(stage, ada), shop.build(stage, ada)
            people.join(stage, (garden.application, store.application))
            told_events = [
                *greenhouse.events(stage, garden, begin, end),
                *shop.events(stage, store, begin, end),
            ]
            stage.play(told_events)
            clock.move_to(end)
            people.hand_out_tokens(stage, ada, garden.application)
            return _counted(told, cast.emails)
        finally:
            # The engine is the caller's; what was opened for the story is not.
            _close(told)


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Keep servers away. Raises Conflict while one runs."""
    lock = InstanceLock(site.settings.instance)
    try:
        lock.acquire()
    except InstanceHeld as error:
        raise Conflict(str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _check_empty(site: Site) -> None:
    with site.store.reading() as session:
        found = session.scalar(select(func.count()).select_from(Application)) or 0
    if found or users.count(site):
        raise Conflict(_NOT_EMPTY)


def _counted(site: Site, emails: tuple[str, ...]) -> Filled:
    with site.store.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Application, Delivery, Run)
        ]
    return Filled(emails, *counts)


def _close(site: Site) -> None:
    for name in ("scripts", "mqtt", "endpoints", "reader"):
        if name in site.__dict__:
            getattr(site, name).close()
    site.store.writer.close()
