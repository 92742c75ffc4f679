"""Stories of Zoom, which answers late, twice or not at all, and of mails that are written while things change."""

from datetime import timedelta
from functools import partial

from functions.domain.registration import Status
from local.zoom import registrants as zoom_rules
from tests.integration.meanwhile import throttle
from tests.integration.teller import LATER, MEMBER, SOON, STRANGER, Teller

# Zoom


def zoom_answers_nothing_and_has_done_it(tell: Teller) -> None:
    tell.office.fault("reply-lost", on="add", times=1)
    reference = tell.comes()
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def zoom_does_it_late_and_is_asked_twice(tell: Teller) -> None:
    tell.office.fault("late", on="add", times=1, seconds=20)
    reference = tell.comes()
    tell.office.cloud.redeliver("ProvisionRegistrants")
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def two_consumers_have_the_same_message(tell: Teller) -> None:
    again = partial(tell.office.cloud.repeat, "ProvisionRegistrants")
    tell.office.meanwhile.before("POST registrants", again)
    reference = tell.comes()
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def they_leave_while_zoom_lets_nobody_in_today(tell: Teller) -> None:
    tell.office.fault("429-daily", on="list", times=1)
    reference = tell.comes()
    tell.stands(reference, Status.PROVISIONING)
    tell.office.cancel(reference)
    tell.passes(timedelta(hours=25))


def they_leave_and_zoom_dawdles_twice(tell: Teller) -> None:
    """The second add arrives after a look that found, and withdrew, the first."""
    tell.office.fault("late", on="add", times=1, seconds=100)
    reference = tell.comes()
    tell.office.fault("late", on="add", times=1, seconds=250)
    tell.passes(timedelta(seconds=32))
    tell.office.cancel(reference)
    tell.passes(timedelta(minutes=4))
    assert tell.held(reference).status is Status.CANCELLED


def they_leave_while_zoom_lets_them_in(tell: Teller) -> None:
    reference = tell.submits()
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.office.cancel(reference), "'CONFIRMED'", reference)
    tell.passes(SOON)
    tell.stands(reference, Status.CANCELLED)


def they_edit_while_zoom_lets_them_in(tell: Teller) -> None:
    def edits() -> None:
        tell.edits(tell.held(reference), given_names="Zoë")

    reference = tell.submits()
    tell.office.meanwhile.before("TransactWriteItems", edits, "'CONFIRMED'", reference)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def the_host_takes_somebody_out_and_lets_somebody_in(tell: Teller) -> None:
    office, confirmed, gone = tell.office, tell.comes(), tell.comes()
    office.cancel(gone)
    tell.passes(LATER)
    office.silent = False
    [registrant] = [one for one in office.registrants() if one.email == tell.held(confirmed).email]
    zoom_rules.move(office.zoom, office.meeting, registrant, "cancelled")
    details = {"email": tell.held(gone).email, "first_name": "P", "last_name": "P", "auto_approve": True}
    zoom_rules.add(office.zoom, office.meeting, details)
    office.settle()
    office.silent = True
    tell.stands(confirmed, Status.CANCELLED)
    office.cloud.start_schedule("ReconciliationDaily")


def they_leave_while_zoom_is_repaired(tell: Teller) -> None:
    tell.office.fault("meeting-gone", on="add")
    reference = tell.comes()
    tell.stands(reference, Status.IN_REPAIR)
    tell.office.zoom.faults.clear()
    tell.office.meanwhile.after("SendMessageBatch", lambda: tell.office.cancel(reference), "repaired", reference)
    tell.office.resume()


# Mails


def they_leave_between_confirmation_and_its_mail(tell: Teller) -> None:
    reference = tell.submits()
    tell.office.meanwhile.after("TransactWriteItems", lambda: tell.office.cancel(reference), "'CONFIRMED'", reference)
    tell.passes(SOON)
    tell.stands(reference, Status.CANCELLED)


def they_leave_while_the_mail_is_written(tell: Teller) -> None:
    for kind, of in (("confirmation", MEMBER), ("review-notice", STRANGER), ("focal-request", STRANGER)):
        reference = tell.submits(of)
        leaves = partial(tell.office.cancel, reference)
        tell.office.meanwhile.before("TransactWriteItems", leaves, f"MAIL#{kind}", reference)
        tell.passes(SOON)
        tell.stands(reference, Status.CANCELLED)


def they_leave_before_the_run_has_written(tell: Teller) -> None:
    reference = tell.submits(STRANGER)
    tell.office.meanwhile.after("TransactWriteItems", lambda: tell.office.cancel(reference), "'IN_REVIEW'", reference)
    tell.passes(SOON)
    asked = tell.submits(STRANGER)
    tell.office.meanwhile.after("SendEmail", lambda: tell.office.cancel(asked), f"{asked.lower()}.review-notice")
    tell.passes(SOON)


def nobody_is_asked_to_vouch_for_whom_somebody_has_let_in(tell: Teller) -> None:
    reference = tell.submits(STRANGER)
    decides = partial(tell.office.decide, reference, Status.VERIFIED)
    tell.office.meanwhile.after("SendEmail", decides, f"{reference.lower()}.review-notice")
    tell.passes(SOON)
    assert tell.office.kinds_of_mail(reference) == ["review-notice", "confirmation"]


def ses_is_busy(tell: Teller) -> None:
    reference = tell.submits()
    tell.office.meanwhile.before("SendEmail", throttle, f"{reference.lower()}.confirmation")
    tell.passes(SOON)
    assert tell.office.kinds_of_mail(reference) == ["confirmation"]
