"""Azure Event Grid, in its own schema: a secret in the query of the address.

Events in the CloudEvents schema are asked for by OPTIONS instead and belong to that
provider.
"""

from webhooks.ingress.providers._secret_in_query import in_query, parameter
from webhooks.ingress.signatures.contract import Provider, Question, Sample

PROVIDER = Provider(
    key="azure-event-grid",
    label="Azure Event Grid",
    summary="Events of Azure services, in the Event Grid schema.",
    help=(
        "In the Azure portal open the topic, then Event Subscription: choose Event "
        "Grid Schema and Web Hook, and enter the URL with ?code=SECRET behind it. For "
        "the CloudEvents schema choose the provider CloudEvents here."
    ),
    source="https://learn.microsoft.com/azure/event-grid/webhook-event-delivery",
    asks_for="Secret",
    asks_help="Any long random text; the same as behind the URL.",
    build=in_query,
    options=(parameter("code"),),
    questions=(
        Question(
            "POST",
            (
                "header.aeg-event-type=SubscriptionValidation",
                "json.*.data.validationCode",
            ),
            "Event Grid asks whether the address is yours when it is subscribed.",
            signed=True,
            json={"validationResponse": "{json.*.data.validationCode}"},
        ),
    ),
    retries=(
        "By a schedule of growing pauses; an event that is refused with 400, 401 or "
        "403 is not sent again."
    ),
    id_places=("json.*.topic json.*.id",),
    samples=(
        Sample(
            "blob created",
            '[{"id":"831e1650-001e-001b-66ab-eeb76e069631","topic":"/subscriptions/'
            "00000000-0000-0000-0000-000000000000/resourceGroups/example/providers/"
            'Microsoft.Storage/storageAccounts/example","subject":"/blobServices/'
            'default/containers/inbox/blobs/new.txt","eventType":'
            '"Microsoft.Storage.BlobCreated","eventTime":"2026-01-05T10:11:12Z",'
            '"data":{"api":"PutBlob","contentType":"text/plain","contentLength":524288},'
            '"dataVersion":"","metadataVersion":"1"}]',
            (("aeg-event-type", "Notification"),),
        ),
    ),
)
