"""Losant's node types that cannot exist on one machine, so that nothing is lost.

A workflow with such nodes imports, shows them by their names, and exports them
again unchanged. A run that reaches one ends with an error that says what is
missing. Types that nobody has heard of are treated the same where workflows are
compiled.
"""

from collections.abc import Callable, Iterable
from typing import NoReturn

from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import ONE_OUTPUT, NodeType, Output

_TWO_OUTPUTS = (Output("false", "False"), Output("true", "True"))
_BRANCHING = {
    "ExperienceUserAuthNode",
    "GeofenceNode",
    "VerifyDeviceNode",
    "VerifyExperienceGroupNode",
}

# What nodes need: their type, meta.name, category and label, as in Losant's files.
_ROWS: dict[str, tuple[str, ...]] = {
    "devices": (
        "CreateAccessKeyNode create-access-key data Access Key: Create",
        "CreateDeviceNode create-device data Device: Create",
        "DeviceChangeStateNode device-state output Device: State",
        "DeviceDeleteWorkflowNode delete-device data Device: Delete",
        "DeviceSendCommandNode device-command output Device: Command",
        "GaugeNode gauge data Gauge Query",
        "GeofenceNode geofence logic Geofence",
        "GetDeviceNode get-device data Device: Get",
        "RegisterDeviceCertificateNode register-device-certificate data "
        "Device Certificate: Register",
        "TimeSeriesNode time-series data Time Series",
        "UpdateDeviceNode update-device data Device: Update",
    ),
    "experiences": (
        "CreateExperienceGroupNode create-experience-group experience Group: Create",
        "CreateExperienceUserNode create-experience-user experience User: Create",
        "DeleteExperienceGroupNode delete-experience-group experience Group: Delete",
        "DeleteExperienceUserNode delete-experience-user experience User: Delete",
        "EndpointReplyNode endpoint-reply output Endpoint Reply",
        "ExperienceGroupSummaryNode group-summary experience Group: Summary",
        "ExperienceUserAuthNode experience-user-auth experience Authenticate",
        "ExperienceUserTokenNode experience-user-token experience Generate Token",
        "GetExperienceGroupNode get-experience-group experience Group: Get",
        "GetExperienceUserNode get-experience-user experience User: Get",
        "SamlLoginRedirectNode saml-login experience SAML: Login",
        "SamlVerifyNode saml-verify experience SAML: Verify",
        "UpdateExperienceGroupNode update-experience-group experience Group: Update",
        "UpdateExperienceUserNode update-experience-user experience User: Update",
        "VerifyDeviceNode verify-experience-device experience Device: Verify",
        "VerifyExperienceGroupNode verify-experience-group experience Group: Verify",
        "WebsocketMessageNode websocket output WebSocket Message",
    ),
    "data tables": (
        "DataTableDeleteRowNode delete-table-row data Table: Delete Row",
        "DataTableInsertRowNode insert-table-row data Table: Insert Row",
        "DataTableQueryNode get-table-rows data Table: Get Rows",
        "DataTableUpdateRowNode update-table-row data Table: Update Row",
    ),
    "events": (
        "CreateEventNode create-event data Event: Create (old)",
        "DeleteEventNode delete-event data Event: Delete",
        "EventCreateNode create-event data Event: Create",
        "EventGetNode get-event data Event: Get",
        "EventUpdateNode update-event data Event: Update",
        "GetEventNode get-event data Event: Get (old)",
        "UpdateEventNode update-event data Event: Update (old)",
    ),
    "files of an application": (
        "FileCreateNode file-create data File: Create",
        "FileGetNode file-get data File: Get",
    ),
    "notebooks and resource jobs": (
        "NotebookExecuteNode notebook-execute output Notebook: Execute",
        "ResourceJobAcknowledgeNode resource-job-acknowledge output Job: Acknowledge",
        "ResourceJobExecuteNode resource-job-execute output Job: Execute",
    ),
    "certificate authorities": (
        "CertificateCreateNode certificate-create logic Certificate: Create",
        "CertificateReadNode certificate-read logic Certificate: Read",
    ),
    "integrations with other services": (
        "AwsLambdaNode aws-lambda data AWS Lambda",
        "AwsS3GetNode aws-s3-get data AWS S3: Get",
        "AwsS3PutNode aws-s3-put data AWS S3: Put",
        "AzureBlobStorageGetNode azure-blob-storage-get data Azure Blob Storage: Get",
        "AzureBlobStoragePutNode azure-blob-storage-put data Azure Blob Storage: Put",
        "AzureEventHubPublishNode azureEventHubPublish output Azure Event Hubs: Send",
        "AzureFunctionNode azure-function data Azure Function",
        "AzureTableStorageNode azure-table-storage data Azure Table Storage",
        "DatadogLogsWriteNode datadog-logs-write data Datadog Logs: Write",
        "FTPGetNode ftp-get data FTP: Get",
        "FTPPutNode ftp-put data FTP: Put",
        "GoogleBigQueryNode google-bigquery data GCP BigQuery",
        "GoogleCloudStorageGetNode google-cloud-storage-get data GCP Storage: Get",
        "GoogleCloudStoragePutNode google-cloud-storage-put data GCP Storage: Put",
        "GoogleFunctionNode google-function data GCP Function",
        "GoogleMlNode google-ml data GCP ML",
        "GooglePublishNode google-publish output GCP Pub/Sub: Send",
        "LogglyWriteNode loggly-write data Loggly: Write",
        "MailgunNode mailgun output Mailgun",
        "MongoNode mongo data MongoDB",
        "ParticleCallNode particle-call output Particle Call",
        "RedisNode redis data Redis",
        "SalesforceNode salesforce-service data Salesforce",
        "SendgridEmailNode sendgrid output SendGrid Email",
        "ServiceNowNode service-now data ServiceNow",
        "SnowflakeNode snowflake data Snowflake",
        "SqlNode sql data SQL",
        "SqsSendNode sqs-send output Amazon SQS: Send",
        "StructureSmsNode structure-sms output SMS",
        "TwilioSmsNode twilio output Twilio SMS",
        "WhatsAppNode whatsapp output WhatsApp",
    ),
    "edge devices": (
        "AgentConfigGetNode agent-config-get data Agent Config: Get",
        "AgentConfigSetNode agent-config-set data Agent Config: Set",
        "AllenBradleyReadNode allen-bradley-read data Allen-Bradley: Read",
        "AllenBradleyWriteNode allen-bradley-write data Allen-Bradley: Write",
        "BacnetReadNode bacnet-read data BACnet: Read",
        "BacnetWhoIsNode bacnet-who-is data BACnet: Who Is",
        "BacnetWriteNode bacnet-write data BACnet: Write",
        "Base64DecodeNode base64-decode logic Base64: Decode",
        "Base64EncodeNode base64-encode logic Base64: Encode",
        "BeckhoffReadNode beckhoff-read data Beckhoff: Read",
        "BeckhoffWriteNode beckhoff-write data Beckhoff: Write",
        "EdgeDeployNode edge-deploy data Edge: Deploy",
        "ExecuteNode run-executable data Run Executable",
        "FileReadNode file-read data File: Read",
        "FileWriteNode file-write data File: Write",
        "GetPeripheralNode get-peripheral data Peripheral: Get",
        "HttpResponseNode http-response output HTTP Response",
        "ModbusReadNode modbus-read data Modbus: Read",
        "ModbusWriteNode modbus-write data Modbus: Write",
        "OpcUaBrowseNode opcua-browse data OPC UA: Browse",
        "OpcUaCallNode opcua-call data OPC UA: Call",
        "OpcUaReadNode opcua-read data OPC UA: Read",
        "OpcUaWriteNode opcua-write data OPC UA: Write",
        "OtelLogsWriteNode otel-logs-write data OTel Logs: Write",
        "OtelMetricsWriteNode otel-metrics-write data OTel Metrics: Write",
        "RegisteredFunctionNode registered-function logic Registered Function",
        "S7ReadNode s7-read data Siemens S7: Read",
        "S7WriteNode s7-write data Siemens S7: Write",
        "SnmpGetSubtreeNode snmp-get-subtree data SNMP: Get Subtree",
        "SnmpReadNode snmp-read data SNMP: Read",
        "SnmpWriteNode snmp-write data SNMP: Write",
        "TensorFlowPredictNode tensorflow-predict data TensorFlow: Predict",
        "UdpSendNode udp-send output UDP: Send",
    ),
}


def _refusal(label: str, need: str) -> Callable[[NodeCall], NoReturn]:
    def run(node: NodeCall) -> NoReturn:
        raise NodeError(
            f"{label} needs {need}, which do not exist here. "
            "Take the node out of the workflow, or put another in its place.",
            "NotSupportedHere",
        )

    return run


def _placeholder(need: str, row: str) -> NodeType:
    type_, name, category, label = row.split(" ", 3)
    return NodeType(
        type=type_,
        name=name,
        category=category,
        label=label,
        summary=f"Kept from an import; it needs {need}, which do not exist here.",
        run=_refusal(label, need),
        outputs=_TWO_OUTPUTS if type_ in _BRANCHING else ONE_OUTPUT,
        placeholder=True,
    )


def _placeholders() -> Iterable[NodeType]:
    for need, rows in _ROWS.items():
        for row in rows:
            yield _placeholder(need, row)


NODES = tuple(_placeholders())
