"""Losant's triggers that never fire here, so that workflows with them import."""

from webhooks.workflows.node_type import TriggerType

# What triggers wait for: their type, meta.name and label, as in Losant's files.
_ROWS: dict[str, tuple[str, ...]] = {
    "devices": (
        "deviceCommand deviceCommand Device: Command",
        "deviceCreate deviceCreate Device: Create",
        "deviceId deviceId Device: State by ID",
        "deviceIdConnect deviceIdConnect Device: Connect by ID",
        "deviceIdDisconnect deviceIdDisconnect Device: Disconnect by ID",
        "deviceIdInactivity deviceIdInactivity Device: Inactive by ID",
        "deviceTag deviceTag Device: State by Tag",
        "deviceTagConnect deviceTagConnect Device: Connect by Tag",
        "deviceTagDisconnect deviceTagDisconnect Device: Disconnect by Tag",
        "deviceTagInactivity deviceTagInactivity Device: Inactive by Tag",
    ),
    "experiences": ("endpoint endpoint Endpoint",),
    "data tables, files, events and jobs": (
        "appFile appFile Application File",
        "dataTable dataTable Data Table",
        "event event Event",
        "notebook notebook Notebook",
        "resourceJobComplete resourceJobComplete Job: Complete",
        "resourceJobIteration resourceJobIteration Job: Iteration",
        "resourceJobIterationTimeout resourceJobIterationTimeout Job: Timeout",
    ),
    "integrations with other services": (
        "inboundEmail inboundEmail Email",
        "integration integration Integration",
        "mqttTopic mqtt MQTT",
    ),
    "edge devices": (
        "beckhoff beckhoff Beckhoff",
        "direct direct Direct",
        "fileTail fileTail File: Tail",
        "fileWatch fileWatch File: Watch",
        "onBoot onBoot Agent: On Boot",
        "onConnect onConnect Agent: On Connect",
        "onDisconnect onDisconnect Agent: On Disconnect",
        "onSync onSync Application: Sync",
        "opcua opcua OPC UA",
        "redis redis Redis",
        "request request HTTP Request",
        "serial serial Serial",
        "snmpTrap snmpTrap SNMP Trap",
        "udp udp UDP",
    ),
}


def _placeholder(need: str, row: str) -> TriggerType:
    type_, name, label = row.split(" ", 2)
    return TriggerType(
        type=type_,
        name=name,
        label=label,
        summary=f"Kept from an import; it waits for {need}, which do not exist here.",
        placeholder=True,
    )


TRIGGERS = tuple(
    _placeholder(need, row) for need, rows in _ROWS.items() for row in rows
)
