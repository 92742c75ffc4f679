"""How the secretariat's pages are answered: what they all know, the page that asks once more, and what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.domain.staff import StaffMember
from functions.web.access import HOME, SIGN_OUT, may
from functions.web.chosen_language import AGAIN, CHOICE
from functions.web.guards import origin_of
from functions.web.request import Request
from functions.web.responses import content_security, form_page
from functions.web.secretariat_parts import Office
from functions.web.secretariat_words import (
    CATEGORY_NAMES,
    MAIL_STATES,
    MAILS,
    REASON_NAMES,
    STAFF_ROLES,
    STANDINGS,
    STATUS_NAMES,
    moment,
)
from functions.web.words import ROLES

SURE = "sure"
"""A field of forms that ask once more: `yes` comes from the second page alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once more; all texts are message ids, or translated already."""

    heading: str
    text: str
    button: str
    back: str
    """Address of the page without the deed."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in, and whose role is enough for it."""

    request: Request
    office: Office
    locale: str
    now: datetime
    member: StaffMember

    def page(self, template: str, status: int = 200, **values: Any) -> Response[str]:
        """Any page may hold a form, so all of them let the browser say where a form came from.

        Templates ask by `may("POST /secretariat/…")` whether this member may go that way.
        """
        answer = form_page(
            f"secretariat_{template}.html",
            self.locale,
            status,
            when=moment(self.locale),
            statuses=STATUS_NAMES,
            reasons=REASON_NAMES,
            categories=CATEGORY_NAMES,
            standings=STANDINGS,
            mails=MAILS,
            mail_states=MAIL_STATES,
            roles=ROLES,
            member=self.member,
            staff_roles=STAFF_ROLES,
            may=partial(may, self.member.role),
            sign_out=SIGN_OUT,
            query={name: value for name, value in self.request.query.items() if name != CHOICE},
            **values,
        )
        # Once the session is over, the list's form leads to the user pool, which browsers count as a form's target.
        pool = origin_of(self.office.setting("USER_POOL_URL"))
        answer.headers["Content-Security-Policy"] = content_security(pool)
        return answer

    def told(self, status: int, heading: str, *paragraphs: str, **waiting: Any) -> Response[str]:
        """A page that says one thing, in message ids. `waiting` is the form that it holds, if any."""
        # Not every address to which a form is sent is one of a page.
        here = HOME if self.request.method == "POST" else ""
        return self.page("message", status, heading=heading, paragraphs=paragraphs, here=here, **waiting)

    def ask(self, question: Question, fields: Mapping[str, str], items: Sequence[str]) -> Response[str]:
        """The page before something that cannot be undone; its form sends `fields` again, and its button `SURE`."""
        return self.page(
            "sure",
            question=question,
            fields={name: text for name, text in fields.items() if name != AGAIN},
            items=items,
        )

    def done(self, heading: str, back: str, *lists: tuple[str, Sequence[str]]) -> Response[str]:
        """How many were done, and the references of those that were not; `lists` are sentences with references."""
        return self.page("done", heading=heading, back=back, lists=[(text, refs) for text, refs in lists if refs])
