"""A page's own calls: JSON with the session's cookie and form token."""

import json
from typing import Any

from werkzeug.test import TestResponse

from tests.web.pages.browser import Browser


def call(browser: Browser, path: str, value: Any) -> TestResponse:
    """Send JSON as the page's script would."""
    return browser.client.post(
        path,
        # Flask's own way would put the keys in order.
        data=json.dumps(value),
        content_type="application/json",
        headers={"X-CSRFToken": browser.token("/")},
    )
