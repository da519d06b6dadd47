"""How a TLS connection is secured when whoever asks for it wants it otherwise.

Apart from the client because keys arrive as text, while Python's ``ssl`` takes
them from files only.
"""

import ssl
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import certifi

MAX_PEM_CHARACTERS: Final = 256 * 1024


class BadCertificate(ValueError):
    """A certificate or key cannot be used; the message says which."""


@dataclass(frozen=True, slots=True)
class Tls:
    """What a request wants: all texts are PEM, "" where nothing is wanted.

    ``ca_certificate`` replaces the roots that are usually trusted.
    """

    verify: bool = True
    ca_certificate: str = ""
    client_key: str = ""
    client_certificate: str = ""

    def without_client(self) -> "Tls":
        """Return the same for a server that must not see who we are."""
        return replace(self, client_key="", client_certificate="")

    def context(self) -> ssl.SSLContext:
        """Return a context for a connection. Raises BadCertificate."""
        context = self._trusting()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.client_key or self.client_certificate:
            self._identify(context)
        return context

    def _trusting(self) -> ssl.SSLContext:
        if not self.verify:
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if not self.ca_certificate:
            return ssl.create_default_context(cafile=certifi.where())
        try:
            text = _checked(self.ca_certificate)
            return ssl.create_default_context(cadata=text)
        except (ssl.SSLError, ValueError):
            raise BadCertificate("the CA certificate is not valid PEM") from None

    def _identify(self, context: ssl.SSLContext) -> None:
        try:
            text = _checked(f"{self.client_certificate}\n{self.client_key}\n")
            with tempfile.TemporaryDirectory(prefix="switchhook-") as folder:
                # The folder is ours alone (mode 0700), so nobody else can read it.
                path = Path(folder) / "client.pem"
                path.write_text(text, encoding="ascii")
                # A password, or an encrypted key would be asked for at a terminal.
                context.load_cert_chain(path, password="")
        except (ssl.SSLError, ValueError, OSError):
            raise BadCertificate(
                "the client certificate and its key are not valid PEM, or do not "
                "belong together"
            ) from None


def _checked(text: str) -> str:
    if len(text) > MAX_PEM_CHARACTERS or not text.isascii():
        raise ValueError
    return text
