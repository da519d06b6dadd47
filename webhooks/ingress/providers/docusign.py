"""DocuSign Connect: HMAC-SHA256 of the body, once for every key of the account."""

from typing import Final

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

# An account may have more keys; whoever changes one has two.
_MOST_KEYS: Final = 5

PROVIDER = Provider(
    key="docusign",
    label="DocuSign",
    summary="Envelopes that are sent, completed or declined (Connect).",
    help=(
        "In DocuSign's settings under Integrations, Connect: add a configuration with "
        "the URL and JSON as data format, and switch HMAC signature on. The secret is "
        "a key under Connect Keys."
    ),
    source="https://developers.docusign.com/platform/webhooks/connect/hmac/",
    asks_for="Connect key",
    asks_help="Shown once under Connect Keys when it is made.",
    schemes=tuple(
        Scheme(
            f"header.X-DocuSign-Signature-{number}",
            encoding="base64",
            name=f"key {number}",
        )
        for number in range(1, _MOST_KEYS + 1)
    ),
    samples=(
        Sample(
            "envelope-completed",
            '{"event":"envelope-completed","apiVersion":"v2.1",'
            '"uri":"/restapi/v2.1/accounts/1a2b/envelopes/3c4d","retryCount":0,'
            '"configurationId":10418598,"generatedDateTime":"2026-01-05T10:11:12.345Z",'
            '"data":{"accountId":"1a2b","userId":"5e6f","envelopeId":"3c4d"}}',
        ),
    ),
)
