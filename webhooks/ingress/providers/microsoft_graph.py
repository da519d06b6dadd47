"""Microsoft Graph: every notification in a request repeats the clientState."""

from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

PROVIDER = Provider(
    key="microsoft-graph",
    label="Microsoft Graph",
    summary="Changes of mail, calendars, files, users and Teams messages.",
    help=(
        "Store a long random text here, then create the subscription (POST "
        "/subscriptions) with the URL as notificationUrl, and if you use one as "
        "lifecycleNotificationUrl, and that text as clientState."
    ),
    source="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks",
    asks_for="clientState",
    asks_help="The text in the subscription; up to 128 characters.",
    schemes=(Scheme("json.value.*.clientState", "equals", every=True),),
    questions=(
        Question(
            "POST",
            ("query.validationToken",),
            "Graph asks when a subscription is created.",
            text="{query.validationToken}",
        ),
    ),
    deadline_seconds=3,
    retries="With growing pauses for up to four hours; slow receivers lose some.",
    id_places=("json.value.*.subscriptionId json.value.*.id",),
    samples=(
        Sample(
            "mail created",
            '{"value":[{"id":"lsgTZMr9KwAAA","subscriptionId":'
            '"7f105c7d-2dc5-4530-97cd-4e7ae6534c07","subscriptionExpirationDateTime":'
            '"2026-01-06T10:11:12.0000000Z","clientState":"","changeType":"created",'
            '"resource":"Users/1/Messages/2","tenantId":'
            '"84bd8158-6d4d-4958-8b9f-9d6445542f95","resourceData":{"@odata.type":'
            '"#Microsoft.Graph.Message","id":"2"}}]}',
        ),
        Sample(
            "reauthorizationRequired",
            '{"value":[{"subscriptionId":"7f105c7d-2dc5-4530-97cd-4e7ae6534c07",'
            '"subscriptionExpirationDateTime":"2026-01-06T10:11:12.0000000Z",'
            '"tenantId":"84bd8158-6d4d-4958-8b9f-9d6445542f95","clientState":"",'
            '"lifecycleEvent":"reauthorizationRequired"}]}',
        ),
    ),
)
