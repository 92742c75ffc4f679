"""Stories of an event that is moved, published by two at once, held, and called off."""

from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from functions.domain.errors import RegistrationClosedError
from functions.domain.registration import Status
from local.zoom import registrants as zoom_rules
from operations.event_run import RunError
from tests.integration.invariants import cases
from tests.integration.meanwhile import lose_answer
from tests.integration.teller import LATER, MEMBER, NOW, SOON, STRANGER, Teller

# The event


def the_event_moves_while_a_mail_is_written(tell: Teller) -> None:
    reference = tell.submits()
    moves = partial(tell.office.change_at_once, starts=tell.office.starts + timedelta(days=1))
    tell.office.meanwhile.before("TransactWriteItems", moves, "MAIL#confirmation", reference)
    tell.passes(SOON)
    tell.office.publish_again()
    assert tell.office.kinds_of_mail(reference)[:1] == ["confirmation"]


def two_publish_at_once(tell: Teller) -> None:
    """The other one is done before ours is written; and before the draft of ours is read."""
    office, seats = tell.office, count(tell.capacity + 1)
    for call, about in (("before", ("TransactWriteItems", "'unfinished'")), ("after", ("GetItem", "DRAFT"))):
        stands = next(seats)
        getattr(office.meanwhile, call)(about[0], partial(office.change_at_once, capacity=stands), about[1])
        with pytest.raises(RunError):
            office.change(capacity=next(seats))
        assert office.events.get(office.event.id).capacity == stands
        office.change(capacity=stands)


def a_new_time_is_told_once(tell: Teller) -> None:
    """Somebody changes the seats before the run that told of it has noted that."""

    def grown() -> None:
        tell.office.cloud.deliver("SendMails")
        tell.office.change_at_once(capacity=tell.capacity - 1)

    reference = tell.comes()
    tell.office.meanwhile.before("UpdateItem", grown, "REMOVE unfinished")
    with pytest.raises(RunError):
        tell.office.move(timedelta(days=1))
    tell.office.settle()
    tell.office.publish_again()
    tell.office.settle()
    assert tell.office.kinds_of_mail(reference).count("postponement") == 1
    tell.office.change(capacity=tell.capacity)


def a_new_time_is_told_although_its_run_broke_off(tell: Teller) -> None:
    reference = tell.comes()
    tell.office.change_at_once(starts=tell.office.starts + timedelta(days=1))
    newcomer = tell.comes()
    tell.office.change(capacity=tell.capacity)
    tell.office.settle()
    assert tell.office.kinds_of_mail(reference).count("postponement") == 1
    assert tell.held(newcomer)


def a_notice_is_in_doubt(tell: Teller) -> None:
    """SES takes it, and its answer is lost: nobody sends it again. And somebody leaves while theirs is queued."""
    reference, leaving = tell.comes(), tell.comes()
    tell.office.meanwhile.after("SendMessageBatch", lambda: tell.office.cancel(leaving), "postponement", leaving)
    tell.office.meanwhile.after("SendEmail", lose_answer, f"{reference.lower()}.postponement")
    tell.office.move(timedelta(days=1))
    tell.passes(LATER)
    tell.office.cloud.redeliver("SendMails")
    assert tell.office.cloud.take_failures()


def a_reminder_falls_due_and_things_happen(tell: Teller) -> None:
    """Somebody leaves while theirs is queued; then the event moves; then a schedule fires once more, for a newcomer."""
    office, leaving, staying = tell.office, tell.comes(), tell.comes()
    first, second, *_ = office.event.reminders
    office.meanwhile.after("SendMessageBatch", lambda: office.cancel(leaving), "reminder-1", leaving)
    tell.until(office.event.starts - first + NOW)
    tell.stands(leaving, Status.CANCELLED)
    moves = partial(office.change_at_once, starts=office.starts + timedelta(days=2))
    office.meanwhile.after("SendMessageBatch", moves, "reminder-2", staying)
    tell.until(office.event.starts - second + SOON)
    office.publish_again()
    tell.until(office.event.starts - second + NOW)
    assert office.kinds_of_mail(staying) == ["confirmation", "reminder-1", "postponement", "reminder-2"]
    newcomer = tell.comes()
    office.cloud.redeliver("SendMails")
    office.remind("reminder-2")
    tell.passes(SOON)
    assert office.kinds_of_mail(newcomer) == ["confirmation"]


def registration_closes_and_the_event_moves(tell: Teller) -> None:
    """When it closes at last, a seat becomes free: too late."""

    def somebody_leaves() -> None:
        office.cancel(leaving)
        tell.promotes()

    office, doubtful, leaving = tell.office, tell.comes(STRANGER), tell.comes()
    office.change(capacity=office.table.counts(office.event.id).taken)
    waiting = tell.comes()
    moves = partial(office.change_at_once, starts=office.starts + timedelta(days=2))
    office.meanwhile.after("SendMessageBatch", moves, "deadline", doubtful)
    tell.until(office.event.closes + NOW)
    tell.stands(doubtful, Status.IN_REVIEW)
    office.publish_again()
    office.meanwhile.after("SendMessageBatch", somebody_leaves, "deadline", waiting)
    tell.until(office.event.closes + NOW)
    for reference in (doubtful, waiting):
        tell.stands(reference, Status.EXPIRED)
    with pytest.raises(RegistrationClosedError):
        tell.registers(tell.person()["email"])


def the_event_is_held(tell: Teller) -> None:
    """And once more: it is moved, and somebody leaves, when its closeout is queued."""
    office = tell.office
    came, *_ = [one for one in office.registrants() if one.status == "approved"]
    confirmed, leaving, *_ = [case.reference for case in cases(office) if case.status is Status.CONFIRMED]
    tell.until(office.event.starts + SOON)
    office.silent = False
    zoom_rules.join(office.zoom, office.meeting, came)
    moves = partial(office.change_at_once, starts=office.starts + timedelta(days=2))
    office.meanwhile.after("SendMessageBatch", moves, "closeout", confirmed)
    tell.until(office.event.ends + office.event.feedback_after / 2 + NOW)
    tell.stands(confirmed, Status.CONFIRMED)
    office.publish_again()
    office.meanwhile.after("SendMessageBatch", lambda: office.cancel(leaving), "closeout", leaving)
    tell.until(office.event.feedback_closes)
    tell.stands(confirmed, Status.ATTENDED, Status.ABSENT)


def it_is_called_off_while_its_new_time_is_told(tell: Teller) -> None:
    reference = tell.comes()
    off = partial(tell.office.change_at_once, cancelled=True)
    tell.office.meanwhile.after("SendMessageBatch", off, "postponement")
    with pytest.raises(RunError):
        tell.office.move(timedelta(days=1))
    tell.office.settle()
    tell.office.publish_again()
    tell.passes(SOON)
    assert tell.office.kinds_of_mail(reference) == ["confirmation", "cancellation"]


def it_is_called_off_while_somebody_is_confirmed(tell: Teller) -> None:
    """And before somebody else goes on who stood in repair; then two forms slip in."""
    doubtful, repaired = tell.comes(STRANGER), tell.submits()
    tell.office.fault("meeting-gone", on="add")
    tell.passes(SOON)
    tell.office.resume()
    tell.passes(SOON)
    tell.stands(repaired, Status.IN_REPAIR)
    tell.office.zoom.faults.clear()
    reference, still_open = tell.submits(), tell.office.events.get(tell.office.event.id)
    off = partial(tell.office.change_at_once, cancelled=True)
    tell.office.meanwhile.after("TransactWriteItems", off, "'CONFIRMED'", reference)
    tell.passes(SOON)
    tell.office.cloud.redeliver("ChangeRegistrations")
    tell.stands(repaired, Status.IN_REPAIR)
    tell.office.publish_again()
    tell.passes(SOON)
    for each in (doubtful, repaired, reference):
        tell.stands(each, Status.CANCELLED)
    doubtful, verified = (tell.registers(tell.person(of)["email"], still_open) for of in (STRANGER, MEMBER))
    tell.is_verified(verified, 1, still_open)
    tell.passes(SOON)
    for each in (doubtful, verified):
        tell.stands(each, Status.CANCELLED)
