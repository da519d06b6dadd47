"""SendGrid: ECDSA over time and body; the stored key is public.

The line end behind the JSON belongs to what is signed.
"""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="sendgrid",
    label="SendGrid",
    summary="Delivered, opened, clicked and bounced mails (Event Webhook).",
    help=(
        "In SendGrid under Settings, Mail Settings, Event Webhooks: enter the URL, "
        "choose the events, switch Signed Event Webhook on and save. Then copy the "
        "verification key, which is shown only after saving."
    ),
    source=(
        "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/"
        "getting-started-event-webhook-security-features"
    ),
    asks_for="Verification key",
    asks_help="A public key in Base64 that begins with MFkw.",
    schemes=(
        Scheme(
            "header.X-Twilio-Email-Event-Webhook-Signature",
            "ecdsa-p256-sha256",
            "{timestamp}{body}",
            "base64",
            key="spki",
            timestamp="header.X-Twilio-Email-Event-Webhook-Timestamp",
        ),
    ),
    id_places=("json.*.sg_event_id",),
    samples=(
        Sample(
            "delivered",
            '[{"email":"alice@example.com","timestamp":1767607872,'
            '"smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>","event":"delivered",'
            '"category":["welcome"],"sg_event_id":"ZGVsaXZlcmVkLTAtMTIzNDU2",'
            '"sg_message_id":"14c5d75ce93.dfd.64b469.filter0001","response":"250 OK"}]'
            "\r\n",
        ),
    ),
)
