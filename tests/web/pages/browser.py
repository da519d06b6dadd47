"""Somebody at a browser: signs in, follows pages, sends their forms."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import PASSWORD
from tests.web.pages.page import Page
from webhooks.services.users import User


class Browser:
    """A browser with its own cookies; ``page`` is what it shows last."""

    def __init__(self, app: Flask, user: User | None = None) -> None:
        self.client = app.test_client()
        if user is not None:
            response = self.sign_in(user.email)
            assert response.status_code == 303, response.text

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Fill in and send the sign-in form."""
        return self.send("/login", "/login", email=email, password=password)

    def get(self, path: str, **headers: str) -> Page:
        """Open a page that must be there."""
        response = self.client.get(path, headers=headers)
        assert response.status_code == 200, (path, response.status_code, response.text)
        return Page(response.text)

    def status(self, path: str) -> int:
        """Return the status of a page."""
        return self.client.get(path).status_code

    def token(self, path: str = "/login") -> str:
        """Return a form token that fits this browser's cookies."""
        response = self.client.get(path, follow_redirects=True)
        forms = Page(response.text).forms
        return next(
            form.value("csrf_token") for form in forms if form.value("csrf_token")
        )

    def send(self, path: str, action: str = "", /, **values: Any) -> TestResponse:
        """Send the form of the page ``path`` that goes to ``action``.

        Fields keep what the page fills in, but for the given ones.
        """
        form = self.get(path).form(action or path)
        return self.client.post(form.action, data={**form.fields, **values})

    def post(self, path: str, /, **values: Any) -> TestResponse:
        """Send a form with a right token but nothing else of the page's."""
        return self.client.post(path, data={"csrf_token": self.token("/"), **values})
