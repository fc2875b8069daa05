"""Fills the output folder: certificates for the front end, the client's bundle,
and the (public) settings the backend needs to recognise that client."""
import json
import os
import secrets

from certificates import (
    Authority, certificate_pem, new_p256_key, new_rsa_key, private_pem, public_pem,
)

ISSUER_ID = "BANK_00042"
CLIENT_NAME = "TLSMA-ECC/" + ISSUER_ID + "/PPR"
AUDIENCE = "urn:example:d1:second-gateway"
BASE_PATH = "/gw/d1"
TOKEN_SECONDS = 40  # short on purpose: a client has to renew within one test run

SERVER_CA = "server-ca.pem"
SERVER_CHAIN = "server.pem"
SERVER_KEY = "server-key.pem"
CLIENT_CA = "client-ca.pem"
BUNDLE = "bundle.json"
BACKEND_SETTINGS = "backend.json"


def write_credentials(folder):
    """Writes all files into `folder` (made if missing, readable by the owner only)."""
    os.makedirs(folder, mode=0o700, exist_ok=True)

    # The server sends an intermediate certificate along, as public servers do. With the
    # leaf alone, lighttpd would fill up its chain with the authority of the clients.
    server_root = Authority("Second D1 Server Root")
    server_authority = Authority("Second D1 Server Intermediate", server_root)
    server_key = new_rsa_key()
    server = server_authority.sign_server("localhost", server_key, ["localhost"], ["127.0.0.1"])

    client_authority = Authority("Second D1 Issuer Root")
    client_key = new_p256_key()
    client = client_authority.sign_client(CLIENT_NAME, client_key)

    signing_key = new_p256_key()
    kid = "second-" + secrets.token_hex(6)

    write_private(folder, SERVER_CA, certificate_pem(server_root.certificate))
    chain = certificate_pem(server) + certificate_pem(server_authority.certificate)
    write_private(folder, SERVER_CHAIN, chain)
    write_private(folder, SERVER_KEY, private_pem(server_key))
    write_private(folder, CLIENT_CA, certificate_pem(client_authority.certificate))
    write_private(folder, BUNDLE, json.dumps({
        "mode": "direct",
        "issuerId": ISSUER_ID,
        "aggregatorId": None,
        "kid": kid,
        "audience": AUDIENCE,
        "signingKey": private_pem(signing_key),
        "clientCertificate": certificate_pem(client),
        "clientKey": private_pem(client_key),
    }, indent=2) + "\n")
    write_private(folder, BACKEND_SETTINGS, json.dumps({
        "issuerId": ISSUER_ID,
        "clientName": CLIENT_NAME,
        "kid": kid,
        "audience": AUDIENCE,
        "publicKey": public_pem(signing_key),
        "basePath": BASE_PATH,
        "tokenSeconds": TOKEN_SECONDS,
    }, indent=2) + "\n")


def write_private(folder, name, text):
    """Mode 0600 from the first byte on; an older file of that name is replaced."""
    path = os.path.join(folder, name)
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
