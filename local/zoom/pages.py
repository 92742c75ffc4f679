"""The sandbox's pages: its meetings, one meeting with its registrants, and what a join link opens."""

import hmac
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from local.zoom import registrants as rules
from local.zoom.meetings import Meeting, Registrant
from local.zoom.operations import current_sandbox

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/")
def index() -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        return render_template("meetings.html", meetings=list(sandbox.meetings.values()), sandbox=sandbox)


@pages.get("/sandbox/meetings/<int:meeting_id>")
def meeting(meeting_id: int) -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        if found := sandbox.meetings.get(meeting_id):
            return render_template("meeting.html", meeting=found)
    return render_template("message.html", title="No such meeting", text="This sandbox knows no such meeting."), 404


@pages.get("/w/<int:meeting_id>")
def join(meeting_id: int) -> ResponseReturnValue:
    """Joins whoever has the link. Asking for its head only, as link checkers do, joins nobody."""
    sandbox = current_sandbox()
    with sandbox.lock:
        found = sandbox.meetings.get(meeting_id)
        registrant = _holder(found, request.args.get("tk", "")) if found else None
        if found is None or registrant is None:
            text = "This link is not valid: it was never given out, or the registration was cancelled."
            return render_template("message.html", title="Link not valid", text=text), 404
        if request.method == "GET":
            rules.join(sandbox, found, registrant)
    text = f"You have joined {found.topic} as {registrant.first_name} {registrant.last_name}."
    return render_template("message.html", title=found.topic, text=text)


def _holder(meeting: Meeting, token: str) -> Registrant | None:
    """The approved registrant whose link carries this token."""
    for registrant in meeting.listed("approved"):
        own = parse_qs(urlsplit(registrant.link).query)["tk"][0]
        if hmac.compare_digest(own.encode(), token.encode()):
            return registrant
    return None
