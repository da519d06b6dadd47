"""Calls to copy: how to send something to a webhook from here and there."""

from dataclasses import dataclass

from webhooks.services.webhooks import Webhook
from webhooks.web.pages import example_devices, example_programs
from webhooks.web.pages.example_call import Call, call_for


@dataclass(frozen=True, slots=True)
class Example:
    """One way to call: ``text`` is to be copied as it is, ``note`` says where to.

    ``command`` is what the note asks to enter first, if anything.
    """

    key: str
    label: str
    text: str
    note: str = ""
    command: str = ""


def examples_for(webhook: Webhook, url: str) -> list[Example]:
    """Return calls with the webhook's real address, as its settings want them.

    A password is never part of them: it stands as ``$SECRET``.
    """
    call = call_for(webhook, url)
    found = [
        _curl(call),
        Example(
            "python",
            "Python",
            example_programs.python(call),
            "Needs nothing but Python 3.",
        ),
        Example(
            "javascript",
            "JavaScript",
            example_programs.javascript(call),
            _javascript_note(call),
        ),
        Example(
            "arduino",
            "ESP32 / Arduino",
            example_devices.arduino(call),
            _device_note(call, "For an ESP32; enter your Wi-Fi."),
        ),
    ]
    if call.method in example_devices.SHELLY_METHODS:
        text = "Shelly Gen2 and later: Scripts, Create script, paste, save, start."
        script = example_devices.shelly(call)
        found.append(Example("shelly", "Shelly", script, _device_note(call, text)))
    if call.method in example_devices.HOME_ASSISTANT_METHODS:
        text = (
            "Into configuration.yaml; restart, then call rest_command.switchhook "
            "from an automation."
        )
        command = example_devices.home_assistant(call)
        found.append(
            Example(
                "home-assistant", "Home Assistant", command, _device_note(call, text)
            )
        )
    return found


def _curl(call: Call) -> Example:
    text = example_programs.curl(call)
    if call.user is None:
        return Example("curl", "curl", text)
    note = "Enter the password first, which is not shown while you type:"
    return Example("curl", "curl", text, note, "read -s SECRET")


def _javascript_note(call: Call) -> str:
    text = "Node.js 18 or later, or a browser."
    if call.allows_cors:
        return text
    return (
        f"{text} From other web pages only if that is allowed under Settings, "
        "“Scripts on other web pages may call it”."
    )


def _device_note(call: Call, text: str) -> str:
    if not call.is_local:
        return text
    return (
        f"{text} A device cannot reach the address of this computer as it is now: "
        "start Switchhook with SWITCHHOOK_HOST=0.0.0.0 and SWITCHHOOK_PUBLIC_URL "
        "set to the address that other devices know."
    )
