"""The JSON API: bearer tokens in, Losant's shapes out."""

from webhooks.web.api.blueprint import register

__all__ = ["register"]
