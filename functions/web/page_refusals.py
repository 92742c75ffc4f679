"""The pages that say why there is no other page."""

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import RENEWABLE, LinkExpiredError
from functions.domain.errors import RetryableError, UnknownEventError
from functions.domain.wording import N_
from functions.web.chosen_language import WAS_BROKEN, WAS_BUSY, waits
from functions.web.parts import HasEvents
from functions.web.request import Sent
from functions.web.responses import form_page, message_page, page

NOT_TAKEN = N_("We could not take this")
BUSY = (N_("We are very busy"), N_("Please try again in a minute."))
BROKEN = (N_("Something is broken on our side"), N_("Please try again later."))
AGAIN = N_("Please open the page again by its address, or by the link in your mail, and fill it in there.")
WRITE = N_("If it happens again, answer one of our mails: your answer goes to the organiser of the event.")


class PageRefusals:
    """As `functions.web.answering.Refusals`. Events are asked for only where a page names one."""

    def __init__(self, parts: HasEvents) -> None:
        self._parts = parts

    def unknown(self, locale: str) -> Response[str]:
        return page("not_found.html", locale, 404)

    def expired(self, locale: str, error: LinkExpiredError) -> Response[str]:
        """Offers to mail a new one, where the link was the delegate's own."""
        token = error.token if error.purpose in RENEWABLE else ""
        try:
            event = self._parts.events().get(error.claim.event)
        except UnknownEventError:
            return self.unknown(locale)
        except RetryableError:
            return self.busy(locale, None)
        return form_page("expired.html", locale, 410, event=event, token=token)

    def refused(self, locale: str, status: int, message: str) -> Response[str]:
        return message_page(locale, status, NOT_TAKEN, message, AGAIN)

    def busy(self, locale: str, sent: Sent) -> Response[str]:
        return message_page(locale, 503, *BUSY, WRITE, **waits(WAS_BUSY, sent))

    def broken(self, locale: str, sent: Sent) -> Response[str]:
        return message_page(locale, 500, *BROKEN, WRITE, **waits(WAS_BROKEN, sent))
