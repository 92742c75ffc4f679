"""`make demo`: the whole road of a registration without a person, on a stack of its own, each step as it happens.

Ends with 0 when everything went as it should, else with 1 and a sentence. It prints ids only, as the product does.
"""

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from functions.domain.events import REMINDERS, MailKind
from functions.domain.registration import Status
from local.child import ROOT, ChildFailedError
from local.deeds import approve, cancel
from local.people import Delegate, free_mail, member, suspended
from local.ports import free_ports
from local.road import Road, RoadBlockedError, links, road
from local.run import interrupt
from local.samples import ROLL, load_roll
from local.stack import Stack
from local.traces import leaks, traces
from operations.import_roll import roll_file

FOLDER = ROOT / ".local" / "demo"

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Telling:
    """Prints each step with the seconds since the beginning, within 80 columns."""

    began: float = field(default_factory=time.monotonic)

    def __call__(self, step: str) -> None:
        print(f"{time.monotonic() - self.began:6.1f} s  {step}", flush=True)


@dataclass(slots=True)
class Story:
    """The road once gone: who went it, under which references, and what was looked for afterwards."""

    member: Delegate
    suspended: Delegate
    free_mail: Delegate
    references: dict[str, str] = field(default_factory=dict)
    """By the part that each delegate plays: member, suspended, free_mail."""
    join_link: str = ""
    secrets: set[str] = field(default_factory=set)


def go(way: Road, say: Say) -> Story:
    """Goes the whole road. Raises `RoadBlockedError` where it ends before the feedback is stored."""
    roll = roll_file(ROLL)
    story = Story(member(roll), suspended(roll), free_mail(roll))
    way.publish()
    say(f"Event {way.event} is published: it starts in a minute")
    _register(way, story, say)
    _confirm(way, story, say)
    _approve(way, story, say)
    _cancel(way, story, say)
    _remind(way, story, say)
    _give_feedback(way, story, say)
    return story


def _register(way: Road, story: Story, say: Say) -> None:
    parts = {"member": story.member, "suspended": story.suspended, "free_mail": story.free_mail}
    words = {"member": "a member", "suspended": "a suspended member", "free_mail": "a member with free mail"}
    for part, delegate in parts.items():
        story.references[part] = way.register(delegate)
        story.secrets |= delegate.secrets()
        say(f"The form is sent by {words[part]}: {story.references[part]}")
    shouted = story.member.renamed(story.member.email.upper())
    again = way.register(shouted)
    expect(again == story.references["member"], "The same address in capitals got another reference.")
    say(f"The form is sent again, the address in capitals: {again}")


def _confirm(way: Road, story: Story, say: Say) -> None:
    for part, state in {"member": "Confirmed", "suspended": "Declined", "free_mail": "AwaitDecision"}.items():
        reference = story.references[part]
        rests = way.rests(reference)
        expect(rests == state, f"The run {reference}-1 rests in {rests}, not in {state}.")
        say(f"The run {reference}-1 {'waits' if state.startswith('Await') else 'has ended'} in {state}")
    mail = way.mail(story.references["member"], MailKind.CONFIRMATION)
    found = links(mail, f"{way.stack.zoom_url}/w/")
    expect(len(set(found)) == 1, "The confirmation has no join link.")
    story.join_link = found[0]
    story.secrets |= {story.join_link, *links(mail, f"{way.stack.url}/r/")}
    expect(way.opens_zoom(story.join_link), "The sandbox Zoom does not know the join link of the confirmation.")
    say("The confirmation has come; the sandbox Zoom knows its join link")
    others = {MailKind.DECLINE: "suspended", MailKind.REVIEW_NOTICE: "free_mail", MailKind.FOCAL_REQUEST: "free_mail"}
    for kind, part in others.items():
        expect("/w/" not in way.mail(story.references[part], kind).text, f"The mail {kind} has a join link.")
    asked = way.mail(story.references["free_mail"], MailKind.FOCAL_REQUEST)
    story.secrets |= {*links(asked, f"{way.stack.url}/v/")}
    say("The other two have their mails, without a link to join")
    say("The organisation of the doubtful one is asked whether it knows them")


def _approve(way: Road, story: Story, say: Say) -> None:
    reference = story.references["free_mail"]
    approve(way, [reference])
    say("The secretariat approves the doubtful case on its page")
    ended = way.ended(reference)
    expect(ended == "Confirmed", f"The run {reference}-1 ended in {ended} after the approval.")
    say(f"The run {reference}-1 has ended in {ended}")


def _cancel(way: Road, story: Story, say: Say) -> None:
    reference = story.references["free_mail"]
    mail = way.mail(reference, MailKind.CONFIRMATION)
    found = links(mail, f"{way.stack.url}/r/")
    story.secrets |= {*found, *links(mail, f"{way.stack.zoom_url}/w/")}
    cancel(way, found[0])
    way.stands(reference, Status.CANCELLED)
    say("The same delegate cancels, by the link in that mail")
    calendar = way.mail(reference, MailKind.CANCELLATION).calendar
    expect("METHOD:CANCEL" in calendar, "The cancellation's mail takes nothing out of a calendar.")
    say("The cancellation has come; it takes the event out of the calendar")
    way.withdrawn(story.free_mail.email)
    say("The sandbox Zoom's registrant is gone")


def _remind(way: Road, story: Story, say: Say) -> None:
    for kind in REMINDERS:
        way.mail(story.references["member"], kind, seconds=90)
        say(f"The mail {kind} has come")


def _give_feedback(way: Road, story: Story, say: Say) -> None:
    reference = story.references["member"]
    [link, *_] = links(way.mail(reference, MailKind.FEEDBACK_REQUEST, seconds=90), f"{way.stack.url}/f/")
    story.secrets.add(link)
    say("The event is over; the mail feedback-request has come")
    way.give_feedback(link)
    saved = way.feedback(reference)
    expect(saved is not None and saved.answers["event_rating"] == 5, "The feedback is not in its table.")
    say("The feedback page is filled in, and the answers are stored")


def look_back(way: Road, story: Story, say: Say) -> None:
    """What must be true after the road. Raises `RoadBlockedError` where it is not."""
    reference = story.references["member"]
    runs = [run.name for run in way.runs() if run.name.startswith(reference)]
    expect(runs == [f"{reference}-1"], f"{reference} has {len(runs)} runs instead of one.")
    admitted = way.admitted()
    expect(len(admitted) == 1, f"Zoom lets {len(admitted)} registrants in instead of one.")
    kinds = [MailKind.CONFIRMATION, *REMINDERS, MailKind.FEEDBACK_REQUEST]
    expect(all(len(way.mails(reference, kind)) == 1 for kind in kinds), "A mail was sent twice, or never.")
    say("One run, one registrant, one mail of each kind, in spite of the double")
    found = list(traces(way.stack))
    told = leaks(found, story.secrets)
    expect(not told, f"Personal data or a link stands in {', '.join(told)}.")
    say(f"{len(found)} histories and logs hold no name, address, answer or link")


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RoadBlockedError(otherwise)


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    say = Telling()
    try:
        with Stack(free_ports(), FOLDER, say=say) as stack, road(stack) as way:
            say("Everything is up; loading the sample roll")
            load_roll(stack)
            look_back(way, go(way, say), say)
    except KeyboardInterrupt:
        sys.exit("\nStopped before the end of the road.")
    except (ChildFailedError, RoadBlockedError) as error:
        sys.exit(f"The demo did not reach the end of the road. {error}")
    say("That was the whole road; everything is stopped")


if __name__ == "__main__":
    main()
