"""Control API for tests: plain HTTP, loopback only, never seen by the client under test."""
import json
from http.server import BaseHTTPRequestHandler

from card_orders import STEPS
from gateway import CARD_ID, LONGEST_BODY


def control_handler(orders, log):
    class Control(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self):
            if self.path == "/requests":
                self._send(200, {"requests": log.entries()})
            else:
                self._send(404, {"error": "unknown call"})

        def do_POST(self):
            fields = self._fields()
            card_id = fields.get("cardId") if fields else None
            if not isinstance(card_id, str) or not CARD_ID.fullmatch(card_id):
                self._send(400, {"error": "a JSON body with a proper cardId is needed"})
            elif self.path == "/order":
                self._send(201, {"cardId": card_id, "operationId": orders.order(card_id)})
            elif self.path == "/move":
                self._move(card_id, fields.get("to"))
            else:
                self._send(404, {"error": "unknown call"})

        def _move(self, card_id, step):
            if not isinstance(step, str) or step not in STEPS:
                self._send(400, {"error": "to: one of " + ", ".join(STEPS)})
                return
            operation_id = orders.move(card_id, step)
            if operation_id is None:
                self._send(404, {"error": "no order for this card"})
            else:
                self._send(200, {"cardId": card_id, "operationId": operation_id, "now": step})

        def _fields(self):
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LONGEST_BODY:
                self.close_connection = True
                return None
            try:
                value = json.loads(self.rfile.read(int(length)))
            except ValueError:
                return None
            return value if isinstance(value, dict) else None

        def _send(self, status, value):
            data = json.dumps(value).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Control
