"""The stories of races and faults: after each, and wherever one asks, every invariant holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.integration import stories_of_delegates as delegates
from tests.integration import stories_of_the_event as events
from tests.integration import stories_of_zoom as zoom
from tests.integration.office import Office
from tests.integration.teller import Story, Teller

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
#: Few to a chapter, each of which has an office of its own: the more there is in the tables, the longer moto takes.
CHAPTERS: dict[str, tuple[Story, ...]] = {
    "forms": (
        delegates.the_form_is_sent_twice,
        delegates.they_cancel_and_return_before_anything_was_begun,
        delegates.they_cancel_and_return_while_zoom_is_swept,
        delegates.who_was_declined_cannot_be_cancelled,
        delegates.a_cancellation_meets_an_edit,
        delegates.two_edit_what_they_both_read,
    ),
    "addresses": (
        delegates.they_change_their_address,
        delegates.they_change_their_address_and_cancel,
        delegates.two_come_to_the_same_address,
    ),
    "members": (
        delegates.everybody_is_asked_for_their_membership,
        delegates.an_organisation_sends_more_than_it_may,
        delegates.nobody_decides_before_or_after_the_review,
    ),
    "decisions": (
        delegates.the_answer_is_about_an_earlier_attempt,
        delegates.they_edit_in_review_after_the_event_has_changed,
        delegates.a_decision_meets_an_edit,
        delegates.a_decision_comes_while_its_run_lies_down_to_wait,
        delegates.they_return_while_the_run_of_before_lies_down_to_wait,
    ),
    "steps": (delegates.every_step_is_done_twice,),
    "zoom": (
        zoom.zoom_answers_nothing_and_has_done_it,
        zoom.zoom_does_it_late_and_is_asked_twice,
        zoom.two_consumers_have_the_same_message,
        zoom.they_leave_while_zoom_lets_nobody_in_today,
        zoom.they_leave_and_zoom_dawdles_twice,
        zoom.they_leave_while_zoom_lets_them_in,
        zoom.they_edit_while_zoom_lets_them_in,
    ),
    "host": (
        zoom.the_host_takes_somebody_out_and_lets_somebody_in,
        zoom.they_leave_while_zoom_is_repaired,
        delegates.zoom_is_full_before_we_are,
    ),
    "mails": (
        zoom.they_leave_between_confirmation_and_its_mail,
        zoom.they_leave_while_the_mail_is_written,
        zoom.they_leave_before_the_run_has_written,
        zoom.nobody_is_asked_to_vouch_for_whom_somebody_has_let_in,
        zoom.ses_is_busy,
    ),
    "three seats": (
        delegates.a_seat_that_becomes_free_is_for_whoever_waited_longest,
        delegates.the_line_changes_while_it_is_gone_through,
    ),
    "times": (
        events.the_event_moves_while_a_mail_is_written,
        events.two_publish_at_once,
        events.a_new_time_is_told_once,
        events.a_new_time_is_told_although_its_run_broke_off,
        events.a_notice_is_in_doubt,
    ),
    "to the end": (
        events.a_reminder_falls_due_and_things_happen,
        events.registration_closes_and_the_event_moves,
        events.the_event_is_held,
    ),
    "moved and called off": (events.it_is_called_off_while_its_new_time_is_told,),
    "called off": (events.it_is_called_off_while_somebody_is_confirmed,),
}
#: Told by `make test`; the others are told by CI, which has more time.
_ALWAYS = frozenset({"forms", "decisions", "zoom", "mails"})


@pytest.mark.parametrize(
    "chapter", [name if name in _ALWAYS else pytest.param(name, marks=pytest.mark.ci) for name in CHAPTERS]
)
def test_the_invariants_hold_in_every_story(template: Mapping[str, Any], chapter: str) -> None:
    capacity = 3 if chapter == "three seats" else 60
    with Office(template, START, capacity=capacity) as office:
        office.silent = True
        teller = Teller(office, capacity)
        try:
            for story in CHAPTERS[chapter]:
                _tell(story, teller)
        finally:
            office.zoom.faults.clear()
            office.cloud.take_failures()


def _tell(story: Story, teller: Teller) -> None:
    try:
        story(teller)
        teller.rests()
    except BaseException as error:
        error.add_note(f"in the story {story.__name__}")
        raise
