"""Runs calls to copy the way their readers do; what a device does is played here.

Each runner takes a call's text and the password, and returns when it was sent.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import _quickjs
import jinja2
import pytest
import yaml

_HERE = Path(__file__).resolve().parent / "arduino"
_SECONDS = 180
# What a script of a Shelly finds: its call goes out through Python.
_SHELLY = """
var printed = [];
function print(text) { printed.push(String(text)); }
var Shelly = {call: function (method, given, then) {
  then({code: JSON.parse(send(method, JSON.stringify(given)))}, 0, "");
}};
"""


def send(
    url: str,
    method: str,
    body: str | None,
    headers: dict[str, str],
    login: tuple[str, str] | None,
) -> int:
    """Make the request that a device would make; return the answer's status."""
    if login is not None:
        text = base64.b64encode(":".join(login).encode()).decode()
        headers = {**headers, "Authorization": f"Basic {text}"}
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        return int(answer.status)


def _run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=_SECONDS,
    )
    return done.stdout


def curl(text: str, secret: str) -> None:
    assert " 200 " in _run(["bash", "-c", text], SECRET=secret)


def python(text: str, secret: str) -> None:
    out = _run([sys.executable, "-I", "-c", text.replace("$SECRET", secret)])
    assert out.startswith("200 ")


def javascript(text: str, secret: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js; tests/browser runs the call in Chromium")
    assert _run([node, "-e", text.replace("$SECRET", secret)]).startswith("200 ")


def arduino(text: str, secret: str) -> None:
    compiler = shutil.which("g++") or shutil.which("c++")
    if compiler is None:
        pytest.skip("there is no C++ compiler to try a sketch with")
    with TemporaryDirectory() as folder:
        sketch = Path(folder) / "sketch.cpp"
        source = f'#include "{_HERE}/WiFi.h"\n{text.replace("$SECRET", secret)}\n'
        sketch.write_text(f"{source}int main() {{ setup(); loop(); }}\n")
        program = str(sketch.with_suffix(""))
        flags = ["-Wall", "-Werror", f"-I{_HERE}", "-o", program]
        _run([compiler, *flags, str(sketch)])
        said = dict(line.split(" ", 1) for line in _run([program]).splitlines())
    name, _, value = said.get("header", "").partition(": ")
    user, _, password = said.get("login", "").partition(":")
    status = send(
        said["url"],
        said["method"],
        said["body"] or None,
        {name: value} if name else {},
        (user, password) if "login" in said else None,
    )
    assert status == 200


def shelly(text: str, secret: str) -> None:
    def call(method: str, given: str) -> str:
        values = json.loads(given)
        address = urlsplit(values["url"])
        login = None
        if address.username is not None:
            login = unquote(address.username), unquote(address.password or "")
        headers = dict(values.get("headers") or {})
        verb = method.removeprefix("HTTP.").upper()
        if verb == "POST":
            headers["Content-Type"] = values.get("content_type", "application/json")
        host = address.netloc.rpartition("@")[2]
        url = address._replace(netloc=host).geturl()
        verb = values["method"] if verb == "REQUEST" else verb
        return str(send(url, verb, values.get("body"), headers, login))

    context = _quickjs.Context()
    context.add_callable("send", call)
    context.eval(_SHELLY)
    context.eval(text.replace("$SECRET", secret))
    assert context.eval("printed.join()") == "200"


def home_assistant(text: str, secret: str) -> None:
    [command] = yaml.safe_load(text.replace("$SECRET", secret))["rest_command"].values()
    body = command.get("payload")
    if body is not None:
        template = jinja2.Environment(autoescape=True).from_string(body)
        body = template.render(states={"binary_sensor.door": "on"}.get)
    kind = command.get("content_type")
    headers = {"Content-Type": kind} if kind else {}
    login = None
    if "username" in command:
        login = command["username"], command["password"]
    status = send(command["url"], command["method"].upper(), body, headers, login)
    assert status == 200


RUNNERS: dict[str, Callable[[str, str], None]] = {
    "curl": curl,
    "python": python,
    "javascript": javascript,
    "arduino": arduino,
    "shelly": shelly,
    "home-assistant": home_assistant,
}
