"""Token endpoint: checks the ES256 assertion and hands out opaque tokens."""
import base64
import hashlib
import json
import re
import secrets
import string
import threading
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_ASSERTION_SECONDS = 15 * 60
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


class Refused(Exception):
    """A 400 of the token endpoint, with the code the document names for it."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class AssertionChecker:
    def __init__(self, settings):
        self._settings = settings
        self._public_key = load_pem_public_key(settings["publicKey"].encode("ascii"))

    def check(self, media_type, body):
        """Raises Refused, or returns what may be recorded about the assertion."""
        if media_type != "application/json":
            # The document allows two encodings; this server insists on the other one
            # than most clients use by default, so that their setting is exercised.
            raise Refused("INVALID_FIELD", "Content-Type: only application/json is served here")
        request = _json_object(body, "body")
        if _text(request, "grant_type") != GRANT_TYPE:
            raise Refused("INVALID_FIELD", "grant_type")
        header, claims = self._open(_text(request, "assertion"))
        self._check_claims(claims)
        return {"kid": header["kid"], "claims": sorted(claims),
                "lifetime": round(claims["exp"] - time.time())}

    def _open(self, assertion):
        parts = assertion.split(".")
        if len(parts) != 3:
            raise Refused("INVALID_FIELD", "assertion: three parts expected")
        header_bytes, claims_bytes, signature = (_decode(part) for part in parts)
        header = _json_object(header_bytes, "assertion header")
        if header.get("alg") != "ES256":
            raise Refused("INVALID_FIELD", "assertion: alg must be ES256")
        if str(header.get("typ", "JWT")).upper() != "JWT":
            raise Refused("INVALID_FIELD", "assertion: typ must be JWT")
        if _text(header, "kid") != self._settings["kid"]:
            raise Refused("INVALID_FIELD", "assertion: kid not known")
        if len(signature) != 64:  # a DER signature (70 to 72 bytes) is a classic mistake
            raise Refused("INVALID_FIELD", "assertion: signature must be R and S, 32 bytes each")
        der = encode_dss_signature(int.from_bytes(signature[:32], "big"),
                                   int.from_bytes(signature[32:], "big"))
        try:
            self._public_key.verify(der, (parts[0] + "." + parts[1]).encode("ascii"),
                                    ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Refused("INVALID_FIELD", "assertion: signature") from None
        return header, _json_object(claims_bytes, "assertion claims")

    def _check_claims(self, claims):
        for name in ("iss", "sub"):
            if _text(claims, name) != self._settings["issuerId"]:
                raise Refused("INVALID_FIELD", name)
        if "exp" not in claims:
            raise Refused("MISSING_FIELD", "exp")
        expiry, now = claims["exp"], time.time()
        if type(expiry) is not int:  # a float or true would pass isinstance-style checks
            raise Refused("INVALID_FIELD", "exp: integer expected")
        if expiry <= now or expiry > now + LONGEST_ASSERTION_SECONDS:
            raise Refused("INVALID_FIELD", "exp: not within the next 15 minutes")
        if "aud" not in claims:
            raise Refused("MISSING_FIELD", "aud")
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if self._settings["audience"] not in audiences:
            raise Refused("INVALID_FIELD", "aud")


class TokenStore:
    """Remembers only digests of the tokens it has issued."""

    def __init__(self, seconds):
        self.seconds = seconds
        self._expiry = {}
        self._lock = threading.Lock()

    def issue(self):
        letters = string.ascii_letters + string.digits + "-._~+/"
        filling = "".join(secrets.choice(letters) for _ in range(1400))
        token = "D1.~" + filling[:700] + "-._~+/" + filling[700:] + "=="
        now = time.monotonic()
        with self._lock:
            self._expiry = {d: end for d, end in self._expiry.items() if end > now}
            self._expiry[_digest(token)] = now + self.seconds
        return token

    def is_valid(self, token):
        with self._lock:
            return self._expiry.get(_digest(token), 0) > time.monotonic()


def token_answer(token, seconds):
    """Odd field order, a lower-case token type, and fields nobody announced."""
    return {
        "scope": "d1-api:card:read d1-api:physical-card:read",
        "issued_for": {"channel": "second", "region": "Zürich", "tier": None},
        "expires_in": seconds,
        "refresh_hint": None,
        "token_type": "bearer",
        "access_token": token,
        "not_before_policy": 0,
    }


def _digest(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _decode(part):
    """base64url without padding, strictly as RFC 7515 wants it."""
    if not BASE64URL.fullmatch(part):
        raise Refused("INVALID_FIELD", "assertion: not base64url without padding")
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise Refused("INVALID_FIELD", "assertion: not base64url") from None


def _json_object(data, what):
    try:
        value = json.loads(data)
    except ValueError:
        raise Refused("INVALID_FIELD", what + ": not JSON") from None
    if not isinstance(value, dict):
        raise Refused("INVALID_FIELD", what + ": not an object")
    return value


def _text(fields, name):
    if name not in fields:
        raise Refused("MISSING_FIELD", name)
    if not isinstance(fields[name], str):
        raise Refused("INVALID_FIELD", name)
    return fields[name]
