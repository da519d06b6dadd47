"""Calls from devices: Arduino boards, Shelly switches and Home Assistant.

Each follows what its maker documents: HTTPClient of the ESP32 core, the HTTP
service that Shelly's scripts can call, and Home Assistant's rest_command.
"""

import json
from typing import Final
from urllib.parse import quote

from webhooks.web.pages.example_call import SECRET, Call

SHELLY_METHODS: Final = frozenset({"GET", "POST", "PUT", "HEAD", "DELETE"})
HOME_ASSISTANT_METHODS: Final = frozenset({"GET", "PATCH", "POST", "PUT", "DELETE"})

_ARDUINO_BODY: Final = '"{\\"temperature\\": 21.5}"'


def arduino(call: Call) -> str:
    """Return a whole sketch for an ESP32."""
    lines = [f'  http.begin("{call.url}");']
    if call.user is not None:
        lines.append(f'  http.setAuthorization({json.dumps(call.user)}, "{SECRET}");')
    if call.has_body:
        lines.append('  http.addHeader("Content-Type", "application/json");')
        sent = f"http.{call.method}({_ARDUINO_BODY})"
    elif call.method == "GET":
        sent = "http.GET()"
    else:
        sent = f'http.sendRequest("{call.method}")'
    lines.append(f"  Serial.println({sent});")
    return (
        "#include <WiFi.h>\n#include <HTTPClient.h>\n\n"
        "void setup() {\n"
        "  Serial.begin(115200);\n"
        '  WiFi.begin("your Wi-Fi", "its password");\n'
        "  while (WiFi.status() != WL_CONNECTED) delay(200);\n\n"
        "  HTTPClient http;\n" + "\n".join(lines) + "\n  http.end();\n}\n\n"
        "void loop() {}"
    )


def shelly(call: Call) -> str:
    """Return a script for Shelly devices of the second generation and later."""
    url, constant = f'"{call.url}"', ""
    if call.user is not None:
        scheme, _, rest = call.url.partition("://")
        constant = f'let SECRET = "{SECRET}"; // the webhook\'s password\n\n'
        url = (
            f'"{scheme}://{quote(call.user, safe="")}:" + encodeURIComponent(SECRET)'
            f' + "@{rest}"'
        )
    name, lines = f"HTTP.{call.method}", [f"url: {url}"]
    if call.method not in {"GET", "POST"}:
        name = "HTTP.Request"
        lines.insert(0, f'method: "{call.method}"')
    if call.has_body:
        lines.append('body: JSON.stringify({ hello: "world" })')
    if call.method == "POST":
        lines.append('content_type: "application/json"')
    elif call.has_body:
        lines.append('headers: { "Content-Type": "application/json" }')
    given = ",\n".join(f"  {line}" for line in lines)
    return (
        f'{constant}Shelly.call("{name}", {{\n{given}\n'
        "}, function (answer, error, message) {\n"
        "  print(error ? message : answer.code);\n"
        "});"
    )


def home_assistant(call: Call) -> str:
    """Return a command for automations, in the form of ``configuration.yaml``."""
    lines = [
        "rest_command:",
        "  switchhook:",
        f'    url: "{call.url}"',
        f"    method: {call.method.lower()}",
    ]
    if call.user is not None:
        lines.append(f"    username: {json.dumps(call.user)}")
        lines.append(f'    password: "{SECRET}"')
    if call.has_body:
        lines.append("    content_type: application/json")
        lines.append(
            """    payload: '{"door": "{{ states("binary_sensor.door") }}"}'"""
        )
    return "\n".join(lines)
