"""The fields that Crypto Sign and Crypto Verify have in common."""

from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.field import Field
from webhooks.workflows.fields import Choice, PayloadPath, Template, ValueTemplate


def signature_fields(key_help: str) -> tuple[Field, ...]:
    """Return the fields that both nodes have."""
    return (
        Template(
            name="credentialNameTemplate",
            label="Credential",
            help="Kept for imported workflows; there are no credentials here.",
        ),
        Choice(
            name="keyTemplateType",
            label="Key is",
            help="Whether the key stands here or in the payload.",
            default="stringTemplate",
            choices={"stringTemplate": "Text", "payloadPath": "At a payload path"},
        ),
        ByKind(
            name="keyTemplate",
            label="Key",
            help=key_help,
            selector="keyTemplateType",
            fallback="stringTemplate",
            kinds={
                "stringTemplate": ValueTemplate(
                    name="keyTemplate", label="Key", help=key_help, multiline=True
                ),
                "payloadPath": PayloadPath(
                    name="keyTemplate", label="Key", help="Where the key is."
                ),
            },
        ),
        ValueTemplate(
            name="dataTemplate", label="Data", help="What is signed.", required=True
        ),
        Template(
            name="dataEncodingTemplate",
            label="Data encoding",
            help="How the data stands for bytes: utf8, base64, hex or latin1.",
            default="utf8",
        ),
        Template(
            name="algorithmTemplate",
            label="Hash",
            help="MD5, SHA1, SHA256, SHA384 or SHA512.",
            default="SHA256",
        ),
        Template(
            name="paddingTemplate",
            label="RSA padding",
            help="RSA_PKCS1_PADDING or RSA_PKCS1_PSS_PADDING.",
            default="RSA_PKCS1_PADDING",
        ),
        Template(
            name="dsaEncodingTemplate",
            label="DSA encoding",
            help="How signatures of DSA and elliptic curves are written: der or "
            "ieee-p1363.",
            default="der",
        ),
        Template(
            name="signatureEncodingTemplate",
            label="Signature encoding",
            help="How the signature is written: base64, hex or latin1.",
            default="base64",
        ),
    )
