"""The page behind the link in a delegate's mails: where the registration stands, and never a join link."""

from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.domain.registration import ENDS, FORGOTTEN, Reason, Registration, Status
from functions.language import language_name
from functions.mails.reasons import cancellation, expiry, reason_for
from functions.web.holder import Holder
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import form_page
from functions.web.words import DOUBTS, READDRESSED, STATUSES

#: In these, as in the mail, the reason leads to the event and the rest follows it.
_AS_THE_MAIL = (Status.EXPIRED, Status.CANCELLED)
#: Whose event has been held.
_HELD = (Status.ATTENDED, Status.ABSENT)


def show_status(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """Raises `LinkForgedError`, `LinkExpiredError`, `UnknownEventError`, `UnknownRegistrationError`."""
    holder = Holder.of(token, request, parts, now)
    registration = holder.registration
    reason, explanation = _told(registration)
    return form_page(
        "status.html",
        holder.locale,
        **holder.about,
        token=token,
        language=language_name(registration.language, holder.locale),
        alias=registration.alias if registration.protected and registration.status not in ENDS else "",
        heading=_heading(registration),
        reason=reason,
        explanation=explanation,
        ended=registration.status in _AS_THE_MAIL,
        recording_url=holder.event.recording_url if registration.status in _HELD else "",
        may_change=holder.may_change(now),
        has_certificate=holder.event.certificates and registration.status is Status.ATTENDED,
        forgotten=registration.status in FORGOTTEN,
        may_register_again=holder.may_register_again(now),
    )


def _heading(registration: Registration) -> str:
    goes_on = registration.status is Status.CANCELLED and registration.reason is Reason.ADDRESS_CHANGED
    return READDRESSED if goes_on else STATUSES[registration.status][0]


def _told(registration: Registration) -> tuple[str, str]:
    """Why it stands so, empty where the heading says it all; and what that means. Where it ended, as the mail does."""
    explanation = STATUSES[registration.status][1]
    reason = registration.reason
    match registration.status:
        case Status.IN_REVIEW if reason:
            return DOUBTS.get(reason, ""), explanation
        case Status.DECLINED if reason:
            return reason_for(reason), explanation
        case Status.EXPIRED if reason:
            told = expiry(reason)
            return told.happened, told.then
        case Status.CANCELLED if reason:
            told = cancellation(reason)
            return told.happened, told.then
        case _:
            return "", explanation
