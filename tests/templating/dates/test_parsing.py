"""Texts become the dates that moment reads; expected dates are moment 2.31's."""

from datetime import UTC, datetime

import pytest

from webhooks.payload.values import UNDEFINED, date_text
from webhooks.templating.dates import parse_date, to_date, zone

NOW = datetime(2026, 3, 5, 12, 34, 56, tzinfo=UTC)


def read(text: str, tokens: str, timezone: str = "") -> str | None:
    moment = parse_date(text, tokens, timezone, NOW)
    return date_text(moment) if moment else None


@pytest.mark.parametrize(
    ("text", "tokens", "result"),
    [
        ("2020-02-29 23:59:58", "YYYY-MM-DD HH:mm:ss", "2020-02-29T23:59:58.000Z"),
        ("1/5/2026 3:04 PM", "MM/DD/YYYY h:mm A", "2026-01-05T15:04:00.000Z"),
        ("1110 pm", "MM/DD/YYYY h:mm A", "2026-11-10T00:00:00.000Z"),
        ("12:30 a.m.", "h:mm a", "2026-03-05T00:30:00.000Z"),
        ("5 mar 2019", "D MMM YYYY", "2019-03-05T00:00:00.000Z"),
        ("Monday, January 5th 2026", "dddd, MMMM Do YYYY", "2026-01-05T00:00:00.000Z"),
        ("2020-366", "YYYY-DDDD", "2020-12-31T00:00:00.000Z"),
        ("2026-W53-5", "GGGG-[W]WW-E", "2027-01-01T00:00:00.000Z"),
        ("2026 2 1", "gggg ww e", "2026-01-05T00:00:00.000Z"),
        ("1767625449", "X", "2026-01-05T15:04:09.000Z"),
        ("1767625449045", "x", "2026-01-05T15:04:09.045Z"),
        ("20260105T150409.045Z", "YYYYMMDDTHHmmss.SSSZ", "2026-01-05T15:04:09.045Z"),
        ("2026-01-05 10:00 -0530", "YYYY-MM-DD HH:mm ZZ", "2026-01-05T15:30:00.000Z"),
        ("69-1-2", "YY-M-D", "1969-01-02T00:00:00.000Z"),
        ("68-1-2", "YY-M-D", "2068-01-02T00:00:00.000Z"),
        ("2026 3", "YYYY Q", "2026-07-01T00:00:00.000Z"),
        ("10:15", "HH:mm", "2026-03-05T10:15:00.000Z"),
        ("04-01", "MM-DD", "2026-04-01T00:00:00.000Z"),
        ("2026-01-05 24:00", "YYYY-MM-DD HH:mm", "2026-01-06T00:00:00.000Z"),
        ("on 2026 the 7.", "YYYY D", "2026-01-07T00:00:00.000Z"),
        ("930", "Hmm", "2026-03-05T09:30:00.000Z"),
        ("fri", "ddd", "2026-03-06T00:00:00.000Z"),
        ("3:04 PM", "LT", "2026-03-05T15:04:00.000Z"),
    ],
)
def test_text_is_read_by_its_format(text: str, tokens: str, result: str) -> None:
    assert read(text, tokens) == result


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2026-13-01", "YYYY-MM-DD"),
        ("2025-02-29", "YYYY-MM-DD"),
        ("25:00", "HH:mm"),
        ("nothing", "YYYY"),
        ("Tuesday 2026-01-05", "dddd YYYY-MM-DD"),
        ("5 foo 2026", "D MMM YYYY"),
        ("2025-366", "YYYY-DDDD"),
        ("2025-W53", "GGGG-[W]WW"),
        ("pm", "a"),
        ("99999999999999999999", "x"),
        ("0000", "YYYY"),
        ("1" * 2000, "x"),
    ],
)
def test_what_is_no_such_date_is_none(text: str, tokens: str) -> None:
    assert read(text, tokens) is None


def test_a_text_without_offset_is_read_in_the_zone() -> None:
    tokens = "YYYY-MM-DD HH:mm"
    assert read("2026-07-01 12:00", tokens, "Europe/Berlin") == (
        "2026-07-01T10:00:00.000Z"
    )
    # Clocks skip from 2:00 to 3:00, and show 2:30 twice in autumn.
    assert read("2026-03-29 02:30", tokens, "Europe/Berlin") == (
        "2026-03-29T01:30:00.000Z"
    )
    assert read("2026-10-25 02:30", tokens, "Europe/Berlin") == (
        "2026-10-25T00:30:00.000Z"
    )


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("2026-01-05T10:11:12.345Z", "2026-01-05T10:11:12.345Z"),
        ("2026-01-05 10:11", "2026-01-05T10:11:00.000Z"),
        ("2026-01-05T10:11:12,5+02", "2026-01-05T08:11:12.500Z"),
        ("20260105T1011", "2026-01-05T10:11:00.000Z"),
        ("2026-W02-1", "2026-01-05T00:00:00.000Z"),
        ("2026-005", "2026-01-05T00:00:00.000Z"),
        ("2026", "2026-01-01T00:00:00.000Z"),
        ("Mon, 05 Jan 2026 10:11:12 GMT", "2026-01-05T10:11:12.000Z"),
        ("5 Jan 26 10:11 EST", "2026-01-05T15:11:00.000Z"),
        ("Mon Jan 05 2026 10:11:12 GMT+0100 (CET)", "2026-01-05T09:11:12.000Z"),
        ("January 5, 2026 3:04 PM", "2026-01-05T15:04:00.000Z"),
        ("1/5/2026", "2026-01-05T00:00:00.000Z"),
        ("1767625449045", "2026-01-05T15:04:09.045Z"),
        (1767625449045, "2026-01-05T15:04:09.045Z"),
        (-1.5, "1969-12-31T23:59:59.999Z"),
        (NOW, "2026-03-05T12:34:56.000Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"),
    ],
)
def test_values_are_cast_to_dates(value: object, result: str) -> None:
    moment = to_date(value)
    assert moment is not None
    assert date_text(moment) == result


@pytest.mark.parametrize(
    "value",
    [
        *(None, UNDEFINED, True, {}, [], "", "soon", float("nan"), 1e300),
        *("2026-01T10", "2026-02-30", "1" * 2000),
    ],
)
def test_what_tells_no_date_is_none(value: object) -> None:
    assert to_date(value) is None


def test_a_date_is_given_in_the_zone_that_was_named() -> None:
    moment = to_date("2026-01-05T10:00:00Z", "", "Asia/Kolkata")
    assert moment is not None
    assert (moment.hour, moment.minute) == (15, 30)
    assert moment.tzinfo is zone("asia/kolkata")


def test_a_number_is_read_by_a_format_too() -> None:
    assert to_date(20260105, "YYYYMMDD") == datetime(2026, 1, 5, tzinfo=UTC)
