"""Home Assistant: its ``rest_command`` sends the secret as a bearer token."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="home-assistant",
    label="Home Assistant",
    summary="Automations of your home, through its RESTful Command.",
    help=(
        "Add a rest_command to configuration.yaml, for example named switchhook, with "
        "url: this URL, method: POST, content_type: application/json, headers: "
        'Authorization: "Bearer SECRET", and payload: the JSON to send, which may be a '
        "template. Restart Home Assistant and call rest_command.switchhook from an "
        "automation."
    ),
    source="https://www.home-assistant.io/integrations/rest_command/",
    asks_for="Token",
    asks_help="Any long random text; in configuration.yaml it stands behind Bearer.",
    schemes=(Scheme("header.Authorization", "equals", prefix="Bearer "),),
    retries="None: an automation runs its command once.",
    samples=(
        Sample(
            "door opened",
            '{"entity_id":"binary_sensor.front_door","state":"on",'
            '"friendly_name":"Front door","last_changed":"2026-01-05T10:11:12+00:00"}',
        ),
    ),
)
