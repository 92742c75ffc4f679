"""What is held about a delegate, as the delegate reads it: in sections, in their language and their event's time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.adapters.dynamo import from_iso
from functions.domain.attendance import Attendance
from functions.domain.events import MailKind
from functions.domain.feedback import Feedback
from functions.domain.questions import QuestionKind
from functions.domain.registration import Status
from functions.domain.wording import N_
from functions.language import format_moment, language_name, translator
from functions.web.asked import Asked, asked
from functions.web.holder import Holder
from functions.web.secretariat_words import MAILS
from functions.web.words import GENDERS, ROLES, STATUSES

_AUDIT, _MAIL = "AUDIT#", "MAIL#"
_MAY_QUOTE = N_("May be quoted")
_YES, _NO = N_("yes"), N_("no")


@dataclass(frozen=True, slots=True)
class Section:
    """All texts are in the reader's language already."""

    heading: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Held:
    """`rows` lie under the registration's reference, the organisation is called as the roll has it."""

    holder: Holder
    rows: Sequence[Mapping[str, Any]]
    organisation: str
    attendance: Attendance | None
    feedback: Feedback | None

    def gettext(self, message: str) -> str:
        return translator(self.holder.locale).gettext(message)

    def sections(self) -> list[Section]:
        """Those in which there is something."""
        found = {
            N_("Your registration"): self._registration(),
            N_("What was noted about it"): self._history(),
            N_("Mails that we sent to you"): self._mails(),
            N_("When you were in the meeting"): self._stays(),
            N_("Your feedback"): self._feedback(),
        }
        told = {heading: list(facts) for heading, facts in found.items()}
        return [Section(self.gettext(heading), facts) for heading, facts in told.items() if facts]

    def _registration(self) -> Iterator[tuple[str, str]]:
        registration = self.holder.registration
        yield self.gettext("Title"), registration.title
        yield self.gettext("Given names"), registration.given_names
        yield self.gettext("Family names"), registration.family_names
        yield self.gettext("E-mail address"), registration.email
        yield self.gettext("Organisation"), self.organisation
        yield self.gettext("Role"), self.gettext(ROLES[registration.role])
        if registration.gender:
            yield self.gettext("Gender"), self.gettext(GENDERS[registration.gender])
        yield self.gettext("Interpretation"), language_name(registration.language, self.holder.locale)
        yield self.gettext("Would share"), registration.sharing or self.gettext("nothing was written")
        yield self.gettext("Accessibility needs"), registration.access_needs or self.gettext("nothing was written")
        yield self.gettext("Submitted"), self._moment(registration.submitted_at)

    def _history(self) -> Iterator[tuple[str, str]]:
        for row in self._of(_AUDIT):
            if row["became"] != row["was"] and row["became"] in Status:
                yield self._moment(from_iso(row["at"])), self.gettext(STATUSES[Status(row["became"])][0])

    def _mails(self) -> Iterator[tuple[str, str]]:
        for row in sorted(self._of(_MAIL), key=lambda row: str(row["at"])):
            kind = str(row["sk"]).split("#")[1]
            if kind in MailKind:
                yield self._moment(from_iso(row["at"])), self.gettext(MAILS[MailKind(kind)])

    def _stays(self) -> Iterator[tuple[str, str]]:
        for stay in self.attendance.stays if self.attendance else ():
            told = {"start": self._moment(stay.joined), "end": self._moment(stay.left)}
            yield self.gettext("In the meeting"), self.gettext("From %(start)s to %(end)s") % told

    def _feedback(self) -> Iterator[tuple[str, str]]:
        if self.feedback is None:
            return
        answers = self.feedback.answers
        for question in asked(self.holder.event.feedback, self.holder.locale):
            if question.id in answers:
                yield question.label, self._answer(question, answers)
        yield self.gettext(_MAY_QUOTE), self.gettext(_YES if self.feedback.may_quote else _NO)

    def _answer(self, question: Asked, answers: Mapping[str, int | str]) -> str:
        answer = str(answers[question.id])
        if question.kind is QuestionKind.CHOICE:
            return question.choices.get(answer, (answer, ""))[0]
        heard = str(answers.get(question.language_id, ""))
        return f"{answer} – {language_name(heard, self.holder.locale)}" if heard else answer

    def _of(self, prefix: str) -> Iterable[Mapping[str, Any]]:
        return (row for row in self.rows if str(row["sk"]).startswith(prefix))

    def _moment(self, at: datetime) -> str:
        event, locale = self.holder.event, self.holder.locale
        return format_moment(at, event.zone, locale, event.place_in(locale))
