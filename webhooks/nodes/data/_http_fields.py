"""The fields of the HTTP node that say what is sent; apart for their number."""

from webhooks.workflows.composite_fields import ByKind, Group, Rows
from webhooks.workflows.field import Field
from webhooks.workflows.fields import (
    Choice,
    Flag,
    JsonTemplate,
    Template,
    Text,
    ValueTemplate,
)

_WITH_BODY = ("method", ("POST", "PUT", "PATCH", "DELETE"))
_BODY_HELP = "What is sent."


def _body_text(label: str, words: str) -> Template:
    return Template(name="bodyTemplate", label=label, help=words, multiline=True)


REQUEST_FIELDS: tuple[Field, ...] = (
    Choice(
        name="method",
        label="Method",
        help="The request's method.",
        default="GET",
        choices={
            word: word for word in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
        },
    ),
    Template(
        name="uriTemplate",
        label="URL",
        help="A full address, beginning with http:// or https://.",
        required=True,
    ),
    Choice(
        name="bodyType",
        label="Body",
        help="What kind of body is sent.",
        default="string",
        choices={
            "string": "Text",
            "jsonTemplate": "JSON",
            "multipart": "Form with parts",
            "urlencoded": "Form, URL-encoded",
            "url": "What another URL answers",
            "none": "None",
            "diskPath": "A file of an edge device",
        },
        shown_when=_WITH_BODY,
    ),
    ByKind(
        name="bodyTemplate",
        label="Body",
        help=_BODY_HELP,
        selector="bodyType",
        fallback="string",
        kinds={
            "string": _body_text("Body", _BODY_HELP),
            "jsonTemplate": JsonTemplate(
                name="bodyTemplate",
                label="Body",
                help="JSON; sent as application/json.",
            ),
            "url": _body_text("Body's URL", "Its answer is sent as the body."),
        },
        shown_when=_WITH_BODY,
    ),
    Rows(
        name="bodyFields",
        label="Form fields",
        help="The fields of a form; objects and arrays are sent as JSON.",
        fields=(
            Template(name="keyTemplate", label="Name", help="The field's name."),
            ValueTemplate(name="valueTemplate", label="Value", help="Its value."),
        ),
        shown_when=("bodyType", ("multipart", "urlencoded")),
    ),
    Template(
        name="requestEncodingTemplate",
        label="Body encoding",
        help="How a body of text stands for bytes: utf8, base64, hex, latin1 or ascii.",
        default="utf8",
        shown_when=_WITH_BODY,
    ),
    Rows(
        name="headerInfo",
        label="Headers",
        help="Headers to send; one whose value comes out empty is left out.",
        fields=(
            Text(
                name="key",
                label="Name",
                help="The header's name.",
                aliases=("keyTemplate",),
            ),
            Template(name="valueTemplate", label="Value", help="The header's value."),
        ),
    ),
    Choice(
        name="authType",
        label="Authentication",
        help="How the request proves who it comes from.",
        default="none",
        choices={
            "none": "None",
            "basic": "User name and password",
            "clientCert": "Client certificate",
            "credential": "A stored credential",
        },
    ),
    Group(
        name="authCredentials",
        label="Credentials",
        help="The user name and password, or the certificate and its key.",
        fields=(
            Template(
                name="usernameTemplate", label="User name", help="For basic only."
            ),
            Template(name="passwordTemplate", label="Password", help="For basic only."),
            Template(
                name="keyTemplate",
                label="Private key",
                help="PEM, for a client certificate only.",
                multiline=True,
            ),
            Template(
                name="certTemplate",
                label="Certificate",
                help="PEM, for a client certificate only.",
                multiline=True,
            ),
        ),
        shown_when=("authType", ("basic", "clientCert")),
    ),
    Template(
        name="credentialNameTemplate",
        label="Credential",
        help="Stored credentials do not exist here; use another authentication.",
        shown_when=("authType", ("credential",)),
    ),
    Template(
        name="timeoutTemplate",
        label="Time-out",
        help="Seconds after which the request is given up: 30 at most, and when blank.",
    ),
    Flag(
        name="disableSSLVerification",
        label="Accept any certificate",
        help="Do not check who answers; a CA certificate is safer.",
    ),
    Flag(
        name="disableRedirects",
        label="Do not follow redirects",
        help="Take a redirect itself as the answer.",
    ),
    Template(
        name="caCertTemplate",
        label="CA certificate",
        help="PEM; trusted in place of the usual authorities.",
        multiline=True,
    ),
)
