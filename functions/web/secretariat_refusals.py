"""The secretariat's pages that say why there is no other page: with the menu, for whoever is signed in."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.domain.wording import N_
from functions.web.chosen_language import WAS_BROKEN, WAS_BUSY, waits
from functions.web.page_refusals import BROKEN, BUSY, NOT_TAKEN, PageRefusals
from functions.web.request import Sent
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_parts import Office

NOT_ALLOWED = (
    N_("Your role does not allow this"),
    N_(
        "Nothing was changed. Ask an administrator of your organisation to do it, or to give you another role: it "
        "holds from the next time that you sign in."
    ),
)
UNKNOWN = N_("Page not found")
UNKNOWN_TEXT = N_("If you typed the address, check that it is right. What stood here may also have been erased since.")
FROM_THE_MENU = N_("Open the page again by the menu above, and fill it in there.")
TELL = N_("If it happens again, tell whoever keeps Rollcall running for you.")

_VISIT = "visit"


def remember_visit(app: APIGatewayHttpResolver, visit: Visit | None) -> None:
    """For the pages of this module, until this request is answered."""
    app.context[_VISIT] = visit


class SecretariatRefusals(PageRefusals):
    """As for delegates until it is known who is signed in."""

    def __init__(self, office: Office, app: APIGatewayHttpResolver) -> None:
        super().__init__(office)
        self._app = app

    def unknown(self, locale: str) -> Response[str]:
        return self._told(404, UNKNOWN, UNKNOWN_TEXT) or super().unknown(locale)

    def refused(self, locale: str, status: int, message: str) -> Response[str]:
        return self._told(status, NOT_TAKEN, message, FROM_THE_MENU) or super().refused(locale, status, message)

    def busy(self, locale: str, sent: Sent) -> Response[str]:
        return self._told(503, *BUSY, TELL, **waits(WAS_BUSY, sent)) or super().busy(locale, sent)

    def broken(self, locale: str, sent: Sent) -> Response[str]:
        return self._told(500, *BROKEN, TELL, **waits(WAS_BROKEN, sent)) or super().broken(locale, sent)

    def _told(self, status: int, heading: str, *paragraphs: str, **waiting: Any) -> Response[str] | None:
        visit: Visit | None = self._app.context.get(_VISIT)
        return visit.told(status, heading, *paragraphs, **waiting) if visit else None
