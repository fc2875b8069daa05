"""The single checks of the self-check. Each takes the running server and reports."""
import datetime
import json
import ssl
import time

from certificates import Authority, certificate_pem, new_p256_key, private_pem
from plain_client import (
    GRANT_TYPE, call, call_json, raw_exchange, sign_assertion, tls_context,
)

EXPECTED = {
    "requested": ("PENDING", "CARD_PROD_REQUESTED", None),
    "ready": ("PENDING", "CARD_PROD_READY", None),
    "done": ("SUCCESSFUL", "CARD_PROD_DONE", None),
    "data-exception": ("FAILED", "DATA_EXCEPTION", "MISSING_SATELLITEUID"),
    "prod-exception": ("FAILED", "CARD_PROD_EXCEPTION", "CB_TIME"),
    "canceled": ("FAILED", "CARD_PROD_CANCELED", None),
}
BOTH = {"Accept-Encoding": "gzip, deflate"}


class Server:
    """What the ready line says, plus a client that is set up from it."""

    def __init__(self, ready):
        self.ready = ready
        with open(ready["bundleFile"], encoding="utf-8") as file:
            self.bundle = json.load(file)
        self.tls = self.client()
        self.token_url = ready["authUrl"] + "/oauth2/token"
        self.token = None

    def client(self, certificate=None, key=None, version=None):
        return tls_context(self.ready["caFile"], certificate or self.bundle["clientCertificate"],
                           key or self.bundle["clientKey"], version)

    def status_url(self, card_id):
        path = self.ready["statusPath"].replace("{issuerId}", self.bundle["issuerId"])
        return self.ready["bankingUrl"] + path.replace("{cardId}", card_id)

    def ask_token(self, **changes):
        body = {"grant_type": GRANT_TYPE, "assertion": sign_assertion(self.bundle, **changes)}
        return call_json(self.tls, self.token_url, body)

    def ask_status(self, card_id, scheme="Bearer", headers=None):
        return call(self.tls, "GET", self.status_url(card_id), headers={
            "Authorization": scheme + " " + self.token, "Accept": "application/json",
            **(headers or {})})

    def control(self, name, **fields):
        return call_json(None, self.ready["controlUrl"] + "/" + name, fields)


def check_tls(server, report):
    """Refused means: no HTTP answer at all, only a failed connection."""
    other = Authority("Somebody Else")
    key = new_p256_key()
    strange = other.sign_client("TLSMA-ECC/BANK_00042/PPR", key)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        name = version.name
        report(name + " with client certificate",
               call_json(server.client(version=version), server.token_url, {}).status == 400)
        report(name + " without client certificate is refused",
               _refused(tls_context(server.ready["caFile"], version=version), server))
        report(name + " with a certificate of another authority is refused",
               _refused(server.client(certificate_pem(strange), private_pem(key), version), server))
    report("without caFile the server is not trusted", _refused(tls_context(None), server))


def check_token(server, report):
    answer = server.ask_token()
    server.token = answer.json.get("access_token", "")
    report("token: 200 with a JSON body", answer.status == 200)
    report("token: lower-case bearer, 40 seconds",
           (answer.json.get("token_type"), answer.json.get("expires_in")) == ("bearer", 40))
    report("token: long, with unusual characters",
           len(server.token) > 1000 and all(c in server.token for c in "-._~+/="))
    form = "grant_type=x&assertion=" + sign_assertion(server.bundle)
    report("token: form body is refused", call(server.tls, "POST", server.token_url, form, {
        "Content-Type": "application/x-www-form-urlencoded"}).status == 400)
    now = int(time.time())
    wrong = {
        "another key": {"signing_key": private_pem(new_p256_key())},
        "unknown kid": {"header": {"kid": "nobody"}},
        "alg ES384": {"header": {"alg": "ES384"}},
        "wrong iss": {"claims": {"iss": "BANK_00043"}},
        "wrong sub": {"claims": {"sub": "BANK_00043"}},
        "wrong aud": {"claims": {"aud": "elsewhere"}},
        "no aud": {"drop": ("aud",)},
        "no exp": {"drop": ("exp",)},
        "exp in the past": {"claims": {"exp": now - 5}},
        "exp in 16 minutes": {"claims": {"exp": now + 960}},
        "exp with fraction": {"claims": {"exp": now + 60.5}},
    }
    for name, changes in wrong.items():
        report("token: %s is refused" % name, server.ask_token(**changes).status == 400)
    body = {"grant_type": "client_credentials", "assertion": sign_assertion(server.bundle)}
    report("token: other grant_type is refused",
           call_json(server.tls, server.token_url, body).status == 400)


def check_status(server, report):
    answer = call(server.tls, "GET", server.status_url("card-1"))
    report("status: 401 without token, body has only error",
           answer.status == 401 and list(answer.json) == ["error"])
    report("status: 404 with JSON for a card without an order",
           server.ask_status("card-1").status == 404)
    server.control("order", cardId="card-1")
    first = server.control("order", cardId="card-2").json["operationId"]
    second = server.control("order", cardId="card-2").json["operationId"]
    newest = newest_production(server.ask_status("card-2"), "card-2")
    report("status: the second order is the newest one", newest["operationId"] == second != first)
    reference = server.status_url("card-1").replace("physicalcards", "physicalCards")
    camel = call(server.tls, "GET", reference.replace("productionstatus", "productionStatus"),
                 headers={"Authorization": "Bearer " + server.token})
    report("status: camelCase path is not served", camel.status == 404)
    unknown = call(server.tls, "GET", server.status_url("card-1") + "?_=1", headers={
        "Authorization": "Bearer " + server.token})
    report("status: an unknown query parameter changes nothing", unknown.status == 200)
    report("status: bearer scheme in any case", server.ask_status("card-1", "bEARER").status == 200)
    for step, expected in EXPECTED.items():
        server.control("move", cardId="card-1", to=step)
        found = newest_production(server.ask_status("card-1"), "card-1")
        seen = (found["status"], found["details"]["status"], found["details"].get("reason"))
        ended = "endTime" in found
        report("status: after move to " + step, seen == expected and ended == (seen[0] != "PENDING"))


def check_wire(server, report):
    answers = [server.ask_status("card-1", headers=BOTH) for _ in range(6)]
    report("wire: identity, gzip and deflate take turns",
           sorted({a.encoding for a in answers}) == ["deflate", "gzip", "identity"])
    report("wire: identity only when nothing else is accepted",
           {server.ask_status("card-1").encoding for _ in range(3)} == {"identity"})
    report("wire: operations come in varying order", len({
        tuple(o["operationId"] for o in a.json["operations"]) for a in answers}) > 1)
    bearer = {"Authorization": "Bearer " + server.token}
    raw = raw_exchange(server.tls, server.status_url("card-1"), bearer)
    report("wire: header case survives the front end",
           "cOnTeNt-TyPe: Application/JSON; Charset=UTF-8" in raw.head
           and "vArY: accept-ENCODING" in raw.head)
    sizes = _chunk_sizes(raw.body)
    report("wire: tiny chunks survive the front end (%d chunks, largest %d bytes)"
           % (len(sizes), max(sizes)), len(sizes) > 50 and max(sizes) <= 23)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        tls = server.client(version=version)
        first = raw_exchange(tls, server.status_url("card-1"), bearer)
        again = raw_exchange(tls, server.status_url("card-1"), bearer, first.session)
        report("wire: %s session can be resumed" % version.name,
               again.resumed and again.head[0] == "HTTP/1.1 200 OK")


def check_record(server, report):
    listed = call(None, "GET", server.ready["controlUrl"] + "/requests").json["requests"]
    text = json.dumps(listed)
    report("record: %d requests listed, none with a secret" % len(listed),
           len(listed) > 20 and server.token not in text and "eyJ" not in text)


def check_expiry(server, report):
    server.token = server.ask_token().json["access_token"]
    report("expiry: new token works", server.ask_status("card-1").status == 200)
    time.sleep(41)
    report("expiry: 401 after 40 seconds", server.ask_status("card-1").status == 401)


def newest_production(answer, card_id):
    mine = [o for o in answer.json["operations"]
            if o["operation"] == "PRODUCE" and o["cardId"] == card_id]
    return max(mine, key=lambda o: _instant(o["startTime"]))


def _instant(text):
    # Older Pythons read three or six fraction digits only, the server sends two.
    return datetime.datetime.fromisoformat(text[:22] + "0" + text[22:])


def _refused(context, server):
    try:
        call_json(context, server.token_url, {})
    except OSError:  # covers ssl.SSLError and a reset connection
        return True
    return False


def _chunk_sizes(body):
    sizes = []
    while body:
        line, _, rest = body.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        if size == 0:
            break
        sizes.append(size)
        body = rest[size + 2:]
    return sizes
