"""The calls under /v2, each a route with its name for faults and its label for limits."""

from datetime import timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from local.zoom import registrants as rules
from local.zoom.meetings import HOST, HOST_ID, NO_FIXED_TIME, Meeting, Registrant
from local.zoom.operations import account_operation, current_sandbox, json_object, operation, page_of
from local.zoom.refusals import invalid, meeting_gone, registrant_unknown, registration_off, user_unknown

api = Blueprint("api", __name__, url_prefix="/v2")

MEETING = "/<any(meetings, webinars):kinds>/<meeting_id>"
UPDATABLE = ("topic", "start_time", "duration", "timezone")


@api.post(f"{MEETING}/registrants")
@operation("add", "Light")
def add(meeting: Meeting) -> ResponseReturnValue:
    registrant = rules.add(current_sandbox(), meeting, json_object())
    said = {"registrant_id": registrant.id, "id": meeting.id, "topic": meeting.topic, "start_time": meeting.start_time}
    return said | registrant.link_as_json(), 201


@api.post(f"{MEETING}/batch_registrants")
@operation("batch", "Heavy")
def add_batch(meeting: Meeting) -> ResponseReturnValue:
    added = rules.add_batch(current_sandbox(), meeting, json_object())
    return {"registrants": [{"registrant_id": one.id, "email": one.email} | one.link_as_json() for one in added]}, 201


@api.get(f"{MEETING}/registrants")
@operation("list", "Medium")
def list_registrants(meeting: Meeting) -> ResponseReturnValue:
    status = request.args.get("status", "approved")
    if status not in ("approved", "pending", "denied"):
        raise invalid("status")
    if meeting.settings.get("approval_type") == rules.NO_REGISTRATION:
        raise registration_off(meeting.id)
    return page_of([registrant.as_json() for registrant in meeting.listed(status)], "registrants")


@api.get(f"{MEETING}/registrants/<registrant_id>")
@operation("get", "Light")
def get_registrant(meeting: Meeting, registrant_id: str) -> ResponseReturnValue:
    return _shown(meeting, registrant_id).as_json()


@api.delete(f"{MEETING}/registrants/<registrant_id>")
@operation("delete", "Light")
def delete_registrant(meeting: Meeting, registrant_id: str) -> ResponseReturnValue:
    rules.forget(current_sandbox(), meeting, meeting.registrants.get(registrant_id))
    return "", 204


@api.put(f"{MEETING}/registrants/status")
@operation("status", "Medium")
def change_status(meeting: Meeting) -> ResponseReturnValue:
    rules.change(current_sandbox(), meeting, json_object())
    return "", 204


@api.get(f"{MEETING}/registrants/questions")
@operation("questions", "Light")
def get_questions(meeting: Meeting) -> ResponseReturnValue:
    return meeting.questions


@api.patch(f"{MEETING}/registrants/questions")
@operation("questions", "Light")
def set_questions(meeting: Meeting) -> ResponseReturnValue:
    meeting.questions |= {name: value for name, value in json_object().items() if name in meeting.questions}
    return "", 204


@api.get(MEETING)
@operation("meeting", "Light")
def get_meeting(meeting: Meeting) -> ResponseReturnValue:
    return meeting.as_json()


@api.patch(MEETING)
@operation("update", "Light")
def update_meeting(meeting: Meeting) -> ResponseReturnValue:
    """Changes nothing of a recurring meeting with no fixed time, and says 204 all the same, as Zoom does."""
    sandbox, body = current_sandbox(), json_object()
    sandbox.limits.meeting_update(sandbox.clock())
    if meeting.type not in NO_FIXED_TIME:
        for name in UPDATABLE:
            setattr(meeting, name, body.get(name, getattr(meeting, name)))
        meeting.settings |= body.get("settings", {})
        sandbox.webhooks.meeting(meeting, "updated")
    return "", 204


@api.get("/users/<user_id>/settings")
@account_operation("user", "Medium")
def user_settings(user_id: str) -> ResponseReturnValue:
    """What the plan of the one host allows."""
    if user_id not in (HOST_ID, HOST):
        raise user_unknown(user_id)
    return {"feature": current_sandbox().features()}


@api.get("/report/<any(meetings, webinars):kinds>/<meeting_id>/participants")
@operation("report", "Heavy")
def report(meeting: Meeting) -> ResponseReturnValue:
    """Zoom makes it after the end; until then it knows of no such meeting."""
    after, ended = timedelta(seconds=current_sandbox().report_ready_after), meeting.ended
    if after and (ended is None or current_sandbox().clock() < ended + after):
        raise meeting_gone(meeting.kind, meeting.id)
    return page_of([participant.as_json() for participant in meeting.participants], "participants")


@api.get("/past_meetings/<path:meeting_id>/participants", defaults={"kinds": "meetings"})
@operation("report", "Medium")
def past_participants(meeting: Meeting) -> ResponseReturnValue:
    """Empty where there was one participant, as at Zoom."""
    people = meeting.participants if len(meeting.participants) > 1 else []
    return page_of([participant.as_json() for participant in people], "participants")


def _shown(meeting: Meeting, registrant_id: str) -> Registrant:
    registrant = meeting.registrants.get(registrant_id)
    if registrant is None or registrant.status == "cancelled":
        raise registrant_unknown()
    return registrant
