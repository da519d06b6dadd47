"""Bodies as something to look at."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from webhooks.services.site import Site
from webhooks.web.pages.body_view import (
    SHOWN_BYTES,
    body_shown,
    laid_out,
    shown_body,
)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "1.50",
        '"a\\"b{[,:]}"',
        '{"b":1,"a":[1,2,{"c":null}],"b":2}',
        '[[],{},[[1]],"",{"a":[]}]',
        '{"big":123456789012345678901234567890,"e":1E400}',
        ' \n\t{ "a" :\n1 } ',
    ],
)
def test_laying_out_moves_blanks_only(text: str) -> None:
    shown, cut = laid_out(text)
    assert not cut
    assert "".join(shown.split()) == "".join(text.split())
    assert json.loads(shown) == json.loads(text)


def test_values_stand_on_lines_of_their_own() -> None:
    assert laid_out('{"a":[1,{}],"b":"x y"}')[0] == (
        '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "x y"\n}'
    )


@pytest.mark.parametrize("body", [b"\xff\xfe\x00\x01", b"a\0b", bytes(range(256))])
def test_bytes_that_are_no_text_are_shown_in_hex(body: bytes) -> None:
    assert shown_body(body, "", "pretty").view == "hex"


def test_hex_shows_offsets_bytes_and_letters() -> None:
    line = shown_body(b"AZ\x00\xff", "", "hex").text
    assert line.startswith("000000  41 5a 00 ff")
    assert line.endswith("  AZ..")


@pytest.mark.parametrize("body", [b'{"a": NaN}', b"{oops}", b"[" * 200 + b"]" * 200])
def test_what_is_no_json_is_shown_as_it_came(body: bytes) -> None:
    shown = shown_body(body, "application/json", "pretty")
    assert shown.text.encode() == body
    assert "not JSON" in shown.note


def test_text_cut_in_the_middle_of_a_letter_is_still_text() -> None:
    shown = shown_body("ä".encode() * 600 + b"a", "text/plain", "pretty")
    assert shown.view == "pretty"
    assert "ä" in shown.text


def test_only_the_beginning_of_a_long_body_is_shown() -> None:
    shown = shown_body(b"x" * (SHOWN_BYTES + 1), "text/plain", "raw")
    assert shown.truncated
    assert len(shown.text) == SHOWN_BYTES
    assert shown.size == SHOWN_BYTES + 1


def test_raw_is_exactly_what_came() -> None:
    assert shown_body(b'{"a":1}', "application/json", "raw").text == '{"a":1}'


def test_long_bodies_are_laid_out_where_nobody_waits_for_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    long: list[bool] = []

    def offload(function: Callable[[], Any]) -> Any:
        long.append(True)
        return function()

    monkeypatch.setattr(site.store.writer, "offload", offload)
    for body in (b"[1]", b"[" + b"1," * 4000 + b"1]"):
        assert body_shown(site, body, "", "pretty") == shown_body(body, "", "pretty")
    assert long == [True]
