"""A delegate cancels: the link in the mail asks, and only the button acts, so that no mail scanner cancels for them."""

from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.cancelling import cancel
from functions.domain.errors import TransitionError
from functions.domain.registration import SEATED, Reason, Status
from functions.domain.wording import N_
from functions.web.chosen_language import SAME, only_shown_again
from functions.web.guards import check_origin
from functions.web.holder import Holder
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import form_page, message_page

ALREADY = N_("Your registration is already cancelled")
NO_MORE_MAILS = N_("We will not write to you about this event any more.")
DONE = N_("Your registration is cancelled")
CONFIRMED_BY_MAIL = N_("We are sending you a mail that says so. If you had a link to join, it stops working.")


def show_cancel(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200: asks, and changes nothing. 409 once it is too late. Raises the links' errors."""
    holder = Holder.of(token, request, parts, now)
    if refusal := _refusal(holder, now):
        return refusal
    seated = holder.registration.status in SEATED
    return form_page("cancel.html", holder.locale, **holder.about, token=token, seated=seated)


def accept_cancel(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 once it is cancelled, now or before; 409 where it has ended otherwise. Raises the links' errors."""
    check_origin(request, parts.setting("BASE_URL"))
    holder = Holder.of(token, request, parts, now)
    if only_shown_again(request) and holder.registration.status is Status.CANCELLED:
        return _done(holder)
    if refusal := _refusal(holder, now):
        return refusal
    try:
        done = cancel(
            holder.registration.reference,
            Reason.BY_DELEGATE,
            actor="delegate",
            registrations=parts.registrations(),
            now=now,
        )
    except TransitionError:
        return Holder.of(token, request, parts, now).refusal()
    return _already(holder) if done.already else _done(holder)


def _refusal(holder: Holder, now: datetime) -> Response[str] | None:
    if holder.registration.status is Status.CANCELLED:
        return _already(holder)
    return None if holder.may_change(now) else holder.refusal()


def _done(holder: Holder) -> Response[str]:
    return message_page(holder.locale, 200, DONE, CONFIRMED_BY_MAIL, again=SAME)


def _already(holder: Holder) -> Response[str]:
    return message_page(holder.locale, 200, ALREADY, NO_MORE_MAILS)
