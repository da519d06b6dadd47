"""Dropbox: HMAC-SHA256 of the body, hexadecimal."""

from webhooks.ingress.signatures.contract import Provider, Question, Sample, Scheme

PROVIDER = Provider(
    key="dropbox",
    label="Dropbox",
    summary="Notices that files of an account changed.",
    help=(
        "In the Dropbox App Console open your app and add the URL under Webhooks. The "
        "App secret stands on the same page."
    ),
    source="https://www.dropbox.com/developers/reference/webhooks",
    asks_for="App secret",
    asks_help="On the Settings tab of the app in the App Console.",
    schemes=(Scheme("header.X-Dropbox-Signature"),),
    questions=(
        Question(
            "GET",
            ("query.challenge",),
            "Dropbox asks once, when the URL is added, and does not try again.",
            text="{query.challenge}",
        ),
    ),
    deadline_seconds=10,
    retries="With growing pauses for about ten minutes.",
    samples=(
        Sample(
            "files changed",
            '{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]},'
            '"delta":{"users":[12345678]}}',
        ),
    ),
)
