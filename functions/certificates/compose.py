"""A delegate's certificate of attendance, in the delegate's language: what was registered, and what was counted."""

from dataclasses import dataclass

from functions.certificates.paper import ACCENT, QUIET, Line, Paper
from functions.domain.attendance import Attendance
from functions.domain.events import Event
from functions.domain.registration import Registration
from functions.language import format_day, format_when, translator


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says. `attendance` is None where somebody was there whose minutes nobody counted."""

    registration: Registration
    event: Event
    organisation: str
    attendance: Attendance | None

    @property
    def name(self) -> str:
        """With the form of address, all as typed."""
        return f"{self.registration.title} {self.registration.name}".strip()

    def when(self, locale: str) -> str:
        event = self.event
        return format_when(event.starts, event.ends, event.zone, locale, event.place_in(locale))

    def presence(self, locale: str) -> str:
        """Empty where the minutes are not known."""
        if self.attendance is None:
            return ""
        minutes = self.attendance.minutes
        words = translator(locale).ngettext(
            "Present for %(minutes)d minute", "Present for %(minutes)d minutes", minutes
        )
        return words % {"minutes": minutes}


def certificate(certified: Certified, *, code: str, address: str) -> bytes:
    """A PDF. `address` is that of the page where anybody can check it. Raises `UnprintableError`."""
    registration, event = certified.registration, certified.event
    locale = registration.locale
    gettext = translator(locale).gettext
    title = gettext("Certificate of attendance")
    body = [
        Line(event.organiser, 15, 0, QUIET),
        Line(title, 34, 5, bold=True),
        Line(gettext("This is to certify that"), 13, 8, QUIET),
        Line(certified.name, 30, 4, ACCENT, bold=True, rows=2),
        Line(certified.organisation, 16, 2, rows=2),
        Line(gettext("took part in"), 13, 7, QUIET),
        Line(event.title(locale), 20, 4, bold=True, rows=3),
        Line(certified.when(locale), 13, 3, rows=2),
    ]
    if presence := certified.presence(locale):
        body.append(Line(presence, 13, 2))
    return Paper(
        f"{title}: {event.title(locale)}", event.organiser, locale, body, _foot(certified, code, address), event.ends
    ).drawn()


def _foot(certified: Certified, code: str, address: str) -> list[Line]:
    registration, event = certified.registration, certified.event
    gettext = translator(registration.locale).gettext
    last = format_day(event.forgotten_at, event.zone, registration.locale)
    foot = [
        Line(gettext("Verification code: %(code)s") % {"code": code}, 10, 0, bold=True),
        Line(
            gettext("Until %(day)s anybody can check this certificate at %(address)s")
            % {"day": last, "address": address},
            9,
            1,
            QUIET,
            rows=2,
        ),
    ]
    if registration.protected:
        told = gettext("The page that checks it shows “%(alias)s” in place of name and organisation.")
        foot.append(Line(told % {"alias": registration.alias}, 9, 0.5, QUIET, rows=2))
    return foot
