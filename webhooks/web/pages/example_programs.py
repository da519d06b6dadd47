"""Calls from computers: a terminal, Python and JavaScript."""

import json
import shlex

from webhooks.web.pages.example_call import SECRET, Call

_BODY = '{"hello": "world"}'


def curl(call: Call) -> str:
    """Return a curl call; the password comes from the environment."""
    lines = ["curl -i"]
    if call.method == "HEAD":
        lines = ["curl -I"]
    elif call.method not in {"GET", "POST"}:
        lines[0] += f" -X {call.method}"
    lines[0] += f" {shlex.quote(call.url)}"
    if call.user is not None:
        lines.append(f'--user {shlex.quote(call.user)}:"{SECRET}"')
    if call.has_body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{_BODY}'")
    return " \\\n  ".join(lines)


def python(call: Call) -> str:
    """Return a program that needs nothing but Python itself."""
    imports, constants, headers, body = [], "", [], ""
    if call.has_body:
        imports.append("import json")
        body = '    data=json.dumps({"hello": "world"}).encode(),\n'
        headers.append('"Content-Type": "application/json"')
    if call.user is not None:
        imports.insert(0, "import base64")
        login = json.dumps(f"{call.user}:")
        constants = (
            f'SECRET = "{SECRET}"  # the webhook\'s password\n'
            f"login = base64.b64encode(({login} + SECRET).encode()).decode()\n\n"
        )
        headers.append('"Authorization": "Basic " + login')
    imports.append("import urllib.request")
    shown = f"    headers={{{', '.join(headers)}}},\n" if headers else ""
    return (
        "\n".join(imports) + f"\n\n{constants}"
        "request = urllib.request.Request(\n"
        f'    "{call.url}",\n{body}{shown}    method="{call.method}",\n)\n'
        "with urllib.request.urlopen(request) as answer:\n"
        "    print(answer.status, answer.read().decode())"
    )


def javascript(call: Call) -> str:
    """Return a call for Node.js and for browsers."""
    constant, headers, body = "", "", ""
    if call.user is not None:
        constant = f'const SECRET = "{SECRET}"; // the webhook\'s password\n'
        login = json.dumps(f"{call.user}:")
        headers += f'    "Authorization": "Basic " + btoa({login} + SECRET),\n'
    if call.has_body:
        headers += '    "Content-Type": "application/json",\n'
        body = '  body: JSON.stringify({ hello: "world" }),\n'
    shown = f"  headers: {{\n{headers}  }},\n" if headers else ""
    return (
        f'{constant}fetch("{call.url}", {{\n'
        f'  method: "{call.method}",\n{shown}{body}'
        "}).then(async (answer) => console.log(answer.status, await answer.text()));"
    )
