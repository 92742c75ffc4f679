"""The secretariat's pages: events, queues, cases, the roll; and signing in."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from functions import wiring
from functions.web import access
from functions.web.access import EVENT, REGISTRATION, ROLL
from functions.web.guarded import Page, guarded
from functions.web.secretariat_attendance import accept_participant, gather_again, show_attendance
from functions.web.secretariat_bulk import cancel_picked
from functions.web.secretariat_events import resume, show_event, show_events
from functions.web.secretariat_exports import send_export, show_exports
from functions.web.secretariat_list import search_list, show_list
from functions.web.secretariat_parts import Office
from functions.web.secretariat_protection import accept_protection, reveal
from functions.web.secretariat_queues import show_repair, show_waiting
from functions.web.secretariat_registration import accept_cancellation, accept_erasure, show_registration
from functions.web.secretariat_report import send_report, show_report
from functions.web.secretariat_review import accept_review, show_review
from functions.web.secretariat_roll import accept_roll, preview_roll, show_roll
from functions.web.secretariat_unsent import accept_unsent, show_unsent
from functions.web.signing_in import add_sign_in

_PAGES: dict[str, Page] = {
    f"GET {access.HOME}": show_events,
    f"GET {EVENT}": show_event,
    f"POST {EVENT}/resume": resume,
    f"GET {EVENT}/registrations": show_list,
    f"POST {EVENT}/registrations": search_list,
    f"POST {EVENT}/registrations/cancel": cancel_picked,
    f"GET {EVENT}/review": show_review,
    f"POST {EVENT}/review": accept_review,
    f"GET {EVENT}/waiting": show_waiting,
    f"GET {EVENT}/repair": show_repair,
    f"GET {EVENT}/unsent": show_unsent,
    f"POST {EVENT}/unsent": accept_unsent,
    f"GET {EVENT}/report": show_report,
    f"GET {EVENT}/report.xlsx": send_report,
    f"GET {EVENT}/exports": show_exports,
    f"GET {EVENT}/exports/{{file}}": send_export,
    f"GET {EVENT}/attendance": show_attendance,
    f"POST {EVENT}/attendance": accept_participant,
    f"POST {EVENT}/attendance/again": gather_again,
    f"GET {REGISTRATION}": show_registration,
    f"POST {REGISTRATION}/cancel": accept_cancellation,
    f"POST {REGISTRATION}/protect": accept_protection,
    f"POST {REGISTRATION}/reveal": reveal,
    f"POST {REGISTRATION}/erase": accept_erasure,
    f"GET {ROLL}": show_roll,
    f"POST {ROLL}/preview": preview_roll,
    f"POST {ROLL}": accept_roll,
}


def application(office: Office) -> APIGatewayHttpResolver:
    """The routes under /secretariat, but for the runs."""
    app = guarded(office, access.PAGES, _PAGES)
    add_sign_in(app, office)
    return app


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
