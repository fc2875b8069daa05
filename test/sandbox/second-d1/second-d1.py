#!/usr/bin/python3
"""Second fake of the D1 API: lighttpd (GnuTLS) in front of a Python backend.

Usage: second-d1.py --out DIR
Prints one JSON line when ready and runs until SIGTERM, SIGINT or the end of stdin.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import threading

sys.dont_write_bytecode = True  # a test run should leave no files next to the sources
import credentials  # noqa: E402
from children import end_child, start_child  # noqa: E402
from front_end import start_front_end  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# The lower-case form a guide page shows; the reference page spells it differently.
STATUS_PATH = "/issuers/{issuerId}/physicalcards/{cardId}/productionstatus"


def main():
    folder = os.path.abspath(_arguments().out)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())

    backend = front_end = None
    try:
        credentials.write_credentials(folder)
        backend, ports = _start_backend(folder)
        front_end, port = start_front_end(folder, ports["gatewayPort"])
        threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
        print(json.dumps(_ready_line(folder, port, ports["controlPort"])), flush=True)
        return _run(stop, {"backend": backend, "lighttpd": front_end})
    finally:
        end_child(front_end)
        end_child(backend)


def _arguments():
    parser = argparse.ArgumentParser(description="Second fake of the D1 API")
    parser.add_argument("--out", required=True, metavar="DIR",
                        help="folder for throw-away certificates, keys and logs")
    return parser.parse_args()


def _start_backend(folder):
    settings = os.path.join(folder, credentials.BACKEND_SETTINGS)
    with open(os.path.join(folder, "backend.log"), "ab") as log:
        child = start_child(
            [sys.executable, "-B", os.path.join(HERE, "backend.py"), settings],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
        )
    line = child.stdout.readline()
    if not line:
        end_child(child)
        raise RuntimeError("the backend did not start, see backend.log in the output folder")
    return child, json.loads(line)


def _ready_line(folder, port, control_port):
    base = "https://localhost:%d%s" % (port, credentials.BASE_PATH)
    return {
        "authUrl": base + "/authz/v1",
        "bankingUrl": base + "/banking/v1",
        "statusPath": STATUS_PATH,
        "caFile": os.path.join(folder, credentials.SERVER_CA),
        "bundleFile": os.path.join(folder, credentials.BUNDLE),
        "controlUrl": "http://127.0.0.1:%d" % control_port,
    }


def _watch_stdin(stop):
    """Whoever started us holds the other end; if that program dies, so do we."""
    try:
        # os.read, not sys.stdin: a thread inside sys.stdin would hold a lock at exit.
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    stop.set()


def _run(stop, children):
    while not stop.wait(0.2):
        for name, child in children.items():
            if child.poll() is not None:
                print("%s ended by itself (%s)" % (name, child.returncode), file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, OSError) as problem:
        print("second-d1: %s" % problem, file=sys.stderr)
        sys.exit(1)
