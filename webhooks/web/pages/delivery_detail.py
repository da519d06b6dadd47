"""Everything that one delivery's detail shows, gathered for its template.

Apart from the routes: the same detail stands on a page of its own and beside
the live list, and neither may know less than the other.
"""

import base64
from typing import Any

from webhooks.errors import Forbidden
from webhooks.ingress.body import EMPTY_BODY, ParsedBody
from webhooks.ingress.media_type import parse_media_type
from webhooks.services import runs, webhooks, workflow_overview
from webhooks.services.deliveries import Delivery
from webhooks.services.delivery_view import parsed
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.forms.sample import ReplyForm
from webhooks.web.pages import delivery_view
from webhooks.web.pages.body_tree import TreeItem, tree_of
from webhooks.web.pages.body_view import VIEWS, ShownBody, body_shown
from webhooks.web.pages.images import image_type
from webhooks.web.pages.signature_view import scheme_label, scheme_words
from webhooks.web.pages.visitor import sees_secrets

BODY_PATH = "data.body"
# As many workflows at most are named on the page of a delivery.
_RUNS = 50


def detail_of(
    site: Site,
    delivery: Delivery,
    *,
    view: str = "pretty",
    revealed: bool = False,
    form: ReplyForm | None = None,
    beside_list: bool = False,
) -> dict[str, Any]:
    """Return what ``deliveries/_detail.html`` needs.

    ``beside_list`` says that it stands in the inspector. Raises Forbidden when
    secrets are asked for by somebody who may not see them.
    """
    if revealed and not sees_secrets():
        raise Forbidden("Your role in this application does not show secrets.")
    webhook = webhooks.get(site, delivery.application_id, delivery.webhook_id)
    return {
        "webhook": webhook,
        "delivery": delivery,
        "beside_list": beside_list,
        "form": form or ReplyForm(),
        "can_reveal": sees_secrets(),
        "revealed": revealed,
        **_what_came(delivery, revealed),
        "sender_label": scheme_label(delivery.scheme),
        "sender_words": scheme_words(webhook, delivery.scheme),
        **_body(site, delivery, webhook, view),
        **_answer(site, delivery, revealed),
        **_workflows(site, delivery),
    }


def _what_came(delivery: Delivery, revealed: bool) -> dict[str, Any]:
    return {
        "headers": delivery_view.shown_headers(delivery.headers, revealed),
        "headers_left_out": max(0, len(delivery.headers) - delivery_view.MOST_PAIRS),
        "query": delivery_view.shown_query(delivery, revealed),
        "query_masked": delivery_view.is_query_masked(delivery, revealed),
        "verdict_text": delivery_view.verdict_text(delivery),
        "verdict_meaning": delivery_view.verdict_meaning(delivery),
    }


def _body(
    site: Site, delivery: Delivery, webhook: Webhook, view: str
) -> dict[str, Any]:
    view = view if view in VIEWS else "pretty"
    value = EMPTY_BODY
    if view == "tree" or _may_hold_files(delivery):
        value = parsed(site, delivery, webhook)
    shown = body_shown(site, delivery.body, delivery.content_type, view)
    tree = _tree(value) if view == "tree" else None
    is_image = view == "pretty" and image_type(delivery.body) is not None
    return {
        "body": shown,
        "tree": tree,
        "view": _view_name(view, shown, is_image),
        "views": VIEWS,
        "problem": value.problem if view == "tree" else None,
        "is_image": is_image,
        "files": value.files,
    }


def _view_name(view: str, shown: ShownBody, is_image: bool) -> str:
    return view if view == "tree" or is_image else shown.view


def _tree(value: ParsedBody) -> TreeItem | None:
    if value.problem or not isinstance(value.value, dict | list):
        return None
    return tree_of(value.value, BODY_PATH)


def _may_hold_files(delivery: Delivery) -> bool:
    return parse_media_type(delivery.content_type).essence == "multipart/form-data"


def _answer(site: Site, delivery: Delivery, revealed: bool) -> dict[str, Any]:
    headers = delivery.response_headers
    content_type = delivery_view.content_type_of(headers)
    late = delivery.late_reply
    return {
        "outcome": delivery_view.outcome(site, delivery),
        "remaining_seconds": delivery_view.remaining_seconds(site, delivery),
        "answered_by": delivery_view.answered_by(delivery),
        "answer_headers": delivery_view.shown_headers(headers, revealed),
        "answer": body_shown(
            site, delivery.response_body or b"", content_type, "pretty"
        ),
        "late": late,
        "late_body": late and _late_body(site, late),
    }


def _late_body(site: Site, late: dict[str, Any]) -> ShownBody:
    content = base64.b64decode(late.get("bodyBase64") or "")
    content_type = delivery_view.content_type_of(late.get("headers"))
    return body_shown(site, content, content_type, "pretty")


def _workflows(site: Site, delivery: Delivery) -> dict[str, Any]:
    application_id = delivery.application_id
    caused = runs.list_(
        site, application_id, limit=_RUNS, delivery_seq=delivery.seq
    ).items
    return {
        "runs": caused,
        "workflow_names": workflow_overview.names_of(
            site, [run.workflow_id for run in caused]
        ),
        "listeners": workflow_overview.listeners(
            site, application_id, delivery.webhook_id
        ),
    }
