"""Google Health, Fitbit's successor: the Authorization header is the secret.

Its notifications carry a signature by a key of Google's, too; that is not looked
at, because the key would have to be fetched and the secret is checked already.
"""

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

_SECRET_AT = "header.Authorization"  # noqa: S105  # where it stands, not what it is

PROVIDER = Provider(
    key="google-health",
    label="Google Health",
    summary="Notices that somebody's health data changed at Google.",
    help=(
        "Create the subscriber (projects.subscribers.create) with the URL as its "
        "endpointUri and the secret as endpointAuthorization.secret. Leave basic "
        "authentication of this webhook empty: it would ask for the same header."
    ),
    source="https://developers.google.com/health/webhooks",
    asks_for="Endpoint authorization",
    asks_help="The whole value of the Authorization header, such as Bearer and a text.",
    schemes=(Scheme(_SECRET_AT, "equals"),),
    questions=(
        Question(
            "POST",
            ("json.type=verification",),
            "Google asks twice, once without the secret, which must be refused.",
            secret_at=_SECRET_AT,
            status=201,
            wrong_status=401,
        ),
    ),
    retries="What is not answered with 204 is sent again.",
    answer=Reply(204),
    samples=(
        Sample(
            "steps",
            '{"data":{"version":"1","clientProvidedSubscriptionName":"steps",'
            '"healthUserId":"111111256096816351","operation":"UPSERT","dataType":'
            '"steps","intervals":[{"physicalTimeInterval":{"startTime":'
            '"2026-01-05T09:00:00Z","endTime":"2026-01-05T10:00:00Z"}}]}}',
        ),
    ),
)
