"""HTML/XML Parser: selectors, forms, and documents that mean harm."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.html_parser import NODE
from webhooks.workflows.errors import NodeError

PAGE = """<!DOCTYPE html><html><body><ul id=menu>
<li class="a first">One<li class=b data-x="k-1">Two<li class=b>Three</ul>
<P>After <b>all</b></P></body></html>"""
FEED = """<?xml version="1.0" encoding="latin1"?>
<rss xmlns:m="urn:m"><item><link>u</link><m:Rate m:unit="x">5</m:Rate></item></rss>"""


def parse(document: Any, selector: str = "", form: str = "text") -> Any:
    config = {
        "documentPath": "in",
        "selectorTemplate": selector,
        "resultFormatTemplate": form,
        "resultPath": "out",
    }
    return run_node(NODE, config, {"in": document}).payload["out"]


def texts(document: str, selector: str) -> list[str]:
    return [each.strip() for each in parse(document, selector)]


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("li", ["One", "Two", "Three"]),
        ("LI.first", ["One"]),
        ("#menu .b", ["Two", "Three"]),
        ("ul > li:first-child", ["One"]),
        ("li:last-child", ["Three"]),
        ("li:nth-child(2n+1)", ["One", "Three"]),
        ("li:nth-last-child(1)", ["Three"]),
        ("li + li", ["Two", "Three"]),
        ("li ~ li ~ li", ["Three"]),
        ("li:not(.b)", ["One"]),
        ("[data-x]", ["Two"]),
        ("[data-x='k-1'], b", ["Two", "all"]),
        ("[data-x|=k]", ["Two"]),
        ("[data-x^=k][data-x$='1'][data-x*='-']", ["Two"]),
        ("p:has(b) > b:only-child", ["all"]),
        ("li:is(.a, [data-x])", ["One", "Two"]),
        ("body .first", ["One"]),
        ("p li", []),
    ],
)
def test_a_selector_finds_elements_in_order(selector: str, found: list[str]) -> None:
    assert texts(PAGE, selector) == found


def test_without_a_selector_it_is_the_whole_document() -> None:
    assert len(parse(PAGE)) == 1


def test_elements_of_xml_are_found_in_every_namespace() -> None:
    assert parse(FEED, "link") == ["u"]
    assert parse(FEED, "Rate[unit=x]") == ["5"]
    assert parse(FEED, "rate") == []


def test_xml_is_written_with_its_prefixes() -> None:
    (markup,) = parse(FEED, "Rate", "xml")
    assert markup == '<m:Rate xmlns:m="urn:m" m:unit="x">5</m:Rate>'
    (element,) = parse(FEED, "Rate", "json")
    assert element["elements"][0]["name"] == "m:Rate"


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a></a>',
    ],
)
def test_no_entity_is_expanded(document: str) -> None:
    for form in ("text", "xml", "json"):
        shown = str(parse(document, "a", form))
        assert "root:" not in shown
        assert "boom" not in shown


@pytest.mark.parametrize(
    "document",
    [
        "<!--" * 100_000,
        "<a>" * 100_000,
        "<a></a>" * 25_000,
        "x" * 2_000_000,
    ],
)
def test_a_document_beyond_all_bounds_is_refused(document: str) -> None:
    with pytest.raises(NodeError):
        parse(document, "a")


def test_deep_nesting_is_cut_or_refused() -> None:
    nested = "<b>" * 200 + "x" + "</b>" * 200
    assert parse(nested) == ["x"]
    with pytest.raises(NodeError, match="inside one another"):
        parse(nested, "", "json")


@pytest.mark.parametrize("selector", ["td[", "a::before", "a:hover", ":nth-child(x)"])
def test_a_selector_that_is_none_stops_the_run(selector: str) -> None:
    with pytest.raises(NodeError) as caught:
        parse(PAGE, selector)
    assert caught.value.name == "InvalidSelector"


@pytest.mark.parametrize("document", [None, "", " ", 5, {}])
def test_what_is_no_document_stops_the_run(document: Any) -> None:
    with pytest.raises(NodeError, match="no document"):
        parse(document)


def test_an_unknown_form_stops_the_run() -> None:
    with pytest.raises(NodeError, match="yaml is not one of"):
        parse(PAGE, "li", "yaml")
