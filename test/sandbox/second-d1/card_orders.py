"""The cards this server knows, each with its list of operations."""
import datetime
import random
import threading
import uuid

from operation_shapes import dress_up, produce_operation, side_operations, stamp

# What the control API calls a step -> (details.status, status, reason).
STEPS = {
    "requested": ("CARD_PROD_REQUESTED", "PENDING", None),
    "ready": ("CARD_PROD_READY", "PENDING", None),
    "done": ("CARD_PROD_DONE", "SUCCESSFUL", None),
    "data-exception": ("DATA_EXCEPTION", "FAILED", "MISSING_SATELLITEUID"),
    "prod-exception": ("CARD_PROD_EXCEPTION", "FAILED", "CB_TIME"),
    "canceled": ("CARD_PROD_CANCELED", "FAILED", None),
}


class CardOrders:
    def __init__(self):
        self._cards = {}
        self._lock = threading.Lock()

    def order(self, card_id):
        """Starts a production; the first one of a card comes with an older history."""
        with self._lock:
            now = datetime.datetime.now(datetime.timezone.utc)
            card = self._cards.setdefault(card_id, {"history": [], "current": None, "start": None})
            if card["current"] is None:
                card["history"] = _older_failures(card_id, now) + side_operations(card_id, now)
            else:
                card["history"].append(card["current"])
                # Stamps have hundredths only; two quick orders must still differ.
                now = max(now, card["start"] + datetime.timedelta(milliseconds=20))
            card["start"] = now
            card["current"] = produce_operation(
                str(uuid.uuid4()), card_id, STEPS["requested"], stamp(now), None)
            return card["current"]["operationId"]

    def move(self, card_id, step):
        """Puts the newest production into any step, also backwards; None if no order."""
        with self._lock:
            card = self._cards.get(card_id)
            if card is None:
                return None
            now = datetime.datetime.now(datetime.timezone.utc)
            old = card["current"]
            end = None if STEPS[step][1] == "PENDING" else stamp(max(now, card["start"]))
            card["current"] = produce_operation(
                old["operationId"], card_id, STEPS[step], old["startTime"], end)
            return old["operationId"]

    def answer(self, card_id):
        """The body of the status call, shuffled anew each time; None if no order."""
        with self._lock:
            card = self._cards.get(card_id)
            if card is None:
                return None
            operations = card["history"] + [card["current"]]
        operations = [dress_up(operation) for operation in operations]
        random.shuffle(operations)
        return {
            "paging": {"offset": 0, "limit": 50, "total": len(operations), "next": None,
                       "links": {"self": "?offset=0&limit=50", "previous": None}},
            "schema": {"name": "produktion-übersicht", "version": 3.1, "deprecated": False},
            "operations": operations,
            "serverNotes": [None, [], {}, "Grüße — 発行 ✓ 🏦"],
        }


def _older_failures(card_id, now):
    """Two failed attempts. Their offsets make them look newest when read as text,
    so only a client that compares instants finds the right one."""
    failures = []
    for minutes, hours, step in ((25, 3, "prod-exception"), (55, 9, "data-exception")):
        start = now - datetime.timedelta(minutes=minutes)
        end = start + datetime.timedelta(minutes=2)
        failures.append(produce_operation(
            str(uuid.uuid4()), card_id, STEPS[step], stamp(start, hours), stamp(end, hours)))
    return failures
