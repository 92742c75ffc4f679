"""What is held about a delegate: seen, downloaded or erased, by a link that was mailed to the address just before."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import Purpose
from functions.domain.events import MailKind
from functions.domain.held_data import held_data
from functions.domain.registration import FORGOTTEN
from functions.domain.wording import N_
from functions.erasing import By, begin_erasure
from functions.web.chosen_language import SAME, only_shown_again
from functions.web.guards import check_origin
from functions.web.held_sections import Held
from functions.web.holder import Holder
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import form_page, json_answer, message_page
from functions.web.words import STATUSES

ASKED = N_("Look into your mailbox")
ASKED_TEXT = N_(
    "We have sent a link to the address that you registered with. It works for one hour. If it does not come, you can "
    "ask again after ten minutes."
)
UNDER_WAY = N_("Your details are being erased")
UNDER_WAY_TEXT = N_("When it is done, you get a last mail that says what was erased, and what stays until when.")


def ask_for_data(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200, the same whatever was done: whoever holds the status link alone learns and erases nothing."""
    check_origin(request, parts.setting("BASE_URL"))
    holder = Holder.of(token, request, parts, now)
    if holder.registration.status not in FORGOTTEN and not only_shown_again(request):
        parts.link_requests().ask(holder.registration, MailKind.DATA_LINK, now)
    return message_page(holder.locale, 200, ASKED, ASKED_TEXT, again=SAME)


def show_data(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 with all that is held, and changes nothing. Raises the links' errors."""
    holder = Holder.of(token, request, parts, now, Purpose.DATA)
    return _form("data.html", token, holder, sections=lambda: _held(holder, parts).sections())


def _held(holder: Holder, parts: Parts) -> Held:
    registration = holder.registration
    organisation = parts.roll().organisation(registration.organisation)
    return Held(
        holder,
        rows=parts.erasures().rows(registration),
        organisation=organisation.name if organisation else registration.organisation,
        attendance=parts.attendance().get(registration.reference),
        feedback=parts.feedback().get(registration.reference),
    )


def download_data(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 with everything that is held, as a JSON file."""
    check_origin(request, parts.setting("BASE_URL"))
    holder = Holder.of(token, request, parts, now, Purpose.DATA)
    said = parts.feedback().get(holder.registration.reference)
    feedback = {**asdict(said), "saved_at": said.saved_at.isoformat()} if said else None
    answer = json_answer(200, held_data(parts.erasures().rows(holder.registration), feedback))
    name = f"{holder.registration.reference}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def show_erase(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200: asks, and changes nothing."""
    return _form("erase.html", token, Holder.of(token, request, parts, now, Purpose.DATA))


def accept_erase(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 once the erasure is under way, by this or before."""
    check_origin(request, parts.setting("BASE_URL"))
    holder = Holder.of(token, request, parts, now, Purpose.DATA)
    begin_erasure(holder.registration.reference, By.DELEGATE, registrations=parts.registrations(), now=now)
    return message_page(holder.locale, 200, UNDER_WAY, UNDER_WAY_TEXT)


def _form(template: str, token: str, holder: Holder, **values: Any) -> Response[str]:
    if holder.registration.status in FORGOTTEN:
        return message_page(holder.locale, 200, *STATUSES[holder.registration.status])
    return form_page(template, holder.locale, **holder.about, token=token, **values)
