"""What a run would begin with: payloads made of stored requests, for the editor.

They are what the engine itself would make of the request, and masked like the
payloads of runs before anybody sees them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import undefer

from webhooks.errors import Conflict, NotFound
from webhooks.ids import new_id
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.size import measure
from webhooks.services.delivery_view import inbound
from webhooks.services.run_mask import headers_in, mask_for
from webhooks.services.run_payload import NOBODY, initial_payload
from webhooks.services.run_ticket import WEBHOOK, of_draft
from webhooks.services.secret_parts import without_secrets
from webhooks.services.shown_secrets import NONE, ShownSecrets, stored_in
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.storage.models import Application, Delivery, Webhook
from webhooks.workflows.compiling import read_globals
from webhooks.workflows.graph import Workflow as Graph

MOST: Final = 30
LARGEST_SHOWN: Final = 512 * 1024
_LOOKED_AT: Final = 100
_MOST_WEBHOOKS: Final = 50
_UNKNOWN: Final = "Delivery was not found"
_TOO_LARGE: Final = (
    "This request is too large to be shown here. A dry run can still begin with it."
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A delivery that a workflow can be tried with."""

    delivery: Delivery
    webhook_name: str


def webhooks_of(triggers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the webhooks that a document's triggers name."""
    ids = [each.get("key") for each in triggers if each.get("type") == WEBHOOK]
    return list(dict.fromkeys(key for key in ids if isinstance(key, str) and key))


def newest(site: Site, application_id: str, webhook_ids: Sequence[str]) -> list[Sample]:
    """Return the newest accepted deliveries of these webhooks, 30 at most."""
    wanted = select(Webhook.id, Webhook.name).where(
        Webhook.application_id == application_id,
        Webhook.id.in_(webhook_ids[:_MOST_WEBHOOKS]),
    )
    accepted: list[int] = []
    with site.store.reading() as session:
        names = {row.id: row.name for row in session.execute(wanted)}
        for webhook_id in names:
            looked_at = session.execute(
                select(Delivery.seq, Delivery.status)
                .where(Delivery.webhook_id == webhook_id)
                .order_by(Delivery.seq.desc())
                .limit(_LOOKED_AT)
            )
            accepted += [seq for seq, status in looked_at if status == "accepted"]
        shown = sorted(accepted, reverse=True)[:MOST]
        rows = select(Delivery).where(Delivery.seq.in_(shown))
        newest_first = rows.order_by(Delivery.seq.desc())
        return [
            Sample(row, names[row.webhook_id]) for row in session.scalars(newest_first)
        ]


def find(site: Site, application_id: str, delivery_id: str) -> Delivery:
    """Return a delivery of the application with its body. Raises NotFound."""
    wanted = (
        select(Delivery)
        .where(
            Delivery.id == delivery_id.lower(),
            Delivery.application_id == application_id,
        )
        .options(undefer(Delivery.body))
    )
    with site.store.reading() as session:
        found = session.scalar(wanted)
    if found is None:
        raise NotFound(_UNKNOWN)
    return found


def of_delivery(
    site: Site,
    application: Application,
    workflow: Workflow,
    graph: Graph,
    delivery_id: str,
) -> dict[str, Any]:
    """Return the payload with which a delivery would start a run, unmasked.

    Where the webhook waits for replies by now, it has a reply id. Raises NotFound.
    """
    delivery = find(site, application.id, delivery_id)
    with site.store.reading() as session:
        webhook = session.get(Webhook, delivery.webhook_id)
    if webhook is None:
        raise NotFound(_UNKNOWN)
    ticket = of_draft(
        application, workflow, NOBODY, (WEBHOOK, webhook.id), site.clock.now_ms()
    )
    ticket.request, ticket.settings = inbound(delivery), webhook
    waits = webhook.wait_for_reply
    ticket.reply_id = delivery.reply_id or (new_id() if waits else None)
    return initial_payload(site, ticket, graph)


def of_trigger(
    site: Site,
    application: Application,
    workflow: Workflow,
    graph: Graph,
    type_: str,
    key: str = "",
) -> dict[str, Any]:
    """Return a payload with the data that a trigger's type gives as its example.

    Raises NotFound for an unknown type.
    """
    known = site.registry.triggers.get(type_)
    if known is None:
        raise NotFound(f"There is no trigger of the type {type_} here.")
    ticket = of_draft(application, workflow, NOBODY, (type_, key), site.clock.now_ms())
    example = known.example_data
    ticket.start = {"data": {} if example is None else dict(example)}
    return initial_payload(site, ticket, graph)


def shown(
    site: Site,
    payload: Mapping[str, Any],
    application: Application,
    graph: Graph,
    *,
    viewer: bool,
) -> dict[str, Any]:
    """Return a payload as it may be shown: dates as text, secrets masked.

    Raises Conflict for one that is too large.
    """
    if measure(payload, LARGEST_SHOWN) > LARGEST_SHOWN:
        raise Conflict(_TOO_LARGE)
    shared = read_globals(application.globals)
    secrets = _secrets_of(site, payload).in_payload(payload)
    mask = mask_for(shared, graph.globals, headers_in(payload), secrets)

    def masked() -> dict[str, Any]:
        try:
            value = parse_json(mask(encode_json(payload)))
        except JsonProblem:
            raise Conflict(_TOO_LARGE) from None
        told: dict[str, Any] = without_secrets(value) if viewer else value
        return told

    return site.store.writer.offload(masked)


def _secrets_of(site: Site, payload: Mapping[str, Any]) -> ShownSecrets:
    """Return where the secrets of the webhook stand that a payload is of, if any."""
    if payload.get("triggerType") != WEBHOOK:
        return NONE
    with site.store.reading() as session:
        webhook = session.get(Webhook, payload.get("triggerId"))
    return NONE if webhook is None else stored_in(webhook.signature)


def revived(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload that came as JSON with its time as a time again."""
    time = payload.get("time")
    moment: datetime | None = None
    if isinstance(time, str):
        try:
            moment = datetime.fromisoformat(time)
        except ValueError:
            moment = None
    if moment is None or moment.tzinfo is None:
        return dict(payload)
    return {**payload, "time": moment}
