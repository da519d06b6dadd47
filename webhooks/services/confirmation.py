"""Calling the address with which a sender wants a subscription confirmed.

On a thread of its own, because the sender waits for the answer first. Few at a
time: whoever subscribes again and again must not take up the server.
"""

import logging
import threading
from typing import Final

from webhooks.runtime.http_client import OutboundFailed, OutboundRefused
from webhooks.services.site import Site

SECONDS: Final = 10.0
MOST_BYTES: Final = 64 * 1024
MOST_AT_ONCE: Final = 4

_AGAIN = "ask for the confirmation again at the sender"
_SLOTS = threading.BoundedSemaphore(MOST_AT_ONCE)
_logger = logging.getLogger(__name__)


def call(site: Site, url: str) -> None:
    """Call the address once, soon. What comes of it is in the log.

    The caller has found out that the address is the sender's own. With too many
    under way already it is not called at all.
    """
    if not _SLOTS.acquire(blocking=False):
        _logger.warning(
            "a subscription was not confirmed at %s: too many are being confirmed; %s",
            _host(url),
            _AGAIN,
        )
        return
    threading.Thread(
        target=_call, args=(site, url), name="confirmation", daemon=True
    ).start()


def _call(site: Site, url: str) -> None:
    try:
        answer = site.outbound.request(
            "GET",
            url,
            timeout_seconds=SECONDS,
            max_bytes=MOST_BYTES,
            max_redirects=0,
        )
    except (OutboundFailed, OutboundRefused) as error:
        _not_confirmed(url, str(error))
    else:
        if answer.status == 200:
            _logger.info("a subscription was confirmed at %s", _host(url))
        else:
            _not_confirmed(url, f"it answered {answer.status}")
    finally:
        _SLOTS.release()


def _not_confirmed(url: str, reason: str) -> None:
    text = "a subscription was not confirmed at %s: %s; %s"
    _logger.warning(text, _host(url), reason, _AGAIN)


def _host(url: str) -> str:
    # The rest of the address holds the token that confirms.
    return url.partition("://")[2].partition("/")[0]
