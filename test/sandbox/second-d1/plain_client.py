"""A plain client for the self-check: ssl and http.client, nothing clever."""
import base64
import collections
import http.client
import json
import os
import socket
import ssl
import tempfile
import time
import urllib.parse
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.encoding = (response.getheader("Content-Encoding") or "identity").lower()
        self.raw = response.read()
        data = self.raw
        if self.encoding == "gzip":
            data = zlib.decompress(data, 31)
        elif self.encoding == "deflate":
            data = zlib.decompress(data)
        self.json = json.loads(data)


def tls_context(ca_file, certificate=None, key=None, version=None):
    context = ssl.create_default_context(cafile=ca_file)
    if certificate is not None:
        # load_cert_chain reads files only; the folder is gone again at once.
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "client.pem")
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
                file.write(certificate + key)
            context.load_cert_chain(path)
    if version is not None:
        context.minimum_version = context.maximum_version = version
    return context


def call(context, method, url, body=None, headers=None):
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=10, context=context)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, parts.path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def call_json(context, url, value, headers=None):
    return call(context, "POST", url, json.dumps(value).encode("utf-8"),
                {"Content-Type": "application/json", **(headers or {})})


def sign_assertion(bundle, signing_key=None, header=None, claims=None, drop=()):
    """A correct assertion, unless the caller changes or drops something."""
    now = int(time.time())
    all_claims = {
        "iss": bundle["issuerId"], "sub": bundle["issuerId"],
        "aud": bundle["audience"], "iat": now, "exp": now + 120, **(claims or {}),
    }
    all_claims = {name: value for name, value in all_claims.items() if name not in drop}
    head = {"alg": "ES256", "typ": "JWT", "kid": bundle["kid"], **(header or {})}
    signed = _part(json.dumps(head).encode()) + "." + _part(json.dumps(all_claims).encode())
    key = load_pem_private_key((signing_key or bundle["signingKey"]).encode("ascii"), None)
    r, s = decode_dss_signature(key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    return signed + "." + _part(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def _part(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


Raw = collections.namedtuple("Raw", "head body session resumed")


def raw_exchange(context, url, headers, session=None):
    """One GET with the answer as it is on the wire, head and body still raw."""
    parts = urllib.parse.urlsplit(url)
    lines = ["GET %s HTTP/1.1" % parts.path, "Host: " + parts.netloc, "Connection: close"]
    lines += ["%s: %s" % item for item in headers.items()]
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname=parts.hostname, session=session) as secure:
            secure.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
            received = b""
            while True:
                data = secure.recv(65536)
                if not data:
                    break
                received += data
            # TLS 1.3 sends the session ticket late, so it is fetched after the answer.
            session, resumed = secure.session, secure.session_reused
    head, _, body = received.partition(b"\r\n\r\n")
    return Raw(head.decode("latin-1").split("\r\n"), body, session, resumed)
