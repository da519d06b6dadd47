"""The tables, one file each. Columns only: what is done with them is elsewhere.

Importing this package makes the metadata complete, which migrations and the
test that compares them with the models rely on.
"""

from webhooks.storage.models.api_token import ApiToken
from webhooks.storage.models.application import Application
from webhooks.storage.models.delivery import Delivery
from webhooks.storage.models.delivery_identity import DeliveryIdentity
from webhooks.storage.models.hour_count import DeliveryCount, RunCount
from webhooks.storage.models.instance_state import InstanceState
from webhooks.storage.models.login_attempt import LoginAttempt
from webhooks.storage.models.membership import Membership
from webhooks.storage.models.run import Run
from webhooks.storage.models.session import Session
from webhooks.storage.models.user import User
from webhooks.storage.models.user_token import UserToken
from webhooks.storage.models.webhook import Webhook
from webhooks.storage.models.work_queue import QueueItem, WorkQueue
from webhooks.storage.models.workflow import (
    Workflow,
    WorkflowDefinition,
    WorkflowEntry,
    WorkflowTrigger,
    WorkflowVersion,
)

__all__ = [
    "ApiToken",
    "Application",
    "Delivery",
    "DeliveryCount",
    "DeliveryIdentity",
    "InstanceState",
    "LoginAttempt",
    "Membership",
    "QueueItem",
    "Run",
    "RunCount",
    "Session",
    "User",
    "UserToken",
    "Webhook",
    "WorkQueue",
    "Workflow",
    "WorkflowDefinition",
    "WorkflowEntry",
    "WorkflowTrigger",
    "WorkflowVersion",
]
