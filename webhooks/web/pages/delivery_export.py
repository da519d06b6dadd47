"""What the filters find, as a file that grows while it is downloaded."""

import errno
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webhooks.errors import Forbidden, Invalid
from webhooks.services import delivery_list, export_lines, har
from webhooks.services.delivery_export import Export
from webhooks.services.site import Site
from webhooks.web.current import current_site
from webhooks.web.long_answers import while_allowed
from webhooks.web.pages.delivery_query import readable_query
from webhooks.web.pages.download import as_file, plain_name
from webhooks.web.pages.visitor import (
    is_still_let_in,
    require,
    sees_secrets,
    this_application,
    visitor,
)

export_pages = Blueprint(
    "delivery_export",
    __name__,
    url_prefix="/applications/<application_id>/deliveries",
)


class Kind(NamedTuple):
    """A kind of file: what stands around the deliveries, and how one is written.

    ``write`` gets a row, its webhook's name and URL.
    """

    media_type: str
    write: Callable[[Any, str, str], str]
    head: str = ""
    between: str = ""
    tail: str = ""


KINDS: Final = {
    "jsonl": Kind("application/jsonl", lambda row, *_: export_lines.json_line(row)),
    "csv": Kind(
        "text/csv",
        lambda row, name, _: export_lines.csv_line(row, name),
        export_lines.csv_head(),
    ),
    "har": Kind("application/har+json", har.har_entry, har.HEAD, har.BETWEEN, har.TAIL),
}


class CutOff(ConnectionResetError):
    """The file ends here without being complete.

    The server closes the connection on it, so that the browser shows a broken
    download and not a short file that looks whole.
    """

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "The export was ended.")


@export_pages.get("/export")
@require("deliveries.get")
def download() -> ResponseReturnValue:
    """Hand out what the filters find, as JSON Lines, CSV or HAR.

    Filters that cannot be read are refused; a file of everything would not tell.
    """
    site, application = current_site(), this_application()
    name = request.args.get("format", "jsonl")
    kind = KINDS.get(name)
    if kind is None:
        raise Invalid(f"format must be one of {', '.join(KINDS)}.")
    secrets = request.args.get("secrets") == "1"
    if secrets and not sees_secrets():
        raise Forbidden("Your role in this application does not show secrets.")
    places = delivery_list.webhook_places(site, application.id)

    def render(row: Any) -> str:
        return kind.write(row, *places.get(row["webhook_id"], ("", "")))

    export = Export(
        site,
        application.id,
        request.args.get("webhook") or None,
        readable_query(request.args),
        render,
        secrets,
    )
    allowed = partial(
        is_still_let_in, site, visitor(), "deliveries.get", application.id
    )
    day = site.clock.now().strftime("%Y-%m-%d")
    file_name = f"{plain_name(application.name, 'requests')}-{day}.{name}"
    response = as_file(b"", file_name, kind.media_type)
    response.response = _file(kind, export, _to_the_end(site, export, allowed))
    response.headers.pop("Content-Length", None)
    response.call_on_close(export.close)
    return response


def _file(kind: Kind, export: Export, steps: Iterator[list[str]]) -> Iterator[str]:
    try:
        if kind.head:
            yield kind.head
        between = ""
        for texts in steps:
            for text in texts:
                yield between + text
                between = kind.between
        if kind.tail:
            yield kind.tail
    finally:
        export.close()


def _to_the_end(
    site: Site, export: Export, allowed: Callable[[], bool]
) -> Iterator[list[str]]:
    """Yield all steps; raise CutOff when they may not go on to their end."""
    end: list[str] = []
    steps = chain(export.steps(), [end])
    for texts in while_allowed(steps, allowed, site.clock.monotonic):
        if texts is end:
            return
        if site.draining:
            break
        yield texts
    raise CutOff
