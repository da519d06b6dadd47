"""A page as its reader sees it: title, headings, text, links, forms.

Assertions on parsed structure survive changes of layout, and cannot be fooled
by markup that only looks like text.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"input", "link", "meta", "br", "hr", "img", "use"})
_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass
class Form:
    """One form: where it goes, and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.fields[name][0] if self.fields.get(name) else ""


class Page(HTMLParser):
    """Parses a page; unknown or unbalanced elements show in ``open_tags``."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.headings: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self._href: str | None = None
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def form(self, ending: str) -> Form:
        """Return the form whose address ends like this."""
        return next(form for form in self.forms if form.action.endswith(ending))

    def tags(self, name: str) -> list[dict[str, str]]:
        """Return the attributes of every element of that name."""
        return [attributes for tag, attributes in self.elements if tag == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a":
            self._href = given.get("href", "")
            self.links.setdefault(self._href, "")
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif self.forms:
            self._field(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "a":
            self._href = None
        elif tag == "textarea" and self._area is not None:
            # A parser drops one line break at the beginning of a text area.
            values = self.forms[-1].fields[self._area]
            values[-1] = values[-1].removeprefix("\r").removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1].fields[self._area][-1] += data
            return
        self.texts.append(data)
        if "title" in self._open:
            self.title += data
        if _HEADINGS & set(self._open):
            if self._open[-1] in _HEADINGS:
                self.headings.append("")
            self.headings[-1:] = [(self.headings[-1:] or [""])[0] + data.strip()]
        if self._href is not None:
            self.links[self._href] += data.strip()

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            form.kinds[name] = kind
            chosen = kind not in {"checkbox", "radio"} or "checked" in given
            if chosen:
                form.fields.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea" and name:
            form.kinds[name] = "textarea"
            form.fields.setdefault(name, []).append("")
            self._area = name
        elif tag == "select" and name:
            form.kinds[name] = "select"
            self._select = name
        elif tag == "option" and self._select is not None:
            value = given.get("value", "")
            # Without a choice, browsers send the first.
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = [value]
