"""X (Twitter): HMAC-SHA256 of the body, in Base64.

Its challenge asks for the same code of a text that anybody may choose. So only
what looks like X's tokens is answered: a code of an event's JSON is a signature.
"""

from webhooks.ingress.signatures.contract import (
    Mac,
    Provider,
    Question,
    Sample,
    Scheme,
)

PROVIDER = Provider(
    key="x",
    label="X (Twitter)",
    summary="Posts, messages and follows of accounts, and filtered streams.",
    help=(
        "Store the secret here, then register the URL with POST /2/webhooks of the X "
        "API. The URL must not name a port. X asks it every hour; while it is not "
        "answered, nothing is sent."
    ),
    source="https://docs.x.com/x-api/webhooks/quickstart",
    asks_for="Consumer secret",
    asks_help="The app's API Key Secret; not a bearer or an access token.",
    schemes=(
        Scheme(
            "header.x-twitter-webhooks-signature",
            encoding="base64",
            prefix="sha256=",
        ),
    ),
    questions=(
        Question(
            "GET",
            ("query.crc_token",),
            "The challenge-response check, at the start and every hour.",
            json={"response_token": "sha256={mac}"},
            mac=Mac(over="query.crc_token", encoding="base64"),
        ),
    ),
    deadline_seconds=10,
    retries="Only for some products.",
    samples=(
        Sample(
            "tweet_create_events",
            '{"for_user_id":"2244994945","tweet_create_events":[{"id_str":'
            '"1346889436626259968","created_at":"Mon Jan 05 10:11:12 +0000 2026",'
            '"text":"Hello","user":{"id_str":"6253282","screen_name":"ada"}}]}',
        ),
        Sample(
            "follow_events",
            '{"for_user_id":"2244994945","follow_events":[{"type":"follow",'
            '"created_timestamp":"1767607872000","target":{"id":"2244994945"},'
            '"source":{"id":"6253282","screen_name":"ada"}}]}',
        ),
    ),
)
