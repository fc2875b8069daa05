"""What the server saw, for tests to look at. Never holds tokens, assertions or keys."""
import collections
import datetime
import re
import threading

CORRELATION_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class RequestLog:
    def __init__(self, limit=1000):
        self._entries = collections.deque(maxlen=limit)
        self._lock = threading.Lock()

    def add(self, **entry):
        entry["at"] = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        with self._lock:
            self._entries.append(entry)

    def entries(self):
        with self._lock:
            return list(self._entries)


def describe_request(method, path, headers):
    """Only fields known to be harmless; Authorization shrinks to its scheme."""
    scheme = headers.get("Authorization", "").split(" ")[0] if "Authorization" in headers else None
    correlation = headers.get("x-correlation-id", "")
    return {
        "method": method,
        "path": path.split("?")[0],
        "hasQuery": "?" in path,
        "accept": headers.get("Accept"),
        "acceptEncoding": headers.get("Accept-Encoding"),
        "contentType": headers.get("Content-Type"),
        # A client that sends a bare token by mistake must not get it recorded.
        "authorizationScheme": scheme if scheme is None or len(scheme) <= 10 else "(not a scheme)",
        "correlationId": correlation if CORRELATION_ID.fullmatch(correlation) else None,
    }
