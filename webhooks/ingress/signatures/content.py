"""The text that is signed: a template of places in braces.

``v0:{timestamp}:{body}`` is the bytes of these places with the text between them.
"""

import re
from functools import lru_cache
from typing import Final

from webhooks.ingress.signatures.contract import Scheme, SignatureProblem
from webhooks.ingress.signatures.facts import (
    KINDS,
    LARGEST_PARSED,
    MOST_FORM_FIELDS,
    WHOLES,
    Facts,
    is_too_large,
)

LONGEST_TEMPLATE: Final = 1024
MOST_PLACES: Final = 20

_PLACE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[!-~]{1,256}")


def check_template(template: str) -> None:
    """Check a template that a user wrote. Raises ValueError with what is wrong."""
    if len(template) > LONGEST_TEMPLATE:
        raise ValueError(f"it is longer than {LONGEST_TEMPLATE} characters")
    places = _PLACE.findall(template)
    if len(places) > MOST_PLACES:
        raise ValueError(f"it has more than {MOST_PLACES} places in braces")
    for place in places:
        check_place(place)
    if set("{}") & set(_PLACE.sub("", template)):
        raise ValueError("a brace is open or closes nothing")


def check_place(place: str) -> None:
    """Check a place that a user named. Raises ValueError with what is wrong."""
    kind, dot, name = place.partition(".")
    if not dot and place in WHOLES:
        return
    if not dot or kind not in KINDS or _NAME.fullmatch(name) is None:
        raise ValueError(
            f"{{{place[:40]}}} is unknown; there are {', '.join(WHOLES)}, and "
            "header, query, json, form, item and option with a dot and a name"
        )


def signed_bytes(scheme: Scheme, facts: Facts, timestamp: bytes) -> bytes:
    """Return the bytes that the sender signed.

    ``timestamp`` is the time stamp's text. Raises SignatureProblem when a place
    that is signed is not in the request.
    """
    if scheme.content == "{body}":
        # What most sign, and every request comes by here.
        return facts.values("body")[0]
    parts: list[bytes] = []
    for text, place in split(scheme.content):
        if text:
            parts.append(text)
        if place == "timestamp":
            parts.append(timestamp)
        elif place:
            parts.append(_value(scheme.id if place == "id" else place, facts))
    return parts[0] if len(parts) == 1 else b"".join(parts)


@lru_cache(maxsize=256)
def split(template: str) -> tuple[tuple[bytes, str], ...]:
    """Return the template's parts: text, and the place behind it or ""."""
    pieces = _PLACE.split(template)
    pieces.append("")
    return tuple(
        (text.encode(), place)
        for text, place in zip(pieces[::2], pieces[1::2], strict=True)
    )


def only(place: str, facts: Facts) -> bytes | None:
    """Return the one value at a place, None if there is none.

    Of several one could be signed and another one used, so they are no value:
    raises SignatureProblem. Of a form's fields the last counts, as at Mailgun.
    """
    values = facts.values(place)
    if len(values) > 1 and not place.startswith("form."):
        where = spoken(place)
        raise SignatureProblem(f"{where} came {len(values)} times, which is ambiguous")
    return values[-1] if values else None


def missing(place: str, facts: Facts) -> str:
    """Return the sentence for a place at which nothing was found."""
    if is_too_large(place, facts.request):
        return (
            f"the body is larger than {LARGEST_PARSED // 1024} KiB, so {spoken(place)} "
            "was not looked for"
        )
    return f"{spoken(place)} is missing"


def _value(place: str, facts: Facts) -> bytes:
    if place == "form" and facts.request.body and not facts.form():
        raise SignatureProblem(
            "the form's fields are signed, but the body is no form of up to "
            f"{LARGEST_PARSED // 1024} KiB and {MOST_FORM_FIELDS} fields"
        )
    value = only(place, facts)
    if value is None:
        raise SignatureProblem(
            f"{missing(place, facts)}; it is a part of what is signed"
        )
    return value


@lru_cache(maxsize=256)
def spoken(place: str) -> str:
    """Return a place as it is said to people: ``the header X-Id``."""
    kind, _, name = place.partition(".")
    words = {
        "header": f"the header {name}",
        "query": f"the query parameter {name}",
        "json": f"the JSON field {name}",
        "form": f"the form field {name}",
        "item": f"{name}= in the signature's header",
        "option": f"the option {name}",
    }
    return words.get(kind, f"the {place}") if name else f"the {place}"
