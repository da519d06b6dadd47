"""The corner shop: orders, payments, approvals, messages, and callers turned away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webhooks.access import Principal
from webhooks.services import applications, webhooks, workflows
from webhooks.services.applications import Application
from webhooks.services.demo.documents import order_intake, payment_router, trouble_list
from webhooks.services.demo.payments import WEBHOOK as payments_webhook
from webhooks.services.demo.payments import payments, strays
from webhooks.services.demo.stage import Answer, Call, Event, Stage
from webhooks.services.webhooks import Webhook

# shop:basil-and-mint, and what it was before.
_BASIC: Final = "Basic c2hvcDpiYXNpbC1hbmQtbWludA=="
_STALE: Final = "Basic c2hvcDpvbGQtcGFzc3dvcmQ="
_GOODS: Final = (
    ("Tomatoes, 1 kg", 420),
    ("Basil", 250),
    ("Seedling tray", 1890),
    ("Clay pot", 1250),
    ("Garden gloves", 990),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """What the application holds."""

    application: Application
    orders: Webhook
    payments: Webhook
    approvals: Webhook
    page: Webhook
    messages: Webhook
    old: Webhook


def build(stage: Stage, owner: Principal) -> Shop:
    """Create the application with its webhooks and workflows."""
    site = stage.site
    application = applications.create(
        site, owner, "Corner shop", "Orders and payments of the shop at the corner."
    )
    app = application.id
    applications.set_globals(site, app, _GLOBALS)
    made = {
        name: webhooks.create(site, app, columns) for name, columns in _HOOKS.items()
    }
    workflows.create(site, app, order_intake(made["orders"].id), owner)
    workflows.create(site, app, payment_router(made["payments"].id), owner)
    workflows.create(site, app, trouble_list(), owner)
    return Shop(application, **made)


def events(stage: Stage, shop: Shop, begin: datetime, end: datetime) -> Iterator[Event]:
    """Yield all that happens there in a span of time."""
    setup = begin + timedelta(minutes=10)
    yield Event(setup, lambda: stage.send(shop.page, _HANDSHAKE))
    wrong = setup + timedelta(minutes=3)
    yield Event(wrong, lambda: stage.send(shop.page, _WRONG_HANDSHAKE))
    day = begin.replace(hour=0, minute=0)
    while day < end:
        for event in _day(stage, shop, day):
            if begin <= event.at < end:
                yield event
        day += timedelta(days=1)


def _day(stage: Stage, shop: Shop, day: datetime) -> Iterator[Event]:
    # Nobody buys much on a Sunday.
    busy = 0.3 if day.weekday() == 6 else 1.0
    for _ in range(int(stage.random.randint(22, 40) * busy)):
        at = _opening_hours(stage, day)
        yield _event(stage, at, shop.orders, _order(stage, at))
        paid = at + timedelta(seconds=stage.random.randint(2, 40))
        yield from _events(stage, shop.payments, payments(stage, paid))
    for _ in range(stage.random.randint(3, 8)):
        yield _approval(stage, shop, _opening_hours(stage, day))
    for _ in range(stage.random.randint(1, 4)):
        yield _event(stage, _opening_hours(stage, day), shop.messages, _message(stage))
        yield _event(stage, _opening_hours(stage, day), shop.page, _comment(stage))
    for _ in range(stage.random.randint(0, 3)):
        yield _event(stage, _opening_hours(stage, day), shop.orders, _stranger(stage))
    yield from _events(stage, shop.payments, strays(stage, _opening_hours(stage, day)))


def _events(
    stage: Stage, webhook: Webhook, calls: Iterable[tuple[datetime, Call]]
) -> Iterator[Event]:
    for at, call in calls:
        yield _event(stage, at, webhook, call)


def _event(stage: Stage, at: datetime, webhook: Webhook, call: Call) -> Event:
    return Event(at, lambda: stage.send(webhook, call))


def _opening_hours(stage: Stage, day: datetime) -> datetime:
    return day + timedelta(seconds=int(stage.random.triangular(7, 21, 16) * 3600))


def _order(stage: Stage, at: datetime) -> Call:
    lines = [
        {"item": item, "count": stage.random.randint(1, 6), "cents": cents}
        for item, cents in stage.random.sample(_GOODS, stage.random.randint(1, 4))
    ]
    number = f"{at:%y%m%d}-{stage.random.randint(100, 999)}"
    body: dict[str, Any] = {"order": number, "lines": lines, "paid": True}
    headers = (("authorization", _BASIC), ("x-shop-event", "order.created"))
    return Call(body, headers=headers, address="203.0.113.20", agent="Till/3.2")


def _approval(stage: Stage, shop: Shop, at: datetime) -> Event:
    call = Call({"refund": stage.random.randint(500, 9000), "by": "till 2"})
    seconds = stage.random.choice((0.4, 1.8, 3.5, 7.2, 16.0, 45.0))
    value = {"approved": stage.random.random() < 0.8}
    # Now and then the script that answers was not running.
    answer = None if stage.random.random() < 0.1 else Answer(seconds, value)
    return Event(at, lambda: stage.ask(shop.approvals, call, answer))


def _message(stage: Stage) -> Call:
    text = stage.random.choice(("Are+you+open%3F", "Two+trays+please", "STOP"))
    body = f"From=%2B15005550{stage.random.randint(100, 999)}&Body={text}&NumMedia=0"
    kind = (("content-type", "application/x-www-form-urlencoded"),)
    return Call(body.encode(), path="/sms", headers=kind, agent="TwilioProxy/1.1")


def _comment(stage: Stage) -> Call:
    changes = [{"field": "feed", "value": {"item": "comment", "verb": "add"}}]
    entry = {"id": "1784", "time": stage.random.getrandbits(30), "changes": changes}
    headers = (("x-hub-signature-256", f"sha256={stage.random.getrandbits(256):064x}"),)
    return Call({"object": "page", "entry": [entry]}, headers=headers, agent="facebook")


def _stranger(stage: Stage) -> Call:
    if stage.random.random() < 0.5:
        headers = (("authorization", _STALE),)
        return Call({"order": "?"}, headers=headers, address="203.0.113.21")
    return Call(method="GET", path="/wp-login.php", address="198.51.100.200")


_HANDSHAKE: Final = Call(
    method="GET",
    query="hub.mode=subscribe&hub.verify_token=green-thumb&hub.challenge=1158201444",
    agent="facebookplatform/1.0",
)
_WRONG_HANDSHAKE: Final = Call(
    method="GET",
    query="hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1",
    agent="curl/8.5.0",
)
_GLOBALS: Final[list[dict[str, str]]] = [
    {
        "key": "tillPassword",
        "json": '"basil-and-mint"',
        "description": "The tills' password. Viewers see dots.",
    },
    {"key": "openingHours", "json": '{"from": 7, "to": 21}', "description": ""},
]
_HOOKS: Final[dict[str, dict[str, Any]]] = {
    "orders": {
        "name": "Shop orders",
        "description": "Every till sends its orders here.",
        "basic_auth_username": "shop",
        "basic_auth_password": "{{globals.tillPassword}}",
        "response_code": 202,
    },
    "payments": payments_webhook,
    "approvals": {
        "name": "Refund approvals",
        "description": "Tills wait here until somebody says yes or no.",
        "wait_for_reply": True,
        "reply_timeout_seconds": 20,
        "timeout_reply": {"statusCode": 504, "body": "Ask again later."},
    },
    "page": {
        "name": "Facebook page",
        "description": "Comments on our page.",
        "verification_type": "facebook",
        "verification_code": "green-thumb",
    },
    "messages": {
        "name": "Text messages",
        "description": "What customers write to our number.",
        "verification_type": "twilio",
    },
    "old": {
        "name": "Old web shop",
        "description": "Switched off in spring.",
        "enabled": False,
    },
}
