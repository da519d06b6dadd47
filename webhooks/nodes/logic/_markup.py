"""HTML and XML: read safely, searched with CSS selectors, written in three forms.

Apart from the node because it is the only place that knows the library. What
is read may come from anybody: nothing is fetched, no entity is expanded, and
size and number of elements are bounded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from webhooks.nodes.logic._css_match import find
from webhooks.nodes.logic._css_places import Places
from webhooks.workflows.errors import NodeError

MOST_CHARACTERS: Final = 1024 * 1024
MOST_ELEMENTS: Final = 20_000
MOST_SELECTOR_CHARACTERS: Final = 500
# Each element takes two levels of the 100 that JSON may have in a payload.
MOST_JSON_LEVELS: Final = 40

Element = Any


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read; HTML does not tell upper from lower case."""

    root: Element
    is_html: bool


def parse_markup(text: str) -> Document:
    """Return a document: XML if it is well-formed, else HTML.

    Raises NodeError for a document that is too large or has no element.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"The document is larger than {MOST_CHARACTERS:,} characters."
        raise NodeError(message, "TooLarge")
    data = text.encode("utf-8", "replace")
    root = _root(data, _xml_parser())
    is_html = root is None
    if is_html:
        root = _root(data, etree.HTMLParser(encoding="utf-8", no_network=True))
    if root is None:
        raise NodeError("The document has no elements.", "InvalidDocument")
    for count, _ in enumerate(root.iter(), start=1):
        if count > MOST_ELEMENTS:
            message = f"The document has more than {MOST_ELEMENTS:,} elements."
            raise NodeError(message, "TooLarge")
    return Document(root, is_html or root.tag == "html")


def select(document: Document, selector: str) -> list[Element]:
    """Return what a CSS selector finds, or the root for a blank one.

    Raises NodeError.
    """
    if not selector:
        return [document.root]
    if len(selector) > MOST_SELECTOR_CHARACTERS:
        raise NodeError("The selector is too long.", "InvalidSelector")
    return find(Places(document.root, document.is_html), selector)


def _xml_parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )


def _root(data: bytes, parser: Any) -> Element | None:
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: Element) -> str:
    """Return an element's name with its prefix."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else str(local)


def as_text(element: Element) -> str:
    """Return the text inside an element."""
    return "".join(element.itertext(etree.Element, "*"))


def as_xml(element: Element) -> str:
    """Return the markup of an element."""
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def as_json(element: Element) -> dict[str, Any]:
    """Return an element in the form of the library xml-js. Raises NodeError."""
    return {"elements": [_node(element, MOST_JSON_LEVELS)]}


def _node(element: Element, levels: int) -> dict[str, Any]:
    if levels == 0:
        message = f"More than {MOST_JSON_LEVELS} elements stand inside one another."
        raise NodeError(message, "TooLarge")
    node: dict[str, Any] = {"type": "element", "name": _name(element)}
    if element.attrib:
        node["attributes"] = {
            str(etree.QName(name).localname): str(value)
            for name, value in element.attrib.items()
        }
    children: list[dict[str, Any]] = []
    _add_text(children, element.text)
    for child in element:
        if isinstance(child.tag, str):
            children.append(_node(child, levels - 1))
        _add_text(children, child.tail)
    if children:
        node["elements"] = children
    return node


def _add_text(children: list[dict[str, Any]], text: str | None) -> None:
    if text and text.strip():
        children.append({"type": "text", "text": text})


FORMS: Final[Mapping[str, Callable[[Element], Any]]] = {
    "text": as_text,
    "xml": as_xml,
    "json": as_json,
}
