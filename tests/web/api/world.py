"""One application with everything in it, and the addresses of its things."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from tests import cast
from webhooks.services import api_tokens, runs, workflow_versions
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.web.api.blueprint import OPERATIONS
from webhooks.web.api.operation import Operation

# A body that each operation takes, if it needs one.
BODIES: dict[str, Any] = {
    "auth.authenticate_user": {
        "email": "alice@example.org",
        "password": cast.PASSWORD,
    },
    "applications.post": {"name": "New"},
    "applications.patch": {"name": "Renamed"},
    "applications.globals": [{"key": "a", "json": "1"}],
    "webhooks.post": {"name": "New"},
    "webhooks.patch": {"name": "Renamed"},
    "webhookTests.post": {"body": {"hello": "you"}},
    "applicationApiTokens.post": {
        "name": "New",
        "scope": ["applicationApiTokens.post"],
    },
    "applicationApiTokens.patch": {"name": "Renamed"},
    "deliveries.forward": {"url": "http://127.0.0.1:1/"},
    "replies.post": {"statusCode": 200, "body": "hello"},
    "flows.post": {"name": "New"},
    "flows.patch": {"name": "Renamed"},
    "flowImport.post": {"flows": [{"name": "Imported"}]},
    "flowVersions.post": {"version": "v2"},
    "flowVersions.delete_many": {"query": {"version": "nobody"}},
    "flowVersions.patch": {"notes": "Read me"},
    "flowStorage.press_virtual_button": {"key": "press"},
    "flowStorage.patch": {"key": "count", "value": 1},
}

ALL = {operation.name: operation for operation in OPERATIONS}
PROTECTED = [name for name, operation in ALL.items() if operation.action]
IN_APPLICATION = [name for name in PROTECTED if "<application_id>" in ALL[name].path]
WITH_BODY = [name for name, operation in ALL.items() if operation.body]


@dataclass
class World:
    """The application, its webhook with one delivery, and an API token."""

    site: Site
    client: FlaskClient
    ids: dict[str, str]

    def url(self, operation: Operation, **ids: str) -> str:
        """Return the operation's address, with other ids where given."""
        path = operation.path
        for name, value in {**self.ids, **ids}.items():
            path = path.replace(f"<{name}>", value)
        return f"/api{path}"

    def alice(self, *scopes: str) -> dict[str, str]:
        """Return the headers of the administrator, with all scopes unless told."""
        return cast.bearer(cast.user_token(self.site, cast.alice(self.site), *scopes))

    def call(self, name: str, headers: dict[str, str], **more: Any) -> Any:
        """Call an operation by name, with its usual body unless told."""
        operation = ALL[name]
        ids = more.pop("ids", {})
        if operation.body and not {"json", "data"} & more.keys():
            more["json"] = BODIES[name]
        return self.client.open(
            self.url(operation, **ids),
            method=operation.method,
            headers=headers,
            **more,
        )


def _workflow(site: Site, application: Application) -> dict[str, str]:
    """A workflow with a button that was pressed once, and a version of it."""
    button = {"type": "virtualButton", "key": "press", "config": {}, "outputIds": [[]]}
    flow = cast.workflow(site, application, triggers=[button])
    version = workflow_versions.create(
        site, application.id, flow.id, {"version": "v1", "triggers": [button]}
    )
    runs.start_button(site, flow, "develop", "press", {}, ("0" * 24, "user"))
    run = runs.list_(site, application.id, flow.id).items[0]
    return {"flow_id": flow.id, "flow_version_id": version.id, "run_id": run.id}


def build(site: Site, client: FlaskClient) -> World:
    """Make the application and send its webhook a request."""
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    row, _ = api_tokens.create(site, application.id, None, "Existing")
    ids = {
        "application_id": application.id,
        "webhook_id": webhook.id,
        "api_token_id": row.id,
        "reply_id": f"{webhook.id}.unknown",
        **_workflow(site, application),
    }
    world = World(site, client, ids)
    headers = cast.bearer(cast.token(site, application))
    # The first call begins the work queue; what it takes later is held, and one
    # more delivery is still to be taken.
    assert world.call("work.next", headers).status_code == 204
    for _ in range(2):
        sent = client.post(f"/webhooks/{webhook.token}/path?a=1", json={"hello": "you"})
        assert sent.status_code == 200
    world.ids["delivery_id"] = world.call("work.next", headers).json["id"]
    return world
