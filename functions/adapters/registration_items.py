"""A registration as its item in the table, and the keys of what lies beside it."""

from dataclasses import asdict, fields
from datetime import datetime

from functions.adapters.dynamo import Values, from_iso
from functions.domain.registration import Reason, Registration, Role, Status, shard_of

ITEM = "REGISTRATION"
_FIELDS = frozenset(field.name for field in fields(Registration))


def key_of(reference: str) -> Values:
    return {"pk": reference, "sk": ITEM}


def seats_key(event: str) -> Values:
    return {"pk": f"SEATS#{event}", "sk": "COUNT"}


def places_key(event: str, organisation: str) -> Values:
    return {"pk": f"PLACES#{event}#{organisation}", "sk": "COUNT"}


def registrant_key(event: str, registrant_id: str) -> Values:
    return {"pk": f"REGISTRANT#{event}#{registrant_id}", "sk": "REGISTRANT"}


def stands(registration: Registration) -> str:
    """Sorts an event's registrations by status, and within it by when they were submitted."""
    return f"{registration.status}#{registration.submitted_at:%Y-%m-%dT%H:%M:%S.%fZ}"


def to_values(registration: Registration) -> Values:
    values = asdict(registration)
    values["consented_at"] = registration.consented_at.isoformat()
    values["submitted_at"] = registration.submitted_at.isoformat()
    return {
        "pk": values.pop("reference"),
        **values,
        "sk": ITEM,
        "event_shard": shard_of(registration.event, registration.reference),
        "stands": stands(registration),
    }


def to_registration(values: Values) -> Registration:
    kept = {key: value for key, value in values.items() if key in _FIELDS}
    return Registration(
        **{
            **kept,
            "reference": values["pk"],
            "status": Status(values["status"]),
            "role": Role(values["role"]),
            "reason": Reason(values["reason"]) if "reason" in values else None,
            "consented_at": from_iso(values["consented_at"]),
            "submitted_at": from_iso(values["submitted_at"]),
        }
    )


def audit_values(registration: Registration, was: Status | None, actor: str, at: datetime, note: str) -> Values:
    return {
        "pk": registration.reference,
        "sk": f"AUDIT#{registration.version:06d}",
        "was": was.value if was else "",
        "became": registration.status.value,
        "actor": actor,
        "at": at.isoformat(),
        "note": note,
    }
