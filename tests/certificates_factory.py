"""Certificates made at test time: an own root, and leaves that it signs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

HOST = "echo-api.amazon.com"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signer:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key as PEM, unencrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(
        self, data: bytes, digest: type[hashes.HashAlgorithm] = hashes.SHA256
    ) -> bytes:
        """Return an RSA signature as Alexa makes it."""
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return self.key.sign(data, padding.PKCS1v15(), digest())


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return a fresh RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def usage(signs: bool, issues: bool = False) -> x509.KeyUsage:
    """Return a key usage with the two bits that matter here."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=not issues,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def make_root(now: datetime, name: str = "Test root") -> Signer:
    """Return a root that is valid for ten years around ``now``."""
    key = rsa_key()
    subject = _name(name)
    certificate = (
        _builder(subject, subject, key, now - 3650 * _DAY, now + 3650 * _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(signs=False, issues=True), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return Signer(certificate, key)


def make_leaf(
    root: Signer,
    now: datetime,
    *,
    host: str | x509.GeneralName = HOST,
    key: Key | None = None,
    signs: bool = True,
    begins: timedelta = -_DAY,
    ends: timedelta = _DAY,
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
) -> Signer:
    """Return a server's certificate from ``root`` with faults as wanted."""
    key = key or rsa_key()
    name = host if isinstance(host, x509.GeneralName) else x509.DNSName(host)
    issuer_key = root.key.public_key()
    certificate = (
        _builder(_name("leaf"), root.certificate.subject, key, now + begins, now + ends)
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(usage(signs), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key),
            critical=False,
        )
        .sign(root.key, hashes.SHA256())
    )
    return Signer(certificate, key)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, begin: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
