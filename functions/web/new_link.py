"""A new link by mail, for whoever holds one that has expired."""

from contextlib import suppress
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import MailKind
from functions.domain.registration import FORGOTTEN
from functions.domain.wording import N_
from functions.web.chosen_language import SAME, locale_for, only_shown_again
from functions.web.guards import check_origin
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import message_page

ASKED = N_("Look into your mailbox")
ASKED_TEXT = N_(
    "If we still hold your registration, a new link is on its way to the address that you registered with. If it does "
    "not come, you can ask again after ten minutes."
)


def ask_for_link(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200, the same whatever is held: an old link shows nothing of the registration, nor whether there still is one.

    Raises `LinkForgedError`, `UnknownEventError`.
    """
    check_origin(request, parts.setting("BASE_URL"))
    claim = parts.links().read_renewable(token)
    event = parts.events().get(claim.event)
    with suppress(UnknownRegistrationError):
        registration = parts.registrations().get(claim.reference)
        held = registration.status not in FORGOTTEN and now < event.forgotten_at
        if held and not only_shown_again(request):
            parts.link_requests().ask(registration, MailKind.NEW_LINK, now)
    return message_page(locale_for(request, event=event), 200, ASKED, ASKED_TEXT, again=SAME)
