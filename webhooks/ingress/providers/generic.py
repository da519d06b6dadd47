"""Any other sender that signs with an HMAC: its owner fills in how.

The form is the scheme itself; what could not verify anything is refused when it is
saved, with the reason, and not at the door.
"""

from collections.abc import Mapping
from typing import Final, cast

from webhooks.ingress.providers._names import header_name
from webhooks.ingress.signatures.content import check_place, check_template, split
from webhooks.ingress.signatures.contract import (
    Algorithm,
    Encoding,
    KeyKind,
    Option,
    Provider,
    Sample,
    Scheme,
    TimeUnit,
)

_SEPARATORS: Final = {"": "", "comma": ",", "semicolon": ";", "space": " "}
_SIGNED_PLACES: Final = ("header", "query", "json", "form")


def _build(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Return the scheme that the options describe.

    Raises ValueError with what is wrong.
    """
    header, prefix = header_name(options, "header"), options.get("prefix", "")
    if not prefix.isascii():
        # A header brings other characters in nobody knows which encoding.
        raise ValueError("prefix must be of ASCII characters, as headers are")
    separator = _SEPARATORS[_choice("separator", options)]
    content = options.get("content", "") or "{body}"
    timestamp, id_place = options.get("timestamp", ""), options.get("id", "")
    _check_content(content, timestamp, id_place)
    _check_timestamp(content, timestamp, separator)
    _check_id(content, id_place)
    return (
        Scheme(
            f"header.{header}",
            cast(Algorithm, _choice("algorithm", options)),
            content,
            cast(Encoding, _choice("encoding", options)),
            prefix=prefix,
            separator=separator,
            key=cast(KeyKind, _choice("key", options)),
            timestamp=timestamp,
            timestamp_unit=cast(TimeUnit, _choice("timeUnit", options)),
            id=id_place,
        ),
    )


def _choice(name: str, options: Mapping[str, str]) -> str:
    declared = next(option for option in PROVIDER.options if option.name == name)
    value = options.get(name, "") or declared.default
    known = [choice for choice, _ in declared.choices]
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(filter(None, known))}")
    return value


def _check_content(content: str, timestamp: str, id_place: str) -> None:
    try:
        check_template(content)
    except ValueError as error:
        raise ValueError(f"content: {error}") from None
    places = _places(content)
    if not places:
        raise ValueError("content must name what is signed, such as {body}")
    if any(place.startswith("item.") for place in places):
        raise ValueError("content: a part of the signature's header is {timestamp}")
    if "timestamp" in places and not timestamp:
        raise ValueError(
            "content has {timestamp}, so timestamp must say where the time stamp is"
        )
    if "id" in places and not id_place:
        raise ValueError("content has {id}, so id must say where the id stands")


def _check_timestamp(content: str, timestamp: str, separator: str) -> None:
    if not timestamp:
        return
    _check_where("timestamp", timestamp, (*_SIGNED_PLACES, "item"))
    if timestamp.startswith("item.") and not separator:
        raise ValueError(
            "timestamp is a part of the signature's header, so separator must say "
            "what stands between its parts"
        )
    if not _is_signed(timestamp, "timestamp", content):
        raise ValueError(
            "the time stamp is not signed, so anybody could renew an old request: "
            "put {timestamp} into content, or leave timestamp empty"
        )


def _check_id(content: str, id_place: str) -> None:
    if not id_place:
        return
    _check_where("id", id_place, _SIGNED_PLACES)
    if not _is_signed(id_place, "id", content):
        raise ValueError(
            "the id is not signed, so it proves nothing: put {id} into content, or "
            "leave id empty"
        )


def _check_where(name: str, place: str, kinds: tuple[str, ...]) -> None:
    try:
        check_place(place)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if place.partition(".")[0] not in kinds or "." not in place:
        raise ValueError(f"{name} must begin with {', '.join(kinds)} and a dot")


def _is_signed(place: str, name: str, content: str) -> bool:
    places = _places(content)
    inside_body = place.startswith(("json.", "form.")) and "body" in places
    inside_url = place.startswith("query.") and "url" in places
    return name in places or place in places or inside_body or inside_url


def _places(content: str) -> set[str]:
    return {place for _, place in split(content) if place}


PROVIDER = Provider(
    key="generic",
    label="Generic HMAC",
    summary="Any sender that signs its requests with a shared secret.",
    help=(
        "Look up how the sender signs: which header has the signature, whether it is "
        "hexadecimal or Base64, with which hash, and of what. Then enter it here, and "
        "the same secret on both sides."
    ),
    source="https://www.rfc-editor.org/rfc/rfc2104",
    asks_for="Shared secret",
    asks_help="The key of the HMAC, exactly as the sender has it.",
    build=_build,
    options=(
        Option(
            "header",
            "Header",
            "The header that holds the signature.",
            default="X-Signature",
        ),
        Option(
            "algorithm",
            "Algorithm",
            "The hash that the HMAC is made with.",
            default="hmac-sha256",
            choices=(
                ("hmac-sha256", "HMAC-SHA256"),
                ("hmac-sha512", "HMAC-SHA512"),
                ("hmac-sha384", "HMAC-SHA384"),
                ("hmac-sha1", "HMAC-SHA1"),
            ),
        ),
        Option(
            "encoding",
            "Encoding",
            "How the signature is written.",
            default="hex",
            choices=(
                ("hex", "Hexadecimal"),
                ("base64", "Base64"),
                ("base64url", "Base64 for URLs"),
            ),
        ),
        Option(
            "prefix",
            "Prefix",
            "What stands before the signature, such as sha256= or v1=.",
        ),
        Option(
            "separator",
            "Separator",
            "What stands between the parts of the header, if it has several.",
            choices=(
                ("", "The header is one signature"),
                ("comma", "Comma"),
                ("semicolon", "Semicolon"),
                ("space", "Space"),
            ),
        ),
        Option(
            "content",
            "Signed content",
            "What is signed: text with places in braces, such as "
            "{timestamp}.{body}, {method}{url}{body} or {header.X-Id}.{body}.",
            default="{body}",
        ),
        Option(
            "timestamp",
            "Time stamp",
            "Where the time stamp stands: header.X-Timestamp, json.sent_at, or "
            "item.t for t= in the signature's own header.",
        ),
        Option(
            "timeUnit",
            "Time unit",
            "How the time stamp is written.",
            default="s",
            choices=(
                ("s", "Seconds since 1970"),
                ("ms", "Milliseconds since 1970"),
                ("rfc3339", "Date and time (2026-01-31T12:00:00Z)"),
            ),
        ),
        Option(
            "id",
            "Id",
            "Where a signed id of the message stands, such as header.X-Id; a message "
            "that comes again within the time allowed is then known.",
        ),
        Option(
            "key",
            "Secret is",
            "How the secret's text becomes a key.",
            default="text",
            choices=(
                ("text", "Plain text"),
                ("base64", "Base64"),
                ("hex", "Hexadecimal"),
                ("whsec", "Base64 behind whsec_"),
            ),
        ),
    ),
    tolerance_seconds=300,
    samples=(
        Sample(
            "event",
            '{"id":"evt_1","type":"thing.created","data":{"name":"Example"}}',
        ),
    ),
)
