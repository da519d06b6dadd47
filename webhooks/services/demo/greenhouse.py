"""The greenhouse: sensors that report, a door bell, and a valve that asks."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webhooks.access import Principal
from webhooks.services import applications, webhooks, workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.demo.documents import climate_watch, nightly_report, watering
from webhooks.services.demo.stage import Call, Event, Stage
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow

_EVERY: Final = timedelta(minutes=20)
_STATIONS: Final = (("north", 0.0, "192.0.2.31"), ("south", 2.4, "192.0.2.32"))
_DEVICE: Final = "ESP32HTTPClient"
# valve:tomato-4711
_VALVE: Final = "Basic dmFsdmU6dG9tYXRvLTQ3MTE="


@dataclass(frozen=True, slots=True)
class Greenhouse:
    """What the application holds."""

    application: Application
    climate: Webhook
    bell: Webhook
    advice: Webhook
    camera: Webhook
    report: Workflow


def build(stage: Stage, owner: Principal) -> Greenhouse:
    """Create the application with its webhooks and workflows."""
    site = stage.site
    application = applications.create(
        site, owner, "Greenhouse", "Two sensor stations, a valve and a door bell."
    )
    app = application.id
    applications.set_globals(site, app, _GLOBALS)
    climate = webhooks.create(site, app, _CLIMATE)
    bell = webhooks.create(site, app, _BELL)
    advice = webhooks.create(site, app, _ADVICE)
    camera = webhooks.create(site, app, _CAMERA)
    watch = workflows.create(site, app, climate_watch(climate.id), owner)
    notes = {"version": "v1", "notes": "Warns once a day only."}
    workflow_versions.create(site, app, watch.id, notes, owner)
    workflows.create(site, app, watering(advice.id), owner)
    report = workflows.create(site, app, nightly_report(), owner)
    return Greenhouse(application, climate, bell, advice, camera, report)


def events(
    stage: Stage, place: Greenhouse, begin: datetime, end: datetime
) -> Iterator[Event]:
    """Yield all that happens there in a span of time."""
    yield from _readings(stage, place, begin, end)
    day = begin
    while day < end:
        for hour in (7, 13, 19):
            yield from _within(_watering(stage, place, day, hour), begin, end)
        for _ in range(stage.random.randint(1, 5)):
            yield from _within(_ring(stage, place, day), begin, end)
        yield from _within(_night(stage, place, day), begin, end)
        yield from _within(_picture(stage, place, day), begin, end)
        day += timedelta(days=1)
    yield Event(end, lambda: _plan_next_night(stage, place, end))


def _readings(
    stage: Stage, place: Greenhouse, begin: datetime, end: datetime
) -> Iterator[Event]:
    moment = begin
    while moment < end:
        for name, warmer, address in _STATIONS:
            at = moment + timedelta(seconds=stage.random.uniform(0, 45))
            # A station that was without power for a night.
            silent = name == "south" and moment.day % 9 == 4 and moment.hour < 6
            if at < end and not silent:
                call = _reading(stage, at, name, warmer, address)
                yield Event(at, lambda call=call: stage.send(place.climate, call))  # type: ignore[misc]
        moment += _EVERY


def _reading(
    stage: Stage, at: datetime, name: str, warmer: float, address: str
) -> Call:
    hour = at.hour + at.minute / 60
    day = 21 + 8 * math.sin((hour - 9) / 24 * 2 * math.pi)
    celsius = round(day + warmer + stage.random.gauss(0, 0.6), 1)
    body: dict[str, Any] = {
        "station": name,
        "celsius": celsius,
        "humidity": round(min(97, max(31, 120 - 2.4 * celsius))),
        "battery": round(3.9 - at.day * 0.011, 2),
    }
    if stage.random.random() < 0.012:
        # A sensor that lost its probe sends what its library makes of it.
        body["celsius"] = "nan"
    return Call(body, path="/readings", address=address, agent=_DEVICE)


def _watering(stage: Stage, place: Greenhouse, day: datetime, hour: int) -> Event:
    at = day.replace(hour=hour, minute=stage.random.randint(0, 9))
    soil = stage.random.randint(18, 64)
    call = Call(
        {"bed": "tomatoes", "soil": soil},
        headers=(("authorization", _VALVE),),
        address="192.0.2.40",
        agent=_DEVICE,
    )
    return Event(at, lambda: stage.send(place.advice, call))


def _ring(stage: Stage, place: Greenhouse, day: datetime) -> Event:
    at = day.replace(
        hour=stage.random.randint(8, 19), minute=stage.random.randint(0, 59)
    )
    query = f"component=input:0&event=single_push&ts={int(at.timestamp())}"
    call = Call(
        method="GET",
        path="/rpc",
        query=query,
        address="192.0.2.55",
        agent="Shelly/1.4.4 (ShellyPlus1)",
    )
    return Event(at, lambda: stage.send(place.bell, call))


def _night(stage: Stage, place: Greenhouse, day: datetime) -> Event:
    at = day.replace(hour=3, minute=0)
    return Event(at, lambda: stage.press(place.report, {"day": f"{at:%Y-%m-%d}"}))


def _plan_next_night(stage: Stage, place: Greenhouse, end: datetime) -> None:
    at = (end + timedelta(days=1)).replace(hour=3, minute=0)
    stage.press(place.report, {"day": f"{at:%Y-%m-%d}"}, later=at)


def _picture(stage: Stage, place: Greenhouse, day: datetime) -> Event:
    at = day.replace(hour=12, minute=30)
    picture = bytes.fromhex("ffd8ffe000104a46494600010100") + stage.random.randbytes(
        900
    )
    call = Call(
        picture,
        method="PUT",
        path="/cam-2.jpg",
        headers=(("content-type", "image/jpeg"),),
        address="192.0.2.61",
        agent="ESP32-CAM",
    )
    return Event(at, lambda: stage.send(place.camera, call))


def _within(event: Event, begin: datetime, end: datetime) -> Iterator[Event]:
    if begin <= event.at < end:
        yield event


_GLOBALS: Final[list[dict[str, str]]] = [
    {
        "key": "tooWarm",
        "json": "30",
        "description": "Degrees Celsius from which somebody should open a window.",
    },
    {
        "key": "valveCode",
        "json": '"tomato-4711"',
        "description": "What the valve wants to hear. Viewers see dots.",
    },
]
_CLIMATE: Final[dict[str, Any]] = {
    "name": "Climate sensors",
    "description": "Temperature and humidity of both stations, every 20 minutes.",
    "allowed_methods": ["POST"],
}
_BELL: Final[dict[str, Any]] = {
    "name": "Door bell",
    "description": "A Shelly relay calls this when somebody rings.",
    "static_reply": {"statusCode": 200, "headers": [], "body": "ding"},
}
_ADVICE: Final[dict[str, Any]] = {
    "name": "Watering advice",
    "description": "The valve asks how long to open, and waits for the answer.",
    "wait_for_reply": True,
    "reply_timeout_seconds": 10,
    "basic_auth_username": "valve",
    "basic_auth_password": "{{globals.valveCode}}",
}
_CAMERA: Final[dict[str, Any]] = {
    "name": "Camera",
    "description": "One picture at noon.",
    "response_code": 204,
}
