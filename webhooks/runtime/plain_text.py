"""The text of an HTML mail, for readers that show no HTML.

Apart from the mailer because it is about HTML alone. It need not be beautiful:
it must hold the words, and be quick whatever the HTML is.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

# Nobody reads more without HTML; hostile markup of this size takes 0.05 seconds.
_MAX_CHARACTERS: Final = 50_000
# Each alternative stops at the next "<", so no input is looked at twice.
_PIECE: Final = re.compile(r"<[^<>]*>?|[^<]+")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = frozenset({"head", "script", "style", "title"})
_NEW_LINE: Final = frozenset(
    {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    | {"section", "table", "tr", "ul"}
)


def plain_text(markup: str) -> str:
    """Return the words of some HTML, one line for each block.

    What comes after the first 50,000 characters is left out.
    """
    lines = "".join(_pieces(markup[:_MAX_CHARACTERS])).split("\n")
    kept = (html.unescape(" ".join(line.split())) for line in lines)
    return "\n".join(line for line in kept if line)


def _pieces(markup: str) -> Iterator[str]:
    hidden = ""
    for match in _PIECE.finditer(markup):
        piece = match[0]
        tag = _TAG.match(piece) if piece.endswith(">") else None
        if tag is None:
            if not hidden and not piece.startswith("<!"):
                yield _BLANKS.sub(" ", piece)
            continue
        closes, name = bool(tag[1]), tag[2].lower()
        if hidden:
            hidden = "" if closes and name == hidden else hidden
        elif name in _HIDDEN:
            hidden = "" if closes else name
        elif name in _NEW_LINE:
            yield "\n"
        elif name in {"td", "th"}:
            yield " "
