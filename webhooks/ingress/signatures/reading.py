"""Reading the header in which a signature stands: its parts, and what may be in it.

Apart from verifying, because repetitions are known by parts of the same header.
"""

from collections.abc import Iterator
from typing import Final

from webhooks.ingress.signatures import algorithms
from webhooks.ingress.signatures.content import missing, only, spoken
from webhooks.ingress.signatures.contract import Scheme, SignatureProblem
from webhooks.ingress.signatures.facts import MOST_ITEMS, Facts

LONGEST_SIGNATURE: Final = 8192


def read_signatures(
    scheme: Scheme, facts: Facts
) -> tuple[dict[str, bytes], list[bytes]]:
    """Return the named items at the signature's place, and the signatures there.

    Raises SignatureProblem.
    """
    where = spoken(scheme.signature)
    text = one_value(facts, scheme.signature)
    pieces = text.split(scheme.separator.encode()) if scheme.separator else [text]
    pieces = [piece.strip() for piece in pieces[:MOST_ITEMS]]
    prefix = scheme.prefix.lower().encode()
    signatures: list[bytes] = []
    is_there = False
    for piece in pieces:
        if piece[: len(prefix)].lower() == prefix:
            is_there = True
            written = piece[len(prefix) :]
            raw = algorithms.decode(written, scheme.encoding, unquote=scheme.unquote)
            if raw:
                signatures.append(raw)
    if not is_there:
        raise SignatureProblem(
            f"{where} holds nothing that begins with {scheme.prefix}"
        )
    if not signatures:
        kind = "hexadecimal" if scheme.encoding == "hex" else "Base64"
        raise SignatureProblem(f"{where} holds no {kind} text where it should")
    return dict(_items(pieces)) if scheme.separator else {}, signatures


def one_value(facts: Facts, place: str) -> bytes:
    """Return the one value at a place. Raises SignatureProblem."""
    value = only(place, facts)
    if value is None:
        raise SignatureProblem(missing(place, facts))
    if not value.strip():
        raise SignatureProblem(f"{spoken(place)} is empty")
    if len(value) > LONGEST_SIGNATURE:
        raise SignatureProblem(
            f"{spoken(place)} is longer than {LONGEST_SIGNATURE} bytes"
        )
    return value


def _items(pieces: list[bytes]) -> Iterator[tuple[str, bytes]]:
    for piece in pieces:
        name, equals, value = piece.partition(b"=")
        if equals:
            yield name.decode("latin-1"), value
