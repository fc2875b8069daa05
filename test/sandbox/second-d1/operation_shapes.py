"""How operations look on the wire: the documented fields, surrounded by others.

Nulls appear only in fields the document does not know; the documented ones are
either present with a proper value or absent, as the document has it.
"""
import datetime
import random
import uuid


def stamp(moment, offset_hours=1):
    """ISO 8601 with two fraction digits and a whole-hour offset."""
    local = moment.astimezone(datetime.timezone(datetime.timedelta(hours=offset_hours)))
    hundredths = local.microsecond // 10000
    return "%s.%02d+%02d:00" % (local.strftime("%Y-%m-%dT%H:%M:%S"), hundredths, offset_hours)


def produce_operation(operation_id, card_id, step, start, end):
    detail, status, reason = step
    details = {
        "productionSite": "Filiale Zürich-Nord / 支店 7",
        "status": detail,
        "equipment": {"family": "desktop", "tray": None, "tags": []},
    }
    if reason is not None:
        details["reason"] = reason
    operation = {
        "details": details,
        "cardId": card_id,
        "issuerRequestId": "REQ-" + operation_id[:8],
        "startTime": start,
        "status": status,
        "operation": "PRODUCE",
        "operationId": operation_id,
    }
    if end is not None:
        operation["endTime"] = end
    if reason == "CB_TIME":
        # Only on one of the failures: a client must cope with and without.
        operation["errorCode"] = "PERSO_STATION_TIMEOUT"
        operation["error"] = "Station hat nicht geantwortet \u2013 \"Zeit\u00fcberschreitung\""
    return operation


def side_operations(card_id, now):
    """Operations a client has to skip: other types, and a success of another card
    that starts later than anything of the card asked for."""
    hour = datetime.timedelta(hours=1)
    other_card = "other-" + uuid.uuid4().hex[:12]
    foreign = produce_operation(
        str(uuid.uuid4()), other_card, ("CARD_PROD_DONE", "SUCCESSFUL", None),
        stamp(now + 4 * hour), stamp(now + 5 * hour))
    return [
        _plain("REGISTER", card_id, now - 30 * hour, {"status": "REGISTERED"}),
        _plain("ACTIVATE", card_id, now + hour, {"status": "ACTIVE", "channel": None}),
        _plain("STANDALONE_TRACKING", card_id, now + 2 * hour, {"status": "CARD_RETURNED"}),
        _plain("STANDALONE_TRACKING", other_card, now + 3 * hour, {"status": "CARD_RETURNED"}),
        foreign,
    ]


def dress_up(operation):
    """Adds unknown fields and puts all fields of the operation in random order."""
    dressed = dict(operation)
    dressed["requestorType"] = "ISSUER"
    dressed["requestorId"] = None
    dressed["links"] = [
        {"rel": "self", "href": "operations/" + operation["operationId"], "title": "Vorgang №1"},
        {"rel": "card", "href": None},
    ]
    dressed["x-extension"] = {"a": {"b": {"c": [1, 2.50, True, None, {"status": "FAILED"}]}}}
    names = list(dressed)
    random.shuffle(names)
    return {name: dressed[name] for name in names}


def _plain(kind, card_id, start, details):
    return {
        "operationId": str(uuid.uuid4()),
        "operation": kind,
        "status": "SUCCESSFUL",
        "startTime": stamp(start),
        "endTime": stamp(start + datetime.timedelta(seconds=3)),
        "cardId": card_id,
        "details": details,
    }
