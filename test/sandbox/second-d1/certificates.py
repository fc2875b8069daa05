"""Throw-away certificates and keys, made anew for every run.

Two separate authorities, as the document describes it: one vouches for the
server, another one signs the client certificates of the issuers. A client that
mixes up the two trust stores is found out this way.
"""
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def new_p256_key():
    return ec.generate_private_key(ec.SECP256R1())


def new_rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key):
    """PKCS#8, not encrypted: the files live only as long as the test."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM,
        serialization.PublicFormat.SubjectPublicKeyInfo,
    ).decode("ascii")


def certificate_pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


class Authority:
    """Signs server and client certificates; self-signed, or below another authority."""

    def __init__(self, common_name, parent=None):
        self.key = new_p256_key()
        self.name = _name(common_name)
        signer = parent or self
        self.certificate = (
            _builder(self.name, signer.name, self.key.public_key(), days=400)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0 if parent else 1), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .add_extension(signer.key_identifier(), critical=False)
            .sign(signer.key, hashes.SHA256())
        )

    def key_identifier(self):
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())

    def sign_server(self, common_name, key, dns_names, addresses):
        alternatives = [x509.DNSName(name) for name in dns_names]
        alternatives += [x509.IPAddress(ipaddress.ip_address(a)) for a in addresses]
        builder = self._leaf(common_name, key, ExtendedKeyUsageOID.SERVER_AUTH, days=90)
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def sign_client(self, common_name, key):
        # A year, so that a client that warns of near expiry has nothing to warn of.
        builder = self._leaf(common_name, key, ExtendedKeyUsageOID.CLIENT_AUTH, days=365)
        return builder.sign(self.key, hashes.SHA256())

    def _leaf(self, common_name, key, purpose, days):
        return (
            _builder(_name(common_name), self.name, key.public_key(), days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(self.key_identifier(), critical=False)
        )


def _name(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(subject, issuer, public_key, days):
    now = datetime.datetime.utcnow()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(signs_certificates):
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
