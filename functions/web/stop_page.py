"""A delegate is not asked for feedback again: by the button of this page, or by their mail program's own (RFC 8058)."""

from aws_lambda_powertools.event_handler import Response

from functions.domain.wording import N_
from functions.web.chosen_language import SAME, only_shown_again
from functions.web.feedback_page import FeedbackDesk
from functions.web.guards import check_origin
from functions.web.request import Request
from functions.web.responses import form_page, message_page

STOPPED = N_("We will not ask you for feedback again")
STILL_WELCOME = N_("The link in the mail that asked you still works, in case you change your mind.")


def show_stop(token: str, request: Request, desk: FeedbackDesk) -> Response[str]:
    """200: asks, and changes nothing: mail scanners follow links. Raises the links' errors."""
    visit = desk.admit(token, request)
    event = visit.event
    return form_page("stop.html", visit.locale, event=event, event_title=event.title(visit.locale), token=token)


def accept_stop(token: str, request: Request, desk: FeedbackDesk, base_url: str) -> Response[str]:
    """200 once it is noted, now or before. What a mail program sends is not looked at. Raises the links' errors."""
    check_origin(request, base_url)
    visit = desk.admit(token, request)
    if not only_shown_again(request):
        desk.balloting.ask_no_more(visit.registration)
    return message_page(visit.locale, 200, STOPPED, STILL_WELCOME, again=SAME)
