"""The rules by which people become registrants, and change or lose their place."""

import re
import secrets
from typing import TYPE_CHECKING, Any

from local.zoom.meetings import TYPES_WITH_BATCH, Meeting, Participant, Registrant
from local.zoom.refusals import (
    Refusal,
    batch_not_allowed,
    full,
    invalid,
    is_host,
    over,
    registrant_unknown,
    registration_off,
)

if TYPE_CHECKING:
    from local.zoom.sandbox import Sandbox

BATCH = 30
AUTOMATIC, BY_HAND, NO_REGISTRATION = 0, 1, 2
LANGUAGES = frozenset(
    {"en-US", "de-DE", "es-ES", "fr-FR", "it-IT", "jp-JP", "ko-KO", "pt-PT", "ru-RU", "vi-VN", "zh-CN", "zh-TW"}
)
LONGEST = {"email": 128, "first_name": 64, "last_name": 64}
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
ACTIONS = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}


def add(sandbox: "Sandbox", meeting: Meeting, details: dict[str, Any]) -> Registrant:
    """One person. A webinar's single add knows no `auto_approve`."""
    admit(meeting)
    _check(meeting, details)
    _check_questions(meeting, details)
    automatic = meeting.kind == "meeting" and details.get("auto_approve") is True
    return _register(sandbox, meeting, details, automatic=automatic)


def add_batch(sandbox: "Sandbox", meeting: Meeting, body: dict[str, Any]) -> list[Registrant]:
    """Up to 30 people with names and address only: all of them, but for bad ones where the sandbox skips those."""
    admit(meeting)
    if meeting.type not in TYPES_WITH_BATCH:
        raise batch_not_allowed()
    people = body.get("registrants")
    if not isinstance(people, list) or not 1 <= len(people) <= BATCH:
        raise invalid("registrants", f"A batch has 1 to {BATCH} registrants.")
    known = [{name: person.get(name, "") for name in LONGEST} for person in people if isinstance(person, dict)]
    accepted = [details for details in known if _acceptable(sandbox, meeting, details)]
    new = {details["email"].lower() for details in accepted if not meeting.active(details["email"])}
    if not meeting.has_room(len(new)):
        raise full(meeting.kind)
    automatic = body.get("auto_approve") is True
    return [_register(sandbox, meeting, details, automatic=automatic) for details in accepted]


def change(sandbox: "Sandbox", meeting: Meeting, body: dict[str, Any]) -> None:
    """Approves, denies or cancels registrants. Unknown ids are passed over: a guess at Zoom's way."""
    status = ACTIONS.get(str(body.get("action")))
    people = body.get("registrants")
    if status is None:
        raise invalid("action")
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise invalid("registrants")
    for person in people:
        if registrant := meeting.registrants.get(str(person.get("id"))):
            sandbox.limits.status_update(str(meeting.id), registrant.email, sandbox.clock())
            move(sandbox, meeting, registrant, status)


def move(sandbox: "Sandbox", meeting: Meeting, registrant: Registrant, status: str) -> None:
    """Changes a status and tells so by webhook. What is cancelled stays so."""
    if registrant.status not in (status, "cancelled"):
        registrant.status = status
        sandbox.webhooks.registration(meeting, registrant, status)


def forget(sandbox: "Sandbox", meeting: Meeting, registrant: Registrant | None) -> None:
    """Nothing is kept of the registrant, not even for the page. Raises the refusal of one who is not there."""
    if registrant is None:
        raise registrant_unknown()
    move(sandbox, meeting, registrant, "cancelled")
    meeting.let_go(registrant)


def admit(meeting: Meeting) -> None:
    """Raises the refusal of a meeting that takes no registrants."""
    if meeting.over:
        raise over(meeting.kind)
    if meeting.settings.get("approval_type") == NO_REGISTRATION:
        raise registration_off(meeting.id)


def join(sandbox: "Sandbox", meeting: Meeting, registrant: Registrant, called: str = "") -> Participant:
    """The registrant comes in by the join link, under another name where `called` says so."""
    name = called or f"{registrant.first_name} {registrant.last_name}".strip()
    return come_in(sandbox, meeting, name, registrant.email, registrant.id)


def come_in(sandbox: "Sandbox", meeting: Meeting, name: str, email: str, registrant_id: str) -> Participant:
    number = 16778240 + 1024 * len(meeting.participants)
    participant = Participant(str(number), name, email, registrant_id, sandbox.clock())
    meeting.participants.append(participant)
    sandbox.webhooks.participant(meeting, participant, "joined")
    return participant


def leave(sandbox: "Sandbox", meeting: Meeting, participant: Participant) -> None:
    participant.left = sandbox.clock()
    sandbox.webhooks.participant(meeting, participant, "left")


def _register(sandbox: "Sandbox", meeting: Meeting, details: dict[str, Any], *, automatic: bool) -> Registrant:
    scope = str(meeting.id) if sandbox.adds_counted == "meeting" else "account"
    sandbox.limits.add(scope, details["email"], sandbox.clock())
    existing = meeting.active(details["email"])
    if existing and not sandbox.duplicates:
        return existing[0]
    if not meeting.has_room(1):
        raise full(meeting.kind)
    approved = automatic or meeting.settings.get("approval_type") == AUTOMATIC
    registrant = _make(sandbox, meeting, details, "approved" if approved else "pending")
    meeting.take_in(registrant)
    sandbox.webhooks.registration(meeting, registrant, "created")
    if approved:
        sandbox.webhooks.registration(meeting, registrant, "approved")
    return registrant


def _make(sandbox: "Sandbox", meeting: Meeting, details: dict[str, Any], status: str) -> Registrant:
    return Registrant(
        id=secrets.token_urlsafe(16),
        email=details["email"],
        first_name=details["first_name"],
        last_name=details.get("last_name", ""),
        org=details.get("org", ""),
        language=details.get("language", ""),
        status=status,
        link=f"{sandbox.base_url}/w/{meeting.id}?tk={secrets.token_urlsafe(32)}",
        created=sandbox.clock(),
    )


def _acceptable(sandbox: "Sandbox", meeting: Meeting, details: dict[str, Any]) -> bool:
    try:
        _check(meeting, details)
    except Refusal:
        if sandbox.bad_address_in_batch == "refuse":
            raise
        return False
    return True


def _check(meeting: Meeting, details: dict[str, Any]) -> None:
    for name in ("email", "first_name", "last_name", "org", "language"):
        if not isinstance(details.get(name, ""), str) or len(details.get(name, "")) > LONGEST.get(name, 256):
            raise invalid(name)
    if not ADDRESS.fullmatch(details.get("email", "")):
        raise invalid("email")
    if not details.get("first_name"):
        raise invalid("first_name")
    if details.get("language") and details["language"] not in LANGUAGES:
        raise invalid("language")
    if details["email"].lower() in meeting.hosts:
        raise is_host()


def _check_questions(meeting: Meeting, details: dict[str, Any]) -> None:
    for question in meeting.questions["questions"]:
        if question.get("required") and not details.get(str(question.get("field_name"))):
            raise invalid(str(question.get("field_name")))
