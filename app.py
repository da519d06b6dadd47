"""The composition root: the only module that knows every floor."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webhooks import cli, nodes
from webhooks import settings as settings_table
from webhooks.clock import SYSTEM_CLOCK, Clock
from webhooks.docs_writer.references import references
from webhooks.services.site import Site
from webhooks.settings import Settings
from webhooks.storage import models
from webhooks.storage.db import attach_to, db
from webhooks.storage.store import obey_store
from webhooks.web import api, ops, pages, security
from webhooks.web.api import internal
from webhooks.web.current import EXTENSION
from webhooks.web.guard import OneProcess, WholeBody
from webhooks.web.ingress import Door
from webhooks.workflows import registry

_ROOT = Path(__file__).resolve().parent


def create_app(settings: Settings | None = None, clock: Clock = SYSTEM_CLOCK) -> Flask:
    """Build the application; the database is not touched before its first use.

    Raises SettingError when a setting cannot be used.
    """
    if settings is None:
        settings = settings_table.load()
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config.update(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{settings.database_path}",
        SQLALCHEMY_ENGINE_OPTIONS={
            "connect_args": {"check_same_thread": False, "timeout": 0},
            "hide_parameters": True,
            "pool_size": 16,
            "max_overflow": 32,
            "pool_timeout": 5,
        },
    )
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    attach_to(engine)
    obey_store(engine)
    site = Site(
        settings=settings,
        engine=engine,
        clock=clock,
        load_registry=lambda: registry.load(nodes),
    )
    site.call_api = partial(internal.call, site)
    app.extensions[EXTENSION] = site
    security.register(app)
    api.register(app)
    pages.register(app)
    ops.register(app)
    cli.register(app, lambda: references(app.cli, api_document(app), site.registry))
    _put_doors_in_front(app, site)
    return app


def api_document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document that the application serves."""
    document: dict[str, Any] = app.test_client().get("/api/openapi.json").json or {}
    return document


def _put_doors_in_front(app: Flask, site: Site) -> None:
    """Wrap the application: forwarded addresses, one process, door, body."""
    inner: Any = Door(site, WholeBody(site, app.wsgi_app))
    inner = OneProcess(site, inner)
    hops: int = site.settings.trusted_proxies
    if hops:
        inner = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=0, x_prefix=0)
    app.wsgi_app = inner  # type: ignore[method-assign]  # Flask's way to do it


__all__ = ["create_app", "models"]
