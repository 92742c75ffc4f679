"""The demo's road on the laptop's stack, and what a delegate sees on it."""

import re
from dataclasses import dataclass

import pytest

from functions.domain.events import REMINDERS, MailKind
from local.demo import Story, go
from local.mailbox import Mail
from local.road import Road, links
from local.traces import leaks, traces
from tests.e2e.faults import Killed, deliver_message_again, deliver_submission_again, kill_in_mid_provisioning

pytestmark = pytest.mark.ci


@dataclass(frozen=True, slots=True)
class Gone:
    """The road after it was gone, with a second delegate on it whose worker was killed."""

    story: Story
    steps: list[str]
    killed: Killed

    @property
    def member(self) -> str:
        return self.story.references["member"]


@pytest.fixture(scope="module")
def gone(way: Road) -> Gone:
    steps: list[str] = []
    killed = kill_in_mid_provisioning(way)
    return Gone(go(way, steps.append), steps, killed)


def confirmation(way: Road, gone: Gone) -> Mail:
    return way.mail(gone.member, MailKind.CONFIRMATION)


def test_the_road_leads_from_the_form_to_the_stored_feedback(way: Road, gone: Gone) -> None:
    feedback = way.feedback(gone.member)
    assert feedback is not None
    assert (feedback.answers["event_rating"], feedback.answers["recommendation"]) == (5, "More time for questions.")
    assert all(len(f"{0:6.1f} s  {step}") <= 80 for step in gone.steps)


def test_the_confirmation_greets_its_reader_and_holds_what_they_need(way: Road, gone: Gone) -> None:
    mail = confirmation(way, gone)
    assert mail.message["To"].addresses[0].addr_spec == gone.story.member.email
    for text in (mail.text, mail.html):
        assert gone.story.member.family_names in text
        assert gone.member in text
        assert gone.story.join_link in text
    assert "Geneva time" in mail.text
    assert "UTC" in mail.text


def test_the_calendar_file_is_an_invitation_with_the_join_link(way: Road, gone: Gone) -> None:
    unfolded = re.sub(r"\r?\n ", "", confirmation(way, gone).calendar)
    assert "METHOD:REQUEST" in unfolded
    assert gone.story.join_link in unfolded


def test_the_status_page_behind_the_link_shows_where_the_registration_stands(way: Road, gone: Gone) -> None:
    [status, *_] = links(confirmation(way, gone), f"{way.stack.url}/r/")
    page = way.browser.get(status)
    assert page.status_code == 200
    assert gone.member in page.text
    assert gone.story.join_link not in page.text


def test_every_reminder_and_the_feedback_request_came_once(way: Road, gone: Gone) -> None:
    expected = [MailKind.CONFIRMATION, *REMINDERS, MailKind.FEEDBACK_REQUEST]
    assert [len(way.mails(gone.member, kind)) for kind in expected] == [1] * len(expected)
    assert len(way.mails(gone.member)) == len(expected)


def test_a_double_in_capitals_made_no_second_run_registrant_or_mail(way: Road, gone: Gone) -> None:
    gone.killed.settled(way)
    assert [run.name for run in way.runs() if run.name.startswith(gone.member)] == [f"{gone.member}-1"]
    emails = [registrant["email"] for registrant in way.registrants()]
    assert emails.count(gone.story.member.email) == 1


def test_who_may_not_attend_has_no_link_anywhere(way: Road, gone: Gone) -> None:
    [mail] = way.mails(gone.story.references["suspended"])
    assert way.stack.zoom_url not in mail.message.as_string()
    assert gone.story.suspended.email not in [registrant["email"] for registrant in way.registrants()]


def test_whoever_cancelled_has_no_link_that_works_and_hears_no_more(way: Road, gone: Gone) -> None:
    reference = gone.story.references["free_mail"]
    told = [str(mail.message["Message-ID"]).split(".")[1] for mail in way.mails(reference)]
    assert told == ["review-notice", "focal-request", "confirmation", "cancellation"]
    assert way.stack.zoom_url not in way.mail(reference, MailKind.CANCELLATION).message.as_string()
    assert gone.story.free_mail.email in [registrant["email"] for registrant in way.registrants()]
    assert gone.story.free_mail.email not in way.admitted()


def test_the_focal_point_was_asked_and_the_delegate_not_told_by_whom(way: Road, gone: Gone) -> None:
    asked = way.mail(gone.story.references["free_mail"], MailKind.FOCAL_REQUEST)
    assert "delegations@" in asked.to
    assert links(asked, f"{way.stack.url}/v/")
    told = way.mail(gone.story.references["free_mail"], MailKind.REVIEW_NOTICE)
    assert "delegations@" not in told.message.as_string()


def test_the_secretariat_sees_the_run_step_by_step(way: Road, gone: Gone) -> None:
    listed = way.office.get("/secretariat/runs").text
    assert f"/secretariat/runs/{gone.member}-1" in listed
    page = way.office.get(f"/secretariat/runs/{gone.member}-1").text
    told = page.partition("What happened")[2]
    assert told.index("VerifyMember") < told.index("ProvisionRegistrant") < told.index("SendConfirmation")
    assert "Ended as planned" in page
    assert gone.story.member.family_names not in page


def test_a_worker_killed_in_mid_provisioning_leaves_one_registrant_and_one_mail(way: Road, gone: Gone) -> None:
    gone.killed.settled(way)
    emails = [registrant["email"] for registrant in way.registrants()]
    assert emails.count(gone.killed.delegate.email) == 1
    assert len(way.mails(gone.killed.reference, MailKind.CONFIRMATION)) == 1


def test_a_stream_record_or_queue_message_that_comes_twice_changes_nothing(way: Road, gone: Gone) -> None:
    gone.killed.settled(way)
    before = (len(way.runs()), way.registrants(), len(way.mails(gone.member)))
    reference = gone.member
    job = {"work": "provision", "reference": reference, "event": way.event, "attempt": 1, "token": "spent"}
    mail = {"reference": reference, "kind": MailKind.FEEDBACK_REQUEST.value, "version": way.version}
    answers = [
        deliver_submission_again(way, reference),
        deliver_message_again(way, "ProvisionRegistrants", job),
        deliver_message_again(way, "SendMails", mail),
    ]
    assert answers == [{"batchItemFailures": []}] * 3
    assert (len(way.runs()), way.registrants(), len(way.mails(gone.member))) == before


def test_no_name_address_answer_or_link_is_in_any_history_or_log(way: Road, gone: Gone) -> None:
    gone.killed.settled(way)
    found = list(traces(way.stack))
    secrets = gone.story.secrets | gone.killed.delegate.secrets()
    assert sum(trace.where.startswith("log ") for trace in found) >= 8
    assert any(gone.member in trace.text for trace in found)
    assert leaks(found, secrets) == []


def test_only_the_link_in_the_mail_opens_the_meeting(way: Road, gone: Gone) -> None:
    assert way.opens_zoom(gone.story.join_link)
    assert not way.opens_zoom(f"{gone.story.join_link}x")
