"""The example with Losant's Python client in docs/api.md, run as it is printed."""

import re

import pytest
from losant_rest import Client

from tests.server.running import EMAIL, PASSWORD, ROOT

BLOCK = re.compile(r"```python\n(from losant_rest.*?)```", re.DOTALL)


@pytest.mark.server
def test_it_creates_changes_lists_and_deletes_a_webhook(
    api_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    match = BLOCK.search((ROOT / "docs" / "api.md").read_text())
    assert match is not None
    client = Client(url=api_url)
    credentials = {"email": EMAIL, "password": PASSWORD}
    token = client.auth.authenticate_user(credentials=credentials)["token"]
    client.auth_token = token
    application_id = client.applications.post(application={"name": "Docs"})["id"]
    code = match[1].replace("http://127.0.0.1:8000/api", api_url)
    names = {"TOKEN": token, "APPLICATION": application_id}
    exec(compile(code, "docs/api.md", "exec"), names)  # noqa: S102  # our own text
    assert capsys.readouterr().out == "['Orders']\n"
    assert client.webhooks.get(applicationId=application_id)["items"] == []
    client.application.delete(applicationId=application_id)
