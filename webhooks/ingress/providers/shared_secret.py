"""Devices and scripts: a header or a query parameter equals the secret."""

from collections.abc import Mapping
from typing import Final

from webhooks.ingress.providers._names import header_name, parameter_name
from webhooks.ingress.signatures.contract import Option, Provider, Sample, Scheme

_PREFIXES: Final = {"none": "", "bearer": "Bearer ", "token": "Token "}


def _build(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Return the scheme that the options describe.

    Raises ValueError with what is wrong.
    """
    prefix = _PREFIXES.get(options.get("prefix", ""))
    if prefix is None:
        raise ValueError(f"prefix must be one of {', '.join(_PREFIXES)}")
    where = options.get("where", "")
    if where == "query":
        place = f"query.{parameter_name(options, 'name')}"
    elif where == "header":
        place = f"header.{header_name(options, 'name')}"
    else:
        raise ValueError("where must be one of header, query")
    return (Scheme(place, "equals", prefix=prefix),)


PROVIDER = Provider(
    key="shared-secret",
    label="Shared secret",
    summary="Devices and scripts that send a secret along with each request.",
    help=(
        "Let the sender put the secret into the header or the query parameter named "
        "here. A signature is safer where the sender can make one: what is sent "
        "along may end up in somebody's log."
    ),
    source="https://www.rfc-editor.org/rfc/rfc6750",
    asks_for="Secret",
    asks_help="Any long random text; the sender needs the same one.",
    build=_build,
    options=(
        Option(
            "where",
            "Where",
            "Whether the secret comes in a header or in the address.",
            default="header",
            choices=(("header", "In a header"), ("query", "In the query")),
        ),
        Option(
            "name",
            "Name",
            "The name of the header or of the query parameter.",
            default="X-Secret",
        ),
        Option(
            "prefix",
            "Before the secret",
            "What stands before the secret in its place.",
            default="none",
            choices=(
                ("none", "Nothing"),
                ("bearer", "“Bearer ”"),
                ("token", "“Token ”"),
            ),
        ),
    ),
    samples=(
        Sample(
            "reading",
            '{"device":"greenhouse-3","temperature":21.4,"humidity":63}',
        ),
    ),
)
