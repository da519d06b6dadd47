"""HTML/XML Parser: takes parts out of a document."""

from webhooks.nodes._limits import check_characters, check_items
from webhooks.nodes.logic._markup import FORMS, as_xml, parse_markup, select
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write an array with each element that was found. Raises NodeError."""
    text = node.value("documentPath")
    if not isinstance(text, str) or not text.strip():
        raise NodeError("There is no document at the path.", "InvalidDocument")
    word = node.text("resultFormatTemplate").strip().lower() or "text"
    form = FORMS.get(word)
    if form is None:
        message = f"{word} is not one of {', '.join(FORMS)}."
        raise NodeError(message, "InvalidFormat")
    found = select(parse_markup(text), node.text("selectorTemplate").strip())
    check_items(len(found), "The result")
    # Elements inside one another are found more than once.
    size = 0
    for element in found:
        size += len(as_xml(element))
        check_characters(size, "The result")
    node.put("resultPath", [form(element) for element in found])


NODE = NodeType(
    type="HtmlParserNode",
    name="html-parser",
    category="logic",
    label="HTML/XML Parser",
    summary="Takes parts out of an HTML or XML document by a CSS selector.",
    run=run,
    fields=(
        PayloadPath(
            name="documentPath",
            label="Document",
            help="Where the HTML or XML is.",
            required=True,
        ),
        Template(
            name="selectorTemplate",
            label="Selector",
            help="A CSS selector such as table tr; the whole document when blank.",
        ),
        Template(
            name="resultFormatTemplate",
            label="Result is",
            help="One of text, xml and json.",
            default="text",
        ),
        PayloadPath(
            name="resultPath",
            label="Result",
            help="Where the array of what was found goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="The text of every cell",
            config={
                "documentPath": "page",
                "selectorTemplate": "td.price",
                "resultPath": "prices",
            },
            before={"page": "<table><tr><td>A<td class=price>3<tr></table>"},
            after=lambda payload: payload["prices"] == ["3"],
        ),
        Example(
            summary="An element of an XML document as JSON",
            config={
                "documentPath": "xml",
                "selectorTemplate": "item",
                "resultFormatTemplate": "json",
                "resultPath": "items",
            },
            before={"xml": '<list><item id="1">A</item></list>'},
            after=lambda payload: (
                payload["items"]
                == [
                    {
                        "elements": [
                            {
                                "type": "element",
                                "name": "item",
                                "attributes": {"id": "1"},
                                "elements": [{"type": "text", "text": "A"}],
                            }
                        ]
                    }
                ]
            ),
        ),
        Example(
            summary="A selector that is none stops the run",
            config={
                "documentPath": "page",
                "selectorTemplate": "td[",
                "resultPath": "cells",
            },
            before={"page": "<td>1</td>"},
            error="cannot be used",
        ),
    ),
)
