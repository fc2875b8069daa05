"""The backend process: the D1 side behind lighttpd, and the control API.

Started by second-d1.py with the settings file; prints its two ports.
"""
import json
import sys
import threading
from http.server import ThreadingHTTPServer

from card_orders import CardOrders
from control_api import control_handler
from gateway import gateway_handler
from request_log import RequestLog
from tokens import AssertionChecker, TokenStore


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)

    def handle_error(self, request, client_address):
        # A client that hangs up is normal here (tests abort requests on purpose).
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    orders = CardOrders()
    log = RequestLog()
    gateway = LoopbackServer(gateway_handler(
        settings, AssertionChecker(settings), TokenStore(settings["tokenSeconds"]), orders, log))
    control = LoopbackServer(control_handler(orders, log))
    threading.Thread(target=control.serve_forever, daemon=True).start()
    print(json.dumps({
        "gatewayPort": gateway.server_address[1],
        "controlPort": control.server_address[1],
    }), flush=True)
    gateway.serve_forever()


if __name__ == "__main__":
    main()
