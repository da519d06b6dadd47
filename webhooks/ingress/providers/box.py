"""Box: HMAC-SHA256 of body and time, by two keys at once while they are changed."""

from typing import Final

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

_CONTENT: Final = "{body}{timestamp}"
_TIME: Final = "header.Box-Delivery-Timestamp"

PROVIDER = Provider(
    key="box",
    label="Box",
    summary="Files and folders that are uploaded, moved, shared or deleted.",
    help=(
        "In Box's Developer Console open the app, then Webhooks: create a webhook of "
        "version 2 with the URL, and generate keys under Manage signature keys. Enter "
        "the primary key here, and the secondary one as a second secret if there is "
        "one."
    ),
    source="https://developer.box.com/guides/webhooks/v2/signatures-v2/",
    asks_for="Signature key",
    asks_help="Stands under Manage signature keys; the app's webhooks share it.",
    schemes=(
        Scheme(
            "header.Box-Signature-Primary",
            content=_CONTENT,
            encoding="base64",
            timestamp=_TIME,
            timestamp_unit="rfc3339",
        ),
        Scheme(
            "header.Box-Signature-Secondary",
            content=_CONTENT,
            encoding="base64",
            timestamp=_TIME,
            timestamp_unit="rfc3339",
            name="secondary",
        ),
    ),
    tolerance_seconds=600,
    refusal_status=403,
    deadline_seconds=30,
    retries="Up to 12 times within two hours.",
    # The id in the header changes with every repetition.
    id_places=("json.id",),
    samples=(
        Sample(
            "FILE.UPLOADED",
            '{"type":"webhook_event","id":"eb0c4e06-751f-442c-86f8-fd5bb404dbec",'
            '"created_at":"2026-01-05T10:11:12-08:00","trigger":"FILE.UPLOADED",'
            '"webhook":{"id":"53","type":"webhook"},"source":{"id":"73835521473",'
            '"type":"file","name":"Test.txt","size":12}}',
            (("Box-Signature-Version", "1"), ("Box-Signature-Algorithm", "HmacSHA256")),
        ),
    ),
)
