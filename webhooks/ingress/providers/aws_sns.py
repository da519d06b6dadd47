"""Amazon SNS: signed messages of named topics, and subscriptions confirmed."""

from webhooks.ingress.signatures import sns
from webhooks.ingress.signatures.contract import CustomCheck, Option, Provider, Sample

PROVIDER = Provider(
    key=sns.KEY,
    label="Amazon SNS",
    summary="Messages of your topics at AWS, such as alarms and events of S3.",
    help=(
        "Enter the topic's ARN here first. Then, in the SNS console, create a "
        "subscription to that topic: protocol HTTPS, the URL as its endpoint, raw "
        "message delivery off. It is confirmed from here by itself."
    ),
    source=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html"
    ),
    asks_for="",
    custom=CustomCheck(
        check=sns.check,
        sign=sns.sign,
        question=sns.question,
        confirm_url=sns.confirm_url,
        message=("json.MessageId", "json.Timestamp"),
    ),
    options=(
        Option(
            "topicArn",
            "Topic ARN",
            "The topic's ARN; several with spaces between them. Messages of other "
            "topics are refused, because anybody can have one.",
            required=True,
            pattern=rf"\s*{sns.TOPIC}(?:[\s,]+{sns.TOPIC})*\s*",
            example="arn:aws:sns:eu-central-1:123456789012:orders",
        ),
        Option(
            "signatureVersion",
            "Signature version",
            "Topics sign with SHA-1 (version 1) until their SignatureVersion is set "
            "to 2 at AWS.",
            default="any",
            choices=(("any", "1 or 2"), ("2", "2 only (SHA-256)")),
        ),
    ),
    tolerance_seconds=sns.TOLERANCE_SECONDS,
    # Not 401: Amazon takes that for a request to send a password.
    refusal_status=403,
    deadline_seconds=15,
    retries="Three times, 20 seconds apart, unless the topic sets it otherwise.",
    id_places=("json.MessageId",),
    samples=(
        Sample(
            "Notification",
            '{"Type":"Notification","MessageId":"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",'
            '"TopicArn":"arn:aws:sns:eu-central-1:123456789012:orders",'
            '"Subject":"Order paid","Message":"{\\"order\\":17}",'
            '"Timestamp":"2026-01-31T12:00:00.000Z"}',
            (("X-Amz-Sns-Message-Type", "Notification"),),
            content_type="text/plain; charset=UTF-8",
        ),
    ),
)
