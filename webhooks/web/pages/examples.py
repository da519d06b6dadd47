"""Calls to copy: how to send something to a webhook from here and there."""

import shlex
from dataclasses import dataclass

from webhooks.services.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Example:
    """One way to call; ``text`` is to be copied as it is."""

    label: str
    text: str


def examples_for(webhook: Webhook, url: str) -> list[Example]:
    """Return calls with the webhook's real address.

    A password is never part of them: it stands as ``$SECRET``.
    """
    return [
        Example("curl", curl(webhook, url)),
        Example("Python", _python(webhook, url)),
        Example("JavaScript", _javascript(webhook, url)),
        Example("ESP32 / Arduino", _arduino(url)),
        Example("Home Assistant", _home_assistant(url)),
    ]


def curl(webhook: Webhook, url: str) -> str:
    """Return a curl call that sends a small JSON document."""
    lines = ["curl -i"]
    if _asks_password(webhook):
        user = shlex.quote(webhook.basic_auth_username)
        lines.append(f'--user {user}:"$SECRET"')
    lines.append("-H 'Content-Type: application/json'")
    lines.append('-d \'{"hello": "world"}\'')
    lines.append(shlex.quote(url))
    return " \\\n  ".join(lines)


def _asks_password(webhook: Webhook) -> bool:
    return bool(webhook.basic_auth_username or webhook.basic_auth_password)


def _python(webhook: Webhook, url: str) -> str:
    auth = ""
    if _asks_password(webhook):
        auth = f", auth=({webhook.basic_auth_username!r}, SECRET)"
    return (
        "import requests\n\n"
        f'answer = requests.post("{url}", json={{"hello": "world"}}{auth})\n'
        "print(answer.status_code, answer.text)"
    )


def _javascript(webhook: Webhook, url: str) -> str:
    auth = ""
    if _asks_password(webhook):
        auth = '\n    "Authorization": "Basic " + btoa(USER + ":" + SECRET),'
    return (
        f'await fetch("{url}", {{\n'
        '  method: "POST",\n'
        f'  headers: {{{auth}\n    "Content-Type": "application/json",\n  }},\n'
        '  body: JSON.stringify({ hello: "world" }),\n'
        "});"
    )


def _arduino(url: str) -> str:
    return (
        "#include <HTTPClient.h>\n\n"
        "HTTPClient http;\n"
        f'http.begin("{url}");\n'
        'http.addHeader("Content-Type", "application/json");\n'
        'int status = http.POST("{\\"temperature\\": 21.5}");\n'
        "http.end();"
    )


def _home_assistant(url: str) -> str:
    return (
        "rest_command:\n"
        "  switchhook:\n"
        f'    url: "{url}"\n'
        "    method: POST\n"
        "    content_type: application/json\n"
        "    payload: '{\"state\": \"{{ states('sensor.door') }}\"}'"
    )
