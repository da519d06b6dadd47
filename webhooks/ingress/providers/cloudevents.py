"""CloudEvents over HTTP: a token, and the OPTIONS question of its web hooks."""

from webhooks.ingress.signatures.contract import (
    Provider,
    Question,
    Sample,
    Scheme,
)

_ORIGIN = "header.WebHook-Request-Origin"

PROVIDER = Provider(
    key="cloudevents",
    label="CloudEvents",
    summary="Senders of CloudEvents, such as Azure Event Grid and Knative.",
    help=(
        "Let the sender put the token into the header Authorization: Bearer SECRET, or "
        "where it cannot, enter the URL with ?access_token=SECRET behind it."
    ),
    source=(
        "https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md"
    ),
    asks_for="Access token",
    asks_help="Any long random text; the sender needs the same one.",
    schemes=(
        Scheme("header.Authorization", "equals", prefix="Bearer "),
        Scheme("query.access_token", "equals", name="query"),
    ),
    questions=(
        Question(
            "OPTIONS",
            (_ORIGIN,),
            "The sender asks whether it may deliver here.",
            headers=(
                ("WebHook-Allowed-Origin", f"{{{_ORIGIN}}}"),
                ("WebHook-Allowed-Rate", "*"),
                ("Allow", "POST"),
            ),
        ),
    ),
    # An id is unique for its source only.
    id_places=("header.ce-source header.ce-id", "json.source json.id"),
    samples=(
        Sample(
            "in the body",
            '{"specversion":"1.0","id":"A234-1234-1234","source":"/sensors/greenhouse",'
            '"type":"com.example.reading","time":"2026-01-05T10:11:12Z",'
            '"datacontenttype":"application/json","data":{"temperature":21.4}}',
            content_type="application/cloudevents+json",
        ),
        Sample(
            "in headers",
            '{"temperature":21.4}',
            (
                ("ce-specversion", "1.0"),
                ("ce-id", "A234-1234-1235"),
                ("ce-source", "/sensors/greenhouse"),
                ("ce-type", "com.example.reading"),
            ),
        ),
    ),
)
