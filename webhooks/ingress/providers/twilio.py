"""Twilio: HMAC-SHA1 of the address and the sorted form fields."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

_HEADER = "header.X-Twilio-Signature"

PROVIDER = Provider(
    key="twilio",
    label="Twilio",
    summary="Messages and calls to your number.",
    help=(
        "In the Twilio console enter the URL at your number under “A message comes "
        "in” or “A call comes in”. It must be written exactly as it is here."
    ),
    source="https://www.twilio.com/docs/usage/webhooks/webhooks-security",
    asks_for="Auth token",
    asks_help="The account's Auth Token in the Twilio console.",
    companion="twilio",
    schemes=(
        Scheme(
            _HEADER,
            "hmac-sha1",
            "{url}{form}",
            "base64",
            when=("!query.bodySHA256",),
            urls="ports",
        ),
        # What is no form is covered by a digest in the signed address.
        Scheme(
            _HEADER,
            "hmac-sha1",
            "{url}",
            "base64",
            name="json",
            when=("query.bodySHA256",),
            urls="ports",
            body_digest="query.bodySHA256",
        ),
    ),
    refusal_status=403,
    deadline_seconds=15,
    retries="Once if it gets no connection; #rc=5 behind the URL asks for more.",
    # MessageSid and CallSid are no ids of a delivery: every later request about the
    # same message or call has them, too.
    id_places=("header.I-Twilio-Idempotency-Token",),
    samples=(
        Sample(
            "incoming message",
            "MessageSid=SM1&AccountSid=AC1&From=%2B14158675309&To=%2B18005551212"
            "&Body=Hello&NumMedia=0",
            content_type="application/x-www-form-urlencoded",
        ),
    ),
)
