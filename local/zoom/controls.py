"""What Zoom does not have: a person's or a test's hand on the sandbox, as JSON under /sandbox."""

from collections.abc import Container
from dataclasses import fields
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from local.zoom import registrants as rules
from local.zoom.faults import MODES, OPERATIONS, Fault
from local.zoom.limits import PLANS
from local.zoom.meetings import DEFAULT_TYPE, Meeting
from local.zoom.operations import current_sandbox, json_object
from local.zoom.refusals import invalid, meeting_gone, registrant_unknown

controls = Blueprint("controls", __name__, url_prefix="/sandbox")

MEETING_FIELDS = ("type", "topic", "start_time", "duration", "timezone", "settings")
#: Settings that may be changed while the sandbox runs, each with the values that it takes.
CHOICES: dict[str, Container[object]] = {
    "plan": tuple(PLANS),
    "meeting_capacity": range(100_001),
    "webinar_capacity": range(100_001),
    "any_meeting": (True, False),
    "duplicates": (True, False),
    "bad_address_in_batch": ("refuse", "skip"),
    "report_ready_after": range(86_401),
    "adds_counted": ("meeting", "account"),
}


@controls.get("/state")
def state() -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        return {
            "settings": {name: getattr(sandbox, name) for name in CHOICES},
            "faults": sandbox.faults.as_json(),
            "meetings": [_whole(meeting) for meeting in sandbox.meetings.values()],
            "webhooks": [delivery.as_json() for delivery in sandbox.webhooks.deliveries],
        }


@controls.post("/settings")
def settings() -> ResponseReturnValue:
    sandbox, body = current_sandbox(), json_object()
    for name, value in body.items():
        if value not in CHOICES.get(name, ()):
            raise invalid(name)
    with sandbox.lock:
        for name, value in body.items():
            setattr(sandbox, name, value)
    return {name: getattr(sandbox, name) for name in CHOICES}


@controls.post("/reset")
def reset() -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        sandbox.reset()
    return "", 204


@controls.post("/faults")
def set_fault() -> ResponseReturnValue:
    """Mode `ok` takes faults away: that on one call, or all."""
    sandbox, fault = current_sandbox(), _fault(json_object())
    with sandbox.lock:
        if fault.mode == "ok":
            sandbox.faults.clear(fault.on)
        else:
            sandbox.faults.set(fault)
        return {"faults": sandbox.faults.as_json()}


@controls.post("/meetings")
def make_meeting() -> ResponseReturnValue:
    sandbox, body = current_sandbox(), json_object()
    kind, number = body.get("kind", "meeting"), body.get("id")
    if kind not in DEFAULT_TYPE:
        raise invalid("kind")
    if not str(number).isdecimal():
        raise invalid("id")
    with sandbox.lock:
        meeting = sandbox.make(int(str(number)), kind, **{name: body[name] for name in MEETING_FIELDS if name in body})
        return meeting.as_json(), 201


@controls.post("/meetings/<int:meeting_id>/<any(start, end, delete):action>")
def act(meeting_id: int, action: str) -> ResponseReturnValue:
    """`end` lets everyone leave, and the meeting takes no more registrants."""
    sandbox = current_sandbox()
    with sandbox.lock:
        meeting = known(meeting_id)
        if action == "end":
            _end(meeting)
        if action == "delete":
            del sandbox.meetings[meeting_id]
        sandbox.webhooks.meeting(meeting, {"start": "started", "end": "ended", "delete": "deleted"}[action])
    return "", 204


@controls.post("/meetings/<int:meeting_id>/registrants/<registrant_id>/<any(approve, deny, cancel):action>")
def change_registrant(meeting_id: int, registrant_id: str, action: str) -> ResponseReturnValue:
    """As the meeting's host does on Zoom's own page."""
    sandbox = current_sandbox()
    with sandbox.lock:
        registrant = known(meeting_id).registrants.get(registrant_id)
        if registrant is None:
            raise registrant_unknown()
        rules.move(sandbox, known(meeting_id), registrant, rules.ACTIONS[action])
        return registrant.as_json()


@controls.post("/meetings/<int:meeting_id>/participants")
def add_participant(meeting_id: int) -> ResponseReturnValue:
    """Somebody comes in: a registrant by `registrant_id`, else by `name` and `email`. With `left` true, and goes."""
    sandbox, body = current_sandbox(), json_object()
    with sandbox.lock:
        meeting = known(meeting_id)
        registrant = meeting.registrants.get(str(body.get("registrant_id")))
        name, email = str(body.get("name", "Guest")), str(body.get("email", ""))
        come_in = (
            rules.join(sandbox, meeting, registrant) if registrant else rules.come_in(sandbox, meeting, name, email, "")
        )
        if body.get("left") is True:
            rules.leave(sandbox, meeting, come_in)
        return come_in.as_json(), 201


@controls.post("/webhooks/<int:number>/repeat")
def repeat(number: int) -> ResponseReturnValue:
    """Sends the event of this place in the state's list once more."""
    sandbox = current_sandbox()
    with sandbox.lock:
        if number >= len(sandbox.webhooks.deliveries):
            raise invalid("number")
        sandbox.webhooks.repeat(number)
    return "", 202


@controls.post("/webhooks/validate")
def validate() -> ResponseReturnValue:
    return {"valid": current_sandbox().webhooks.validate()}


def known(meeting_id: int) -> Meeting:
    meeting = current_sandbox().meetings.get(meeting_id)
    if meeting is None:
        raise meeting_gone("meeting", meeting_id)
    return meeting


def _whole(meeting: Meeting) -> dict[str, Any]:
    people = [registrant.as_json() for registrant in meeting.registrants.values()]
    came = [participant.as_json() for participant in meeting.participants]
    return meeting.as_json() | {"kind": meeting.kind, "over": meeting.over, "registrants": people, "participants": came}


def _end(meeting: Meeting) -> None:
    meeting.over, meeting.ended = True, current_sandbox().clock()
    for participant in meeting.participants:
        participant.left = participant.left or meeting.ended


def _fault(body: dict[str, Any]) -> Fault:
    if body.get("mode") not in {*MODES, "ok"}:
        raise invalid("mode", f"One of {', '.join(MODES)}, ok.")
    if body.get("on") not in {*OPERATIONS, None}:
        raise invalid("on", f"One of {', '.join(OPERATIONS)}.")
    times = body.get("times")
    if times is not None and not (isinstance(times, int) and times > 0):
        raise invalid("times", "A number above zero.")
    return Fault(**{field.name: body[field.name] for field in fields(Fault) if body.get(field.name) is not None})
