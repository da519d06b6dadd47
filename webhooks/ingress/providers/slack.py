"""Slack: HMAC-SHA256 of version, time and body, for events and commands alike."""

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

PROVIDER = Provider(
    key="slack",
    label="Slack",
    summary="Events, slash commands and buttons of your Slack app.",
    help=(
        "At api.slack.com/apps in your app enter the URL as Request URL under Event "
        "Subscriptions, Slash Commands or Interactivity. The secret is the Signing "
        "Secret under Basic Information; store it here first, because Slack asks the "
        "URL as soon as it is entered."
    ),
    source="https://docs.slack.dev/authentication/verifying-requests-from-slack",
    asks_help="Under Basic Information, App Credentials in the Slack app.",
    schemes=(
        Scheme(
            "header.X-Slack-Signature",
            content="v0:{timestamp}:{body}",
            prefix="v0=",
            timestamp="header.X-Slack-Request-Timestamp",
        ),
    ),
    questions=(
        Question(
            "POST",
            ("json.type=url_verification",),
            "Slack sends a challenge when the Request URL is entered.",
            signed=True,
            text="{json.challenge}",
        ),
    ),
    tolerance_seconds=300,
    deadline_seconds=3,
    retries="Events three times: at once, after a minute and after five more.",
    id_places=("json.event_id", "form.trigger_id"),
    retry_mark="header.X-Slack-Retry-Num",
    # Anything else would be shown to whoever typed a slash command.
    answer=Reply(200),
    samples=(
        Sample(
            "app_mention",
            '{"token":"XXYYZZ","team_id":"T123ABC456","api_app_id":"A123ABC456",'
            '"event":{"type":"app_mention","user":"U123ABC456","text":"<@U0LAN0Z89> '
            'hello","ts":"1767607872.000017","channel":"C123ABC456","event_ts":'
            '"1767607872000017"},"type":"event_callback","event_id":"Ev123ABC456",'
            '"event_time":1767607872}',
        ),
        Sample(
            "slash command",
            "token=XXYYZZ&team_id=T123ABC456&team_domain=example&channel_id=C123ABC456"
            "&channel_name=general&user_id=U123ABC456&user_name=ada&command=%2Fweather"
            "&text=94070&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1%2F2"
            "&trigger_id=13345224609.738474920.8088930838d88f008e0",
            content_type="application/x-www-form-urlencoded",
        ),
    ),
)
