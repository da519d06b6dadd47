"""WhatsApp's Cloud API: signed as all of Meta's webhooks are."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="whatsapp",
    label="WhatsApp Business",
    summary="Messages to your WhatsApp number, and what became of your own.",
    help=(
        "In the Meta app dashboard under WhatsApp, Configuration enter the URL as "
        "Callback URL and the verification code of this webhook as Verify token, then "
        "subscribe to messages. The secret is the App Secret under App settings, Basic."
    ),
    source=(
        "https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks"
    ),
    asks_for="App secret",
    asks_help="Under App settings, Basic in the Meta app dashboard.",
    companion="facebook",
    schemes=(Scheme("header.X-Hub-Signature-256", prefix="sha256="),),
    retries="With growing pauses for up to 7 days.",
    # A message's status changes carry the same id elsewhere and are no repetitions.
    id_places=("json.entry.*.changes.*.value.messages.*.id",),
    samples=(
        Sample(
            "incoming message",
            '{"object":"whatsapp_business_account","entry":[{"id":"102290129340398",'
            '"changes":[{"field":"messages","value":{"messaging_product":"whatsapp",'
            '"metadata":{"display_phone_number":"15550783881","phone_number_id":'
            '"106540352242922"},"contacts":[{"profile":{"name":"Ada"},"wa_id":'
            '"16505551234"}],"messages":[{"from":"16505551234","id":"wamid.1",'
            '"timestamp":"1767607872","type":"text","text":{"body":"Hello"}}]}}]}]}',
        ),
        Sample(
            "message delivered",
            '{"object":"whatsapp_business_account","entry":[{"id":"102290129340398",'
            '"changes":[{"field":"messages","value":{"messaging_product":"whatsapp",'
            '"metadata":{"display_phone_number":"15550783881","phone_number_id":'
            '"106540352242922"},"statuses":[{"id":"wamid.1","status":"delivered",'
            '"timestamp":"1767607873","recipient_id":"16505551234"}]}}]}]}',
        ),
    ),
)
