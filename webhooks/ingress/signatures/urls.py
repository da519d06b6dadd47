"""The address that a sender signed: it may be written in several ways."""

from typing import Final
from urllib.parse import urlsplit

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.contract import Scheme
from webhooks.ingress.signatures.settings import SignatureSettings

_STANDARD_PORTS: Final = {"http": 80, "https": 443}
# What HubSpot decodes before it signs, and nothing else.
# Source: https://developers.hubspot.com/docs/api/webhooks/validating-requests
_HUBSPOT: Final = {
    "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$",
    "%27": "'", "%28": "(", "%29": ")", "%2A": "*", "%2C": ",", "%3B": ";",
}  # fmt: skip


def url_forms(
    scheme: Scheme, settings: SignatureSettings, request: InboundRequest
) -> list[str]:
    """Return the addresses that the sender may have signed; "" if it signs none."""
    if "{url}" not in scheme.content:
        return [""]
    url = settings.signed_url(request.path, request.raw_query)
    if scheme.urls == "ports":
        return list(dict.fromkeys([url, *with_other_ports(url)]))
    if scheme.urls == "hubspot":
        return list(dict.fromkeys([url, _as_hubspot(url)]))
    return [url]


def with_other_ports(url: str) -> list[str]:
    """Return the address without its port, and with its scheme's standard one.

    Source: twilio-python, twilio/request_validator.py.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return []
    user, at, _ = parts.netloc.rpartition("@")
    host = f"[{host}]" if ":" in host else host
    forms = [url.replace(parts.netloc, f"{user}{at}{host}", 1)]
    if port is None and parts.scheme in _STANDARD_PORTS:
        standard = f"{user}{at}{host}:{_STANDARD_PORTS[parts.scheme]}"
        forms.append(url.replace(parts.netloc, standard, 1))
    return forms


def _as_hubspot(url: str) -> str:
    for code, sign in _HUBSPOT.items():
        url = url.replace(code, sign).replace(code.lower(), sign)
    return url
