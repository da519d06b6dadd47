"""The serving process's life: what begins after the worker has loaded the
application, and what ends with it.
"""

import logging
import os
import socket
import sqlite3
import sys
import threading
import time
from typing import Any

from webhooks.errors import WebhooksError
from webhooks.runtime.instance_lock import InstanceHeld
from webhooks.services import start
from webhooks.services.jobs import make_scheduler
from webhooks.services.running import begin_running, end_running
from webhooks.services.site import Site
from webhooks.web.current import site_of
from webhooks.web.ingress import Door

# gunicorn stops as a whole, instead of trying again for ever, on this code.
_LOAD_ERROR = 4
_LOOK_SECONDS = 0.05
_NOTIFY_SECONDS = 1.0

_logger = logging.getLogger(__name__)


def begin(
    worker: Any, make_writer: start.MakeWriter, prepared: socket.socket | None
) -> None:
    """Take over the data directory and start what runs beside requests.

    ``prepared`` tells when the preparing process is done, if there is one.
    """
    site = site_of(worker.application)
    # While the data directory is prepared; the first run must not pay for it.
    _ = site.registry, site.templating
    if prepared is not None and not _is_prepared(worker, prepared.fileno()):
        sys.exit(_LOAD_ERROR)
    try:
        start.take_over(site, make_writer, start.LOCK_WAIT_SECONDS, worker.notify)
        begin_running(site)
    except (InstanceHeld, sqlite3.Error, WebhooksError) as error:
        sys.stderr.write(f"Switchhook cannot start: {error}\n")
        sys.exit(_LOAD_ERROR)
    # Opened now, so that the first request does not pay for it.
    _ = site.endpoints, site.replies, site.live, site.limiter
    if site.settings.trusted_proxies == 0:
        # Behind proxies the address comes from a header, which WSGI applies.
        worker.door = Door(site).answer
    scheduler = make_scheduler(site)
    scheduler.start()
    worker.switchhook = (site, scheduler)
    threading.Thread(target=watch_for_stop, args=(worker, site), daemon=True).start()


def _is_prepared(worker: Any, descriptor: int) -> bool:
    """Wait until the data directory is prepared; False if that failed.

    The byte that says so is left in place for the worker after this one.
    """
    with socket.socket(fileno=os.dup(descriptor)) as told:
        told.settimeout(_NOTIFY_SECONDS)
        while True:
            worker.notify()
            try:
                return told.recv(1, socket.MSG_PEEK) == start.PREPARED
            except TimeoutError:
                continue


def end(worker: Any) -> None:
    """Stop what runs beside requests and leave the data directory in order."""
    started = getattr(worker, "switchhook", None)
    if started is None:
        return
    site: Site
    site, scheduler = started
    scheduler.stop()
    end_running(site)
    try:
        start.let_go(site)
    except Exception:  # outermost: the process ends here in any case
        _logger.exception("the data directory was not left in order")


def watch_for_stop(worker: Any, site: Site) -> None:
    """Answer every waiting caller as soon as the worker is told to stop."""
    while worker.alive:
        time.sleep(_LOOK_SECONDS)
    began = time.monotonic()
    site.draining = True
    site.live.close()
    site.work.close()
    released = site.replies.shutdown()
    _logger.info(
        "stopping: %d waiting callers answered in %.3f s",
        released,
        time.monotonic() - began,
    )
