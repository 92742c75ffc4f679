"""Stories of who submits, edits, returns and cancels, of those who decide, and of seats."""

import pytest

from functions.domain.errors import AlreadyDecidedError, ConflictError, TransitionError
from functions.domain.registration import Reason, Status
from tests.integration.invariants import cases
from tests.integration.teller import OBSERVER, SOON, STRANGER, SUSPENDED, Teller

# Submitting, editing, cancelling


def the_form_is_sent_twice(tell: Teller) -> None:
    reference = tell.comes()
    tell.again(reference)
    tell.office.cloud.redeliver()
    tell.office.cloud.take_failures()
    tell.stands(reference, Status.CONFIRMED)


def they_cancel_and_return_before_anything_was_begun(tell: Teller) -> None:
    reference = tell.submits()
    tell.office.cancel(reference)
    tell.registers(tell.held(reference).email)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)
    assert tell.office.state_of_run(f"{reference}-1") == "Cancelled"
    tell.office.cancel(reference)


def they_cancel_and_return_while_zoom_is_swept(tell: Teller) -> None:
    reference = tell.comes()
    tell.office.cancel(reference)
    tell.office.settle()
    tell.again(reference)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def who_was_declined_cannot_be_cancelled(tell: Teller) -> None:
    reference = tell.comes(SUSPENDED)
    tell.stands(reference, Status.DECLINED)
    with pytest.raises(TransitionError):
        tell.office.cancel(reference)
    with pytest.raises(TransitionError):
        tell.edits(tell.held(reference), given_names="Zoë")


def a_cancellation_meets_an_edit(tell: Teller) -> None:
    reference = tell.comes()
    held = tell.held(reference)
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.edits(held, given_names="Zoë"), "'CANCELLED'")
    tell.office.cancel(reference)
    tell.stands(reference, Status.CANCELLED)


def two_edit_what_they_both_read(tell: Teller) -> None:
    """One of them twice, as a client of AWS does whose answer was lost."""
    reference = tell.comes()
    held = tell.held(reference)
    for _ in range(2):
        tell.edits(held, given_names="Zoë")
    with pytest.raises(ConflictError):
        tell.edits(held, given_names="Chloé")
    assert tell.held(reference).given_names == "Zoë"


def they_change_their_address(tell: Teller) -> None:
    reference = tell.comes()
    tell.edits(tell.held(reference), email=tell.person()["email"])
    tell.stands(reference, Status.CANCELLED)
    stranger = tell.comes()
    tell.edits(tell.held(stranger), email=tell.person(STRANGER)["email"])
    tell.passes(SOON)


def they_change_their_address_and_cancel(tell: Teller) -> None:
    reference, new = tell.comes(), tell.person()["email"]
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.office.cancel(reference), new)
    with pytest.raises(ConflictError):
        tell.edits(tell.held(reference), email=new)
    tell.stands(reference, Status.CANCELLED)


def two_come_to_the_same_address(tell: Teller) -> None:
    """Its owner cancelled, and registers anew while somebody else moves there."""
    owner, other = tell.comes(), tell.comes()
    tell.office.cancel(owner)
    tell.passes(SOON)
    email = tell.held(owner).email
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.registers(email), email)
    with pytest.raises(ConflictError):
        tell.edits(tell.held(other), email=email)
    tell.stands(other, Status.CONFIRMED)


# Membership and decisions


def everybody_is_asked_for_their_membership(tell: Teller) -> None:
    of_another = ("seimas.lindovar.example", "parliament-aruvia")
    unknown = ("nowhere.example", "parliament-aruvia")
    for of in (STRANGER, unknown, of_another):
        tell.stands(tell.comes(of), Status.IN_REVIEW)
    tell.stands(tell.comes(("assembly.drakova.example", "parliament-aruvia")), Status.IN_REVIEW)
    tell.stands(tell.comes(SUSPENDED), Status.DECLINED)


def an_organisation_sends_more_than_it_may(tell: Teller) -> None:
    first, second, third = (tell.comes(OBSERVER) for _ in range(3))
    tell.stands(second, Status.CONFIRMED)
    tell.stands(third, Status.IN_REVIEW)
    tell.office.cancel(first)
    tell.stands(tell.comes(OBSERVER), Status.CONFIRMED)


def nobody_decides_before_or_after_the_review(tell: Teller) -> None:
    reference = tell.submits(STRANGER)
    with pytest.raises(AlreadyDecidedError):
        tell.office.decide(reference, Status.VERIFIED)
    tell.office.settle()
    tell.office.decide(reference, Status.VERIFIED)
    with pytest.raises(AlreadyDecidedError):
        tell.office.decide(reference, Status.DECLINED, Reason.NOT_VOUCHED_FOR)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def the_answer_is_about_an_earlier_attempt(tell: Teller) -> None:
    reference = tell.comes(STRANGER)
    tell.office.cancel(reference)
    tell.again(reference)
    tell.office.settle()
    with pytest.raises(AlreadyDecidedError):
        tell.office.decide(reference, Status.VERIFIED, attempt=1)
    tell.stands(reference, Status.IN_REVIEW)
    tell.office.decide(reference, Status.VERIFIED, attempt=2)


def they_edit_in_review_after_the_event_has_changed(tell: Teller) -> None:
    """Whose status stays what it is has nothing to be told of it anew."""
    reference = tell.comes(STRANGER)
    tell.office.change(capacity=tell.capacity - 1)
    tell.edits(tell.held(reference), given_names="Zoë")
    tell.passes(SOON)
    assert tell.office.kinds_of_mail(reference) == ["review-notice"]


def a_decision_meets_an_edit(tell: Teller) -> None:
    reference = tell.comes(STRANGER)
    held = tell.held(reference)
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.edits(held, given_names="Zoë"), "'VERIFIED'")
    tell.office.decide(reference, Status.VERIFIED)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def a_decision_comes_while_its_run_lies_down_to_wait(tell: Teller) -> None:
    def decided() -> None:
        tell.office.decide(reference, Status.VERIFIED)
        tell.office.cloud.deliver("FollowRegistration")

    reference = tell.submits(STRANGER)
    tell.office.meanwhile.before("PutItem", decided, "WAIT#1", reference)
    tell.passes(SOON)
    tell.stands(reference, Status.CONFIRMED)


def they_return_while_the_run_of_before_lies_down_to_wait(tell: Teller) -> None:
    def returned() -> None:
        tell.office.cancel(reference)
        tell.registers(email)
        tell.is_verified(reference, 2)
        tell.office.cloud.deliver("FollowRegistration")

    reference = tell.submits(STRANGER)
    email = tell.held(reference).email
    tell.office.meanwhile.before("PutItem", returned, "WAIT#1", reference)
    tell.passes(SOON)
    [first] = tell.office.runs_of(f"{reference}-1")
    assert first.status == "SUCCEEDED"


def every_step_is_done_twice(tell: Teller) -> None:
    tell.office.cloud.stutters = True
    confirmed, doubtful = tell.comes(), tell.comes(STRANGER)
    tell.comes(SUSPENDED)
    tell.office.fault("meeting-gone", on="add")
    repaired = tell.comes()
    tell.stands(repaired, Status.IN_REPAIR)
    tell.office.zoom.faults.clear()
    tell.office.resume()
    tell.office.decide(doubtful, Status.VERIFIED)
    tell.office.cancel(confirmed)
    tell.passes(SOON)
    tell.office.cloud.stutters = False
    tell.stands(doubtful, Status.CONFIRMED)
    tell.stands(repaired, Status.CONFIRMED)


# Seats: of three


def a_seat_that_becomes_free_is_for_whoever_waited_longest(tell: Teller) -> None:
    leaving, *_ = tell.comes(), tell.comes(), tell.comes()
    elder = tell.comes()
    tell.stands(elder, Status.WAITLISTED)
    younger = tell.submits()
    tell.office.meanwhile.before("TransactWriteItems", lambda: tell.office.cancel(leaving), younger, "'PROVISIONING'")
    tell.passes(SOON)
    tell.stands(elder, Status.CONFIRMED)
    tell.stands(younger, Status.WAITLISTED)
    tell.office.cancel(elder)
    tell.office.settle()
    tell.stands(younger, Status.CONFIRMED)


def the_line_changes_while_it_is_gone_through(tell: Teller) -> None:
    """Its first one leaves; and a seat becomes free when one of them has just been refused one."""
    office = tell.office
    sitting, other, _ = (case.reference for case in cases(office) if case.status is Status.CONFIRMED)
    left, elder, younger, youngest = (tell.comes() for _ in range(4))
    office.meanwhile.before("GetItem", lambda: office.cancel(left), left)
    office.meanwhile.after("TransactWriteItems", lambda: office.cancel(other), younger, "'PROVISIONING'")
    office.cancel(sitting)
    tell.passes(SOON)
    for reference in (elder, younger):
        tell.stands(reference, Status.CONFIRMED)
    tell.stands(youngest, Status.WAITLISTED)


def zoom_is_full_before_we_are(tell: Teller) -> None:
    tell.office.fault("full", on="add", times=1)
    first, second = tell.comes(), tell.comes()
    tell.stands(first, Status.WAITLISTED)
    tell.stands(second, Status.WAITLISTED)
    tell.office.resume()
    tell.passes(SOON)
    tell.stands(first, Status.CONFIRMED)
