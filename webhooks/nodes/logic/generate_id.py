"""Generate ID: writes a new identifier of a common form."""

import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Final

from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import NumberTemplate, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Source: nanoid's default alphabet and length; Losant allows 1 to 256.
_NANOID_ALPHABET: Final = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-"
)
_NANOID_LENGTH: Final = 21
_NANOID_MOST: Final = 256
# RFC 9562, 6.10: a random node id has the multicast bit set, so that it can
# never be that of a network card.
_MULTICAST: Final = 1 << 40


def run(node: NodeCall) -> None:
    """Write the identifier. Raises NodeError for an unknown form."""
    form = node.text("idTypeTemplate").strip().lower() or "uuidv4"
    make = _FORMS.get(form)
    if make is None:
        raise NodeError(f"{form} is not a kind of identifier.", "InvalidIdType")
    node.put("destinationPath", make(node))


def _uuid1(node: NodeCall) -> str:
    card = secrets.randbits(48) | _MULTICAST
    return str(uuid.uuid1(node=card, clock_seq=secrets.randbits(14)))


def _uuid3(node: NodeCall) -> str:
    return str(uuid.uuid3(_namespace(node), node.text("valueTemplate")))


def _uuid4(node: NodeCall) -> str:
    return str(uuid.uuid4())


def _uuid5(node: NodeCall) -> str:
    return str(uuid.uuid5(_namespace(node), node.text("valueTemplate")))


def _namespace(node: NodeCall) -> uuid.UUID:
    try:
        return uuid.UUID(node.text("namespaceTemplate").strip())
    except ValueError:
        raise NodeError("The namespace is not a UUID.", "InvalidNamespace") from None


def _object_id(node: NodeCall) -> str:
    """Return 24 hexadecimal digits that begin with the second, as in MongoDB."""
    second = int(node.now.timestamp()) & 0xFFFFFFFF
    return f"{second:08x}{secrets.token_hex(8)}"


def _nanoid(node: NodeCall) -> str:
    length = node.number("numCharactersTemplate", _NANOID_LENGTH)
    if not 1 <= length <= _NANOID_MOST:
        message = f"A nanoid has between 1 and {_NANOID_MOST} characters."
        raise NodeError(message, "InvalidLength")
    return "".join(secrets.choice(_NANOID_ALPHABET) for _ in range(int(length)))


_FORMS: Final[Mapping[str, Callable[[NodeCall], str]]] = {
    "uuidv1": _uuid1,
    "uuidv3": _uuid3,
    "uuidv4": _uuid4,
    "uuidv5": _uuid5,
    "objectid": _object_id,
    "nanoid": _nanoid,
}

NODE = NodeType(
    type="GenerateIdNode",
    name="generate-id",
    category="logic",
    label="Generate ID",
    summary="Writes a new identifier to the payload.",
    run=run,
    fields=(
        Template(
            name="idTypeTemplate",
            label="Kind",
            help="One of uuidv1, uuidv3, uuidv4, uuidv5, objectId and nanoid.",
            default="uuidv4",
        ),
        Template(
            name="namespaceTemplate",
            label="Namespace",
            help="A UUID; only for uuidv3 and uuidv5.",
        ),
        Template(
            name="valueTemplate",
            label="Name",
            help="What is identified; only for uuidv3 and uuidv5.",
        ),
        NumberTemplate(
            name="numCharactersTemplate",
            label="Length",
            help="Characters of a nanoid: 1 to 256, 21 when blank.",
        ),
        PayloadPath(
            name="destinationPath",
            label="Destination",
            help="Where the identifier goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="A name always has the same uuidv5",
            config={
                "idTypeTemplate": "uuidv5",
                "namespaceTemplate": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "valueTemplate": "www.example.com",
                "destinationPath": "id",
            },
            before={},
            after={"id": "2ed6657d-e927-568b-95e1-2665a8aea6a2"},
        ),
        Example(
            summary="A nanoid of ten characters",
            config={
                "idTypeTemplate": "nanoid",
                "numCharactersTemplate": "10",
                "destinationPath": "id",
            },
            before={},
            after=lambda payload: len(payload["id"]) == 10,
        ),
        Example(
            summary="An unknown kind stops the run",
            config={"idTypeTemplate": "serial", "destinationPath": "id"},
            before={},
            error="not a kind of identifier",
        ),
    ),
)
