"""The browser's pages: thin views over services, one file a noun."""

from webhooks.web.pages.blueprint import register

__all__ = ["register"]
