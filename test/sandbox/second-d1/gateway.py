"""The D1 side of the backend: token endpoint and status endpoint."""
import re
from http.server import BaseHTTPRequestHandler

from odd_wire import EncodingRotation, send_odd, send_plain
from request_log import CORRELATION_ID, describe_request
from tokens import Refused, token_answer

CARD_ID = re.compile(r"[A-Za-z0-9_-]{1,48}")
LONGEST_BODY = 64 * 1024


def gateway_handler(settings, assertions, tokens, orders, log):
    token_path = settings["basePath"] + "/authz/v1/oauth2/token"
    banking = settings["basePath"] + "/banking/v1/"
    status_path = re.compile(
        re.escape(banking) + r"issuers/([^/]*)/physicalcards/([^/]*)/productionstatus")
    rotations = {"token": EncodingRotation(), "status": EncodingRotation()}

    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # each tiny chunk is its own packet
        timeout = 30

        def do_GET(self):
            self._serve("GET")

        def do_POST(self):
            self._serve("POST")

        def _serve(self, method):
            self.entry = describe_request(method, self.path, self.headers)
            self.entry["clientName"] = self._client_name()
            body = self._body()
            correlation = self.headers.get("x-correlation-id")
            if body is None:
                self._refuse(400, "FIELD_INVALID_FORMAT", "body: too long or without length")
            elif self.entry["clientName"] not in (settings["clientName"], None):
                # None: GnuTLS knows no name in a resumed TLS session, but then the
                # certificate was checked when the session was first made.
                self._refuse(403, "CLIENT_NOT_ALLOWED", "certificate is not of this issuer")
            elif correlation is not None and not CORRELATION_ID.fullmatch(correlation):
                self._refuse(400, "FIELD_INVALID_FORMAT", "x-correlation-id")
            elif self.path == token_path and method == "POST":
                self._token(body)
            elif self.path.startswith(banking) and method == "GET":
                self._banking()
            else:
                self._refuse(404, "NOT_FOUND", "no such resource")

        def _token(self, body):
            media_type = self.headers.get("Content-Type", "").split(";")[0].strip().lower()
            try:
                self.entry["assertion"] = assertions.check(media_type, body)
            except Refused as refused:
                self._refuse(400, refused.code, str(refused))
                return
            answer = token_answer(tokens.issue(), tokens.seconds)
            self._answer("token", answer, [("cache-CONTROL", "no-store")])

        def _banking(self):
            scheme, _, token = self.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not tokens.is_valid(token.strip(" ")):
                self._record(401)
                # The document: a 401 body carries only `error`.
                send_plain(self, 401, {"error": "Token ungültig oder abgelaufen"},
                           [("wWw-AuThEnTiCaTe", "Bearer")])
                return
            match = status_path.fullmatch(self.path.split("?")[0])
            if match is None:
                self._refuse(404, "NOT_FOUND", "no such resource")
            elif match[1] != settings["issuerId"]:
                self._refuse(404, "NOT_FOUND", "issuer not known")
            elif not CARD_ID.fullmatch(match[2]):
                self._refuse(400, "FIELD_INVALID_FORMAT", "cardId")
            else:
                answer = orders.answer(match[2])
                if answer is None:
                    self._refuse(404, "NOT_FOUND", "no order for this card")
                else:
                    self._answer("status", answer)

        def _answer(self, kind, answer, headers=()):
            encoding = rotations[kind].next_for(self.headers.get("Accept-Encoding"))
            self._record(200, contentEncoding=encoding)
            send_odd(self, 200, answer, encoding, headers)

        def _refuse(self, status, code, text):
            self._record(status, refusal=text)
            send_plain(self, status, {"traceInfo": {"node": None, "naïve": True},
                                      "error": text, "errorCode": code})

        def _record(self, status, **more):
            # Before the answer goes out, so that a test finds it right afterwards.
            log.add(**self.entry, status=status, **more)

        def _body(self):
            length = self.headers.get("Content-Length", "0")
            if "Transfer-Encoding" in self.headers or not length.isdigit() \
                    or int(length) > LONGEST_BODY:
                self.close_connection = True
                return None
            return self.rfile.read(int(length))

        def _client_name(self):
            """The front end appends its own element, so only the last one counts."""
            names = re.findall(r'remote_user="?([^";,]*)', self.headers.get("Forwarded", ""))
            return names[-1] if names else None

        def log_message(self, *_):
            pass  # the request log is kept elsewhere; stderr is for faults only

    return Gateway
