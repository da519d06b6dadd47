"""What is photographed: one row each, with how to get there.

``{webhook Door bell}`` in a path stands for the id of what has that name; ``delivery``
and ``run`` name the newest one of a webhook or a workflow, ``refused`` the newest
delivery that was not verified.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

Step = Callable[[Page], object]

WIDE: Final = (1280, 800)
PHONE: Final = (390, 780)
_GARDEN: Final = "/applications/{application Greenhouse}"
_SHOP: Final = "/applications/{application Corner shop}"
_BOTH: Final = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, or one for each scheme: ``name-light.png``, ``name-dark.png``."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    schemes: tuple[str, ...] = ("light",)
    steps: tuple[Step, ...] = ()

    def files(self) -> list[str]:
        """Return the names of the files that it becomes."""
        return [f"{self.name}-{scheme}.png" for scheme in self.schemes]


def _newest_chosen(page: Page) -> None:
    """Open the newest request beside the list."""
    page.locator("[data-delivery] a").first.click()
    page.locator("[data-tabs]").wait_for()


def _verification_chosen(page: Page) -> None:
    """Show why the request was refused."""
    page.get_by_role("tab", name="Verification").click()


def _settled(page: Page) -> None:
    """Wait until the editor has drawn the workflow."""
    page.locator(".x6-node").first.wait_for()


SHOTS: Final[tuple[Shot, ...]] = (
    Shot("overview", _GARDEN, schemes=_BOTH),
    Shot("webhooks", f"{_SHOP}/webhooks"),
    Shot(
        "inspector",
        f"{_SHOP}/webhooks/{{webhook Shop orders}}",
        schemes=_BOTH,
        steps=(_newest_chosen,),
    ),
    Shot(
        "delivery",
        f"{_GARDEN}/webhooks/{{webhook Watering advice}}"
        "/deliveries/{delivery Watering advice}",
    ),
    Shot("new-webhook", f"{_GARDEN}/webhooks/new"),
    Shot(
        "webhook-settings", f"{_GARDEN}/webhooks/{{webhook Watering advice}}/settings"
    ),
    Shot("signature", f"{_SHOP}/webhooks/{{webhook Payment events}}/signature"),
    Shot(
        "refused",
        f"{_SHOP}/webhooks/{{webhook Payment events}}"
        "?verdict=failed&delivery={refused Payment events}",
        steps=(_verification_chosen,),
    ),
    Shot("workflows", f"{_SHOP}/workflows"),
    Shot(
        "editor",
        f"{_SHOP}/workflows/{{workflow Order intake}}",
        schemes=_BOTH,
        steps=(_settled,),
    ),
    Shot(
        "run",
        f"{_SHOP}/workflows/{{workflow Order intake}}/runs/{{run Order intake}}",
    ),
    Shot("members", f"{_GARDEN}/members"),
    Shot("tokens", f"{_GARDEN}/tokens"),
    Shot("system", "/admin/system", schemes=_BOTH),
    Shot("phone-overview", _GARDEN, size=PHONE),
    Shot(
        "phone-inspector", f"{_GARDEN}/webhooks/{{webhook Climate sensors}}", size=PHONE
    ),
)
