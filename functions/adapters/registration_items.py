"""A registration as its item in the table, and the keys of what lies beside it."""

from dataclasses import asdict, fields
from datetime import datetime

from functions.adapters.dynamo import Values, from_iso
from functions.domain.registration import PERSONAL, Reason, Registration, Role, Status, shard_of

ITEM = "REGISTRATION"
BESIDE_REGISTRANT = "REGISTRANT#"
"""How the rows begin that say beside a registration which registrants it has had at Zoom."""
_FIELDS = frozenset(field.name for field in fields(Registration))


def key_of(reference: str) -> Values:
    return {"pk": reference, "sk": ITEM}


def seats_key(event: str) -> Values:
    return {"pk": f"SEATS#{event}", "sk": "COUNT"}


def places_key(event: str, organisation: str) -> Values:
    return {"pk": f"PLACES#{event}#{organisation}", "sk": "COUNT"}


def registrant_key(event: str, registrant_id: str) -> Values:
    return {"pk": f"REGISTRANT#{event}#{registrant_id}", "sk": "REGISTRANT"}


def beside_registrant(reference: str, registrant_id: str) -> Values:
    return {"pk": reference, "sk": f"{BESIDE_REGISTRANT}{registrant_id}"}


def erased_key(event: str, digest: str) -> Values:
    """Where a registrant of Zoom's is known again whose delegate was erased."""
    return {"pk": f"ERASED#{event}#{digest}", "sk": "ERASED"}


def stands(registration: Registration) -> str:
    """Sorts an event's registrations by status, and within it by when they were submitted."""
    return f"{registration.status}#{registration.submitted_at:%Y-%m-%dT%H:%M:%S.%fZ}"


#: All that the row of an erased registration holds, but for the index's keys.
_TOMBSTONE = ("event", "attempt", "status", "version", "erased_by", "address_digest", "bounced")


def to_values(registration: Registration) -> Values:
    if registration.erased_at:
        return _tombstone(registration, registration.erased_at)
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


def _tombstone(registration: Registration, erased_at: datetime) -> Values:
    return {
        **{name: getattr(registration, name) for name in _TOMBSTONE},
        **key_of(registration.reference),
        "erased_at": erased_at.isoformat(),
        "event_shard": shard_of(registration.event, registration.reference),
        "stands": stands(registration),
    }


def to_registration(values: Values) -> Registration:
    if "erased_at" in values:
        return _erased(values, from_iso(values["erased_at"]))
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


def _erased(values: Values, at: datetime) -> Registration:
    kept = {name: values[name] for name in _TOMBSTONE}
    nothing = dict.fromkeys(PERSONAL, "")
    return Registration(
        **{**nothing, **kept, "status": Status(values["status"])},
        reference=values["pk"],
        role=Role.MEMBER,
        consented_at=at,
        submitted_at=at,
        erased_at=at,
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
