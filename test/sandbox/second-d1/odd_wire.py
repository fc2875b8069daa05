"""Legal but unusual ways to put a JSON answer on the wire."""
import gzip
import itertools
import json
import random
import threading
import time
import zlib

CONTENT_TYPE = ("cOnTeNt-TyPe", "Application/JSON; Charset=UTF-8")


def json_bytes(value):
    """Pretty-printed with tabs, raw UTF-8, white space at both ends."""
    text = json.dumps(value, indent="\t", ensure_ascii=False, separators=(" ,", " : "))
    return ("\n" + text + "\n\n").encode("utf-8")


class EncodingRotation:
    """identity, gzip, deflate, identity, ... as far as the client accepts them."""

    def __init__(self):
        self._turns = itertools.cycle(("identity", "gzip", "deflate"))
        self._lock = threading.Lock()

    def next_for(self, accept_encoding):
        with self._lock:
            wanted = next(self._turns)
        return wanted if wanted in accepted_encodings(accept_encoding) else "identity"


def accepted_encodings(header):
    accepted = set()
    for item in (header or "").lower().split(","):
        name, _, weight = item.partition(";")
        refused = weight.replace(" ", "").rstrip("0").rstrip(".") in ("q=", "q=0")
        if name.strip() and not refused:
            accepted.update(("gzip", "deflate") if name.strip() == "*" else (name.strip(),))
    return accepted


def encode(data, encoding):
    if encoding == "gzip":
        return gzip.compress(data)
    if encoding == "deflate":
        return zlib.compress(data)  # with the zlib header, as RFC 9110 defines it
    return data


def send_plain(handler, status, value, headers=()):
    """Used for errors: one piece, with a length."""
    data = json_bytes(value)
    _send_head(handler, status, [CONTENT_TYPE, ("cOnTeNt-LeNgTh", str(len(data))), *headers])
    handler.wfile.write(data)


def send_odd(handler, status, value, encoding, headers=()):
    """Tiny chunks for identity and gzip; deflate comes in one piece with a length."""
    data = encode(json_bytes(value), encoding)
    head = [CONTENT_TYPE, ("vArY", "accept-ENCODING"), *headers]
    if encoding != "identity":
        head.append(("CONTENT-encoding", encoding))
    if encoding == "deflate":
        _send_head(handler, status, head + [("cOnTeNt-LeNgTh", str(len(data)))])
        handler.wfile.write(data)
        return
    _send_head(handler, status, head + [("tRaNsFeR-eNcOdInG", "chunked")])
    for number, piece in enumerate(_pieces(data)):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if number % 8 == 0:
            time.sleep(0.001)  # pauses keep the pieces apart, also in the front end
    handler.wfile.write(b"0\r\n\r\n")


def _pieces(data):
    """1 to 23 bytes, so that multi-byte characters are cut in the middle too."""
    position = 0
    while position < len(data):
        size = random.randint(1, 23)
        yield data[position:position + size]
        position += size


def _send_head(handler, status, headers):
    # send_response_only leaves out Python's Server and Date; the front end adds its own.
    handler.send_response_only(status)
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
