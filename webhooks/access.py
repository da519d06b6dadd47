"""Who may do what: scopes, roles and principals.

An action is named like Losant's scopes: ``webhook.patch``, ``webhooks.get``.
Any one fitting scope suffices; ``webhook.*`` covers ``webhook.anything``; the
``all.*`` families follow one rule instead of a list per action (the lists in
Losant's published client documentation come out of this rule).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = ("owner", "editor", "viewer")

READ_ACTIONS = frozenset(
    {
        "application.get",
        "applicationApiToken.get",
        "applicationApiTokens.get",
        "applications.get",
        "deliveries.get",
        "deliveries.stream",
        "delivery.get",
        "flow.errors",
        "flow.get",
        "flow.getStorageEntries",
        "flow.getStorageEntriesMetadata",
        "flow.log",
        "flow.stats",
        "flowVersion.errors",
        "flowVersion.get",
        "flowVersion.log",
        "flowVersion.stats",
        "flowVersions.get",
        "flows.get",
        "flows.getByVersion",
        "flows.palette",
        "me.get",
        "nodeTypes.get",
        "providers.get",
        "run.get",
        "runs.get",
        "webhook.get",
        "webhooks.get",
    }
)
WRITE_ACTIONS = frozenset(
    {
        "application.delete",
        "application.patch",
        "applicationApiToken.delete",
        "applicationApiToken.patch",
        "applicationApiTokens.post",
        "applications.post",
        "deliveries.take",
        "delivery.replay",
        "flow.clearStorageEntries",
        "flow.delete",
        "flow.patch",
        "flow.pressVirtualButton",
        "flow.setStorageEntry",
        "flowVersion.delete",
        "flowVersion.patch",
        "flowVersions.delete",
        "flowVersions.post",
        "flows.import",
        "flows.post",
        "reply.post",
        "webhook.delete",
        "webhook.patch",
        "webhook.rotateToken",
        "webhook.test",
        "webhooks.post",
    }
)
ACTIONS = READ_ACTIONS | WRITE_ACTIONS

# Actions that belong to the person and not to one application.
_PERSONAL = frozenset({"applications", "me"})
# Who is a member, and as what. An action of the pages alone: no operation of the
# API does it and no token can be given it, so it is not among ``ACTIONS``.
MANAGE_MEMBERS = "members.patch"
# Actions that only an owner of the application may take, beside administrators.
OWNERS_ONLY = frozenset(
    {
        "application.delete",
        "applicationApiToken.delete",
        "applicationApiToken.patch",
        "applicationApiTokens.post",
        MANAGE_MEMBERS,
    }
)
# Actions that show a webhook with its password and its code.
_SHOWING_WEBHOOKS = ("webhook.get", "webhooks.get")
_FAMILIES = ("all.Application", "all.Organization", "all.User")


def scopes_for(action: str) -> frozenset[str]:
    """Return every scope of which one is enough for ``action``."""
    resource, _, _ = action.partition(".")
    scopes = {action, f"{resource}.*"}
    for family in _FAMILIES:
        if family == "all.Application" and resource in _PERSONAL:
            continue
        scopes.add(family)
        if action in READ_ACTIONS:
            scopes.add(f"{family}.read")
        if resource in {"application", "applications"} and (
            family != "all.Organization"
        ):
            scopes.add(f"{family}.cli")
    return frozenset(scopes)


def known_scopes() -> tuple[str, ...]:
    """Return every scope that a token may carry, sorted."""
    scopes: set[str] = set()
    for action in ACTIONS:
        scopes |= scopes_for(action)
    return tuple(sorted(scopes))


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who was recognised: a user, or an application's API token.

    ``roles`` maps application ids to roles and is empty for tokens;
    ``application_id`` is set for tokens alone and confines them.
    """

    kind: str
    id: str
    name: str
    scopes: frozenset[str]
    application_id: str | None = None
    is_admin: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)

    def sees(self, application_id: str) -> bool:
        """Tell whether the application exists at all for this principal."""
        if self.kind == "apiToken":
            return application_id == self.application_id
        return self.is_admin or application_id in self.roles

    def may(self, action: str, application_id: str | None = None) -> bool:
        """Tell whether the action is permitted, by scope and by role."""
        if not self.scopes & scopes_for(action):
            return False
        if application_id is None:
            return self.kind == "user" or action not in WRITE_ACTIONS
        if not self.sees(application_id):
            return False
        if self.kind == "apiToken" or self.is_admin:
            return True
        role = self.roles[application_id]
        if action in READ_ACTIONS or role == "owner":
            return True
        return role == "editor" and action not in OWNERS_ONLY

    def sees_secrets(
        self, application_id: str, actions: tuple[str, ...] = _SHOWING_WEBHOOKS
    ) -> bool:
        """Tell whether passwords, verification codes and globals may be shown.

        Not to viewers, and not to a token whose right to one of ``actions``
        rests on a ``.read`` scope alone.
        """
        if not self.sees(application_id):
            return False
        if self.roles.get(application_id) == "viewer" and not self.is_admin:
            return False
        return any(
            scope in self.scopes and not scope.endswith(".read")
            for action in actions
            for scope in scopes_for(action)
        )
