"""Frames of the live list: rows as the list has them, or how many came.

Apart from the streams that send them: a frame is made once for all pages that
show a webhook, so nothing in it may depend on who looks.
"""

from collections.abc import Sequence

from flask import Flask, render_template

from webhooks.runtime.live_feed import Frame
from webhooks.services import live_deliveries
from webhooks.services.deliveries import Delivery
from webhooks.services.delivery_view import seen_in_lists
from webhooks.services.live_deliveries import Added
from webhooks.services.run_outcomes import run_outcomes
from webhooks.services.site import Site


class DeliveryFrames:
    """Makes the frames of one webhook."""

    def __init__(self, app: Flask, site: Site, webhook_id: str) -> None:
        self._app = app
        self._site = site
        self._webhook_id = webhook_id

    def next(self, newest: int, changed: Sequence[int]) -> Frame | None:
        """Return what came after ``newest`` with the rows that have changed."""
        site, webhook_id = self._site, self._webhook_id
        added = live_deliveries.added_since(site, webhook_id, newest)
        # A new row is read as it is now.
        older = [seq for seq in changed if seq <= newest]
        rows = live_deliveries.of_numbers(site, webhook_id, older)
        text = self._text(rows, newest, added)
        return Frame(added.newest, text, not added.is_shown) if text else None

    def since(self, seen: int) -> str:
        """Return the frame for a page that has seen everything up to a number.

        It also holds the rows that may have changed since the page read them.
        """
        site, webhook_id = self._site, self._webhook_id
        added = live_deliveries.added_since(site, webhook_id, seen)
        rows = live_deliveries.may_have_changed(site, webhook_id, seen)
        return self._text(rows, seen, added)

    def _text(self, rows: Sequence[Delivery], seen: int, added: Added) -> str:
        if added.is_shown:
            return self._rows([*rows, *added.rows], added.newest)
        # A reader that is cut off between the two has not seen the second.
        return self._rows(rows, seen) + event("many", [str(added.count)], added.newest)

    def _rows(self, rows: Sequence[Delivery], newest: int) -> str:
        if not rows:
            return ""
        seen_in_lists(self._site, rows)
        outcomes = run_outcomes(self._site, [row.seq for row in rows])
        # A context of its own: the feed's thread has none.
        with self._app.test_request_context():
            html = render_template(
                "webhooks/_rows.html", deliveries=rows, run_outcomes=outcomes
            )
        lines = [line for line in html.splitlines() if line.strip()]
        return event("rows", lines, newest)


def event(name: str, lines: Sequence[str], number: int) -> str:
    """Return a server-sent event with the number that a reader resumes from."""
    data = "".join(f"data: {line}\n" for line in lines)
    return f"id: {number}\nevent: {name}\n{data}\n"
