"""Telegram: a header repeats the token that the webhook was set with."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="telegram",
    label="Telegram",
    summary="Messages and button presses for your bot.",
    help=(
        "Store a text of 1 to 256 letters, digits, _ and - here, then call setWebhook "
        "of the Bot API with the URL as url and that text as secret_token. A reply may "
        "itself be a call of the Bot API, such as sendMessage."
    ),
    source="https://core.telegram.org/bots/api#setwebhook",
    asks_for="Secret token",
    asks_help="The secret_token of setWebhook; not the bot's own token.",
    schemes=(Scheme("header.X-Telegram-Bot-Api-Secret-Token", "equals"),),
    retries="For a while; Telegram does not say how often.",
    id_places=("json.update_id",),
    samples=(
        Sample(
            "message",
            '{"update_id":10000,"message":{"message_id":1365,"date":1767607872,"from":'
            '{"id":1111111,"is_bot":false,"first_name":"Ada"},"chat":{"id":1111111,'
            '"type":"private","first_name":"Ada"},"text":"/start"}}',
        ),
        Sample(
            "callback_query",
            '{"update_id":10001,"callback_query":{"id":"4382bfdwdsb323b2d9","from":'
            '{"id":1111111,"is_bot":false,"first_name":"Ada"},"chat_instance":'
            '"-2","data":"button 1"}}',
        ),
    ),
)
