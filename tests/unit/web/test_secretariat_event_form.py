"""An administrator makes an event on a page, changes it, gives it another time and cancels it."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.events import Draft
from functions.domain.events import AudienceRules, Category, Event
from functions.domain.publication import Deed
from functions.domain.questions import FeedbackForm
from functions.domain.registration import Status
from functions.web.event_changes import after_end
from functions.web.event_form import checked, shown, wish_of_form
from functions.web.event_words import LABELS
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import OPEN
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice

EVENT = "/secretariat/events/solidarity"
NEW = {
    "event": "peace-2026",
    "code": "PE26",
    "title_en": "Peace & quiet",
    "summary_en": "An online\r\npanel.",
    "starts": "2026-11-03T15:00",
    "ends": "2026-11-03T16:30",
    "time_zone": "Europe/Zurich",
    "place_en": "Geneva",
    "opens": "2026-09-01T09:00",
    "closes": "2026-11-03T12:00",
    "categories-member-parliament": "yes",
    "meeting": "938 1111 2222",
    "kind": "webinar",
    "languages-en": "yes",
    "languages-fr": "yes",
    "organiser": "The Secretariat",
    "contact": "events@secretariat.example",
    "privacy_notice": "https://secretariat.example/privacy",
    "reminder_1": "P7D",
    "reminder_2": "",
    "reminder_3": "PT1H",
    "feedback_after": "PT1H",
    "retention": "P180D",
}
TWICE = {
    "closes": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "starts": STARTS + timedelta(days=40),
    "ends": STARTS + timedelta(days=40, hours=2),
}
"""Registration closes in the hour that the clocks go through twice."""
RULES = AudienceRules(excluded=frozenset({"belmora"}), organisation_limit=3)
"""What the form does not show."""


def words_of(answer: Answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(answer.text)))


def held(office: FakeOffice, **changes: object) -> Event:
    event = an_event(**{"rules": RULES, "capacity": 50, **changes})
    office.held_events = FakeEventList(event)
    return event


def form_of(event: Event, **typed: str) -> dict[str, str]:
    return {**shown(event), "version": str(event.version), **typed}


def stand(office: FakeOffice, **counts: int) -> None:
    for status, count in counts.items():
        for number in range(count):
            office.held_registrations.add(a_registration(reference=f"PS26-{status}{number}", status=Status(status)))


def published(office: FakeOffice) -> list[Event]:
    return [event for event, _ in office.held_runs.published]


def test_texts_in_other_languages_wait_behind_a_word_until_one_of_them_is_wrong(desk: Gateway) -> None:
    page = desk.get("/secretariat/new-event").text
    assert "<details><summary>Title in other languages</summary>" in page
    assert "<details open>" not in page
    refused = desk.post("/secretariat/new-event", form={**NEW, "title_fr": "a\u202eb"})
    assert refused.status == 422
    assert "<details open><summary>Title in other languages</summary>" in refused.text
    assert "<details><summary>Summary in other languages</summary>" in refused.text


def test_a_new_event_is_checked_asked_about_and_published(office: FakeOffice, desk: Gateway) -> None:
    asked = desk.post("/secretariat/new-event", form=NEW)
    assert asked.status == 200
    assert "Do you want to publish this event?" in words_of(asked)
    assert "Title in English Peace & quiet" in words_of(asked)
    assert "Tuesday 3 November 2026, 15:00, Geneva time" in words_of(asked)
    assert (office.held_events.drafts, published(office)) == ({}, [])

    done = desk.post("/secretariat/new-event", form={**NEW, "sure": "yes"})

    assert (done.status, done.headers["location"]) == (303, "/secretariat/events/peace-2026/publication")
    [(event, run)] = office.held_runs.published
    assert office.held_events.drafts["peace-2026"] == Draft(event, run, FATIMA.actor)
    assert (event.version, event.summaries, event.meeting_id) == (1, {"en": "An online panel."}, "93811112222")
    assert event.starts == datetime(2026, 11, 3, 14, tzinfo=UTC)
    assert event.reminders == (timedelta(days=7), timedelta(hours=1))
    assert len(event.salt) > 20


def test_what_was_typed_is_saved_as_a_draft_and_stands_among_the_events(office: FakeOffice, desk: Gateway) -> None:
    saved = desk.post("/secretariat/new-event", form={**NEW, "act": "save"})
    assert (saved.status, saved.headers["location"]) == (303, "/secretariat/events/peace-2026/publication")
    assert published(office) == []
    assert 'href="/secretariat/events/peace-2026/publication">' in desk.get("/secretariat").text
    page = desk.get("/secretariat/events/peace-2026/publication")
    assert "This is a draft" in words_of(page)
    assert "event-runs" not in page.text

    desk.post("/secretariat/events/peace-2026/publication", form={})
    [event] = published(office)
    assert event == office.held_events.drafts["peace-2026"].event
    office.held_events.held["peace-2026"] = event
    assert "peace-2026/publication" not in desk.get("/secretariat").text


def test_a_draft_goes_on_from_its_own_form_and_is_overwritten_by_no_other(office: FakeOffice, desk: Gateway) -> None:
    desk.post("/secretariat/new-event", form={**NEW, "act": "save"})
    salt = office.held_events.drafts["peace-2026"].event.salt
    other = desk.post("/secretariat/new-event", form={**NEW, "title_en": "War", "act": "save"})
    assert (other.status, "belongs to a draft" in other.text) == (422, True)
    [stamp] = re.findall('name="draft" value="([^"]*)"', desk.get("/secretariat/new-event?draft=peace-2026").text)
    desk.post("/secretariat/new-event", form={**NEW, "title_en": "Peace now", "act": "save", "draft": stamp})
    changed = office.held_events.drafts["peace-2026"].event
    assert (changed.titles["en"], changed.salt) == ("Peace now", salt)


def test_a_draft_is_discarded_after_a_question(office: FakeOffice, desk: Gateway) -> None:
    desk.post("/secretariat/new-event", form={**NEW, "act": "save"})
    page = "/secretariat/events/peace-2026/publication"
    asked = desk.post(page, form={"act": "discard"})
    assert "Do you want to discard this draft?" in asked.text
    assert list(office.held_events.drafts) == ["peace-2026"]
    done = desk.post(page, form={**_hidden(asked), "sure": "yes"})
    assert (done.status, done.headers["location"], office.held_events.drafts) == (303, "/secretariat", {})


def test_what_is_published_is_not_discarded(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    office.held_events.save_draft(before, "run", by="operator")
    desk.post(f"{EVENT}/publication", form={"act": "discard", "sure": "yes"})
    assert list(office.held_events.drafts) == ["solidarity"]


def test_the_meeting_of_another_event_is_refused_beside_its_field(office: FakeOffice, desk: Gateway) -> None:
    held(office, meeting_id="93811112222")
    refused = desk.post("/secretariat/new-event", form=NEW)
    assert refused.status == 422
    assert "is the meeting of another event" in refused.text
    held(office, meeting_id="93811112222", cancelled=True)
    assert desk.post("/secretariat/new-event", form=NEW).status == 200


@pytest.mark.parametrize(
    ("changes", "stands", "said"),
    [
        ({"capacity": "2"}, {"CONFIRMED": 3, "IN_REPAIR": 1}, "4 seats are taken already. Nobody loses one"),
        ({"capacity": "4"}, {"CONFIRMED": 3, "IN_REPAIR": 1}, ""),
        ({"meeting": "93800002222"}, {"CONFIRMED": 1}, "1 delegate has a link to the meeting of before"),
        ({"meeting": "93800002222"}, {"IN_REVIEW": 1}, ""),
        ({"languages-es": ""}, {}, "Whoever has chosen a language that is not offered any more"),
        ({"categories-associate-member": ""}, {}, "a group that is not admitted any more stays registered"),
    ],
)
def test_what_an_officer_may_not_have_meant_is_said_before_it_is_done(
    changes: dict[str, str], stands: dict[str, int], said: str, office: FakeOffice, desk: Gateway
) -> None:
    before = held(office)
    stand(office, **stands)
    asked = words_of(desk.post(f"{EVENT}/edit", form=form_of(before, **changes)))
    warnings = ("seats are taken", "meeting of before", "not offered any more", "not admitted any more")
    assert [warning for warning in warnings if warning in asked] == [each for each in warnings if each in said]
    assert said in asked


def test_that_a_time_is_past_is_said_of_a_new_event_and_of_one_that_was_held(
    office: FakeOffice, desk: Gateway, time_of_day: Clock
) -> None:
    before = held(office)
    assert "This time is past" not in words_of(desk.post("/secretariat/new-event", form=NEW))
    time_of_day.now = datetime(2026, 11, 4, tzinfo=UTC)
    assert "This time is past" in words_of(desk.post("/secretariat/new-event", form=NEW))
    assert "The time of this event is over" in words_of(desk.post(f"{EVENT}/cancel", form={}))
    assert "The time of this event is over" in words_of(desk.post(f"{EVENT}/edit", form=form_of(before, capacity="9")))


def test_the_page_that_asks_sends_everything_again(office: FakeOffice, desk: Gateway) -> None:
    asked = desk.post("/secretariat/new-event", form=NEW)
    sent = {name: html.unescape(value) for name, value in _hidden(asked).items()}
    assert desk.post("/secretariat/new-event", form={**sent, "sure": "yes"}).status == 303
    back = desk.post("/secretariat/new-event", form={**sent, "again": "yes"})
    assert 'value="Peace &amp; quiet"' in back.text
    assert len(published(office)) == 1


def test_an_id_that_there_is_already_is_refused(office: FakeOffice, desk: Gateway) -> None:
    answer = desk.post("/secretariat/new-event", form={**NEW, "event": "solidarity", "sure": "yes"})
    assert answer.status == 422
    assert "Id: belongs to an event that there is already" in words_of(answer)
    assert published(office) == []


def test_the_form_shows_an_event_so_that_sending_it_back_changes_nothing(office: FakeOffice, desk: Gateway) -> None:
    held(office)
    page = desk.get(f"{EVENT}/edit")
    assert page.status == 200
    sent = filled_in(page)
    assert "There is nothing to change" in words_of(desk.post(f"{EVENT}/edit", form=sent))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"titles": {"en": "Peace", "de": "Frieden", "ar": "سلام"}, "places": {"fr": "Genève"}},
        {"reminders": (), "capacity": None, "recording_url": "https://video.example/", "certificates": True},
        {"languages": ("fr", "ar", "en"), "categories": frozenset({Category.ASSOCIATE_MEMBER}), "asks_gender": True},
        {"retention": timedelta(days=33, hours=5, minutes=7), "feedback_closes": STARTS + timedelta(days=9)},
        TWICE,
    ],
)
def test_every_event_goes_through_the_form_unchanged(changes: dict[str, object]) -> None:
    event = an_event(**{"rules": RULES, "feedback_closes": STARTS + timedelta(days=60), **changes})
    wish = wish_of_form(checked(shown(event), event, OPEN), random=lambda: "never", now=OPEN)
    assert wish(event) == event


def test_what_the_form_does_not_show_stays_as_it_is(office: FakeOffice, desk: Gateway) -> None:
    questions = FeedbackForm(anonymous=True)
    before = held(office, feedback=questions, officers=("a@b.example",), relay="c@d.example")
    desk.post(f"{EVENT}/edit", form=form_of(before, place_en="Bern", sure="yes"))
    [after] = published(office)
    assert after == replace(before, place="Bern", version=2, published_at=OPEN)


def test_the_same_hour_in_another_zone_is_another_moment(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    moments = {"starts": "2026-09-29T15:00", "ends": "2026-09-29T16:30", "closes": "2026-09-29T12:00"}
    desk.post(f"{EVENT}/edit", form=form_of(before, **moments, time_zone="Europe/London", sure="yes"))
    [after] = published(office)
    assert after.starts == before.starts + timedelta(hours=1)


def test_feedback_stays_open_as_long_after_the_end_as_before(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    desk.post(f"{EVENT}/edit", form=form_of(before, **_later(before), sure="yes"))
    [after] = published(office)
    assert after.feedback_closes - after.ends == before.feedback_closes - before.ends


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", "180 days, 2 hours and 1 minute after the end"),
        ("fr", "180 jours, 2 heures et 1 minute après la fin"),
        ("es", "180 días, 2 horas y 1 minuto después del final"),
        ("ar", "180 يومًا وساعتان ودقيقة بعد الانتهاء"),
    ],
)
def test_every_length_of_time_is_told_in_every_language(locale: str, told: str) -> None:
    said = after_end(timedelta(days=180, hours=2, minutes=1), locale)
    assert said.replace("\xa0", " ") == told


def test_a_change_is_told_field_by_field_and_nobody_is_written_to(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    stand(office, CONFIRMED=3, WAITLISTED=2, IN_REPAIR=1)
    said = words_of(desk.post(f"{EVENT}/edit", form=form_of(before, capacity="60", recording="https://v.example/x")))
    assert "Do you want to change this event?" in said
    assert "Nobody is written to. Links to join stay as they are." in said
    assert "Seats Now: 50 Then: 60" in said
    assert "Recording Now: nothing Then: https://v.example/x" in said
    assert "2 delegates wait" in said
    assert "1 registration in repair goes on" in said
    assert "Start Now" not in said
    assert "Confirmed" not in said


def test_fewer_seats_give_nobody_one(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    stand(office, WAITLISTED=2)
    assert "delegates wait" not in words_of(desk.post(f"{EVENT}/edit", form=form_of(before, capacity="40")))


def test_another_time_says_how_many_get_a_mail(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    stand(office, CONFIRMED=3, WAITLISTED=2, IN_REVIEW=1, DECLINED=4)
    said = words_of(desk.post(f"{EVENT}/edit", form=form_of(before, **_later(before))))
    assert "Do you want to give this event another time?" in said
    assert "6 delegates get a mail with the new time." in said
    assert "Reminders, the deadline and the requests for feedback move" in said
    assert "To be decided 1 On the waiting list 2 Confirmed 3" in said
    assert "Declined" not in said
    assert published(office) == []


def test_a_postponement_of_which_not_everybody_was_told_is_told_of_again(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    office.held_events.unfinished = Deed.POSTPONE
    stand(office, CONFIRMED=1)
    assert "1 delegate gets a mail with the new time." in words_of(desk.post(f"{EVENT}/edit", form=form_of(before)))


def test_every_problem_stands_beside_its_field_and_above_the_form(office: FakeOffice, desk: Gateway) -> None:
    answer = desk.post("/secretariat/new-event", form={"event": "Bad Id", "starts": "soon", "sure": "yes"})
    assert answer.status == 422
    required = ["code", "title_en", "summary_en", "ends", "time_zone", "place_en", "opens", "closes", "meeting", "kind"]
    required += ["organiser", "contact", "privacy_notice", "feedback_after", "retention"]
    wrong = re.findall(r'<li><a href="#(\w+)">[^<:]+: ([^<]+)</a>', answer.text)
    assert dict(wrong) == {
        "event": "must be an id of 2 to 40 small letters and digits, hyphens between them",
        **dict.fromkeys(required, "must be filled in"),
        "starts": "must be a local time such as 2026-09-29 15:00",
        "categories": "choose one at least",
        "languages": "choose one at least",
    }
    assert [field for field, _ in wrong] == [name for name in LABELS if name in dict(wrong)]
    for field in dict(wrong):
        assert f'id="{field}-error"' in answer.text
        assert f'id="{field}"' in answer.text
    assert published(office) == []


@pytest.mark.parametrize(
    ("typed", "field", "what"),
    [
        ({"ends": "2026-11-03T14:00", "closes": "2026-11-01T12:00"}, "ends", "must be after the event starts"),
        ({"reminder_2": "P28D"}, "reminder_2", "must be a shorter time before the start than the one above it"),
        ({"reminder_1": "", "reminder_2": "P1D", "reminder_3": "P7D"}, "reminder_3", "must be a shorter time"),
        ({"feedback_after": "P99D"}, "feedback_after", "must be sooner: feedback is closed by then"),
        ({"title_ar": "a\u202eb"}, "title_ar", "Remove hidden characters"),
        ({"capacity": "many"}, "capacity", "must be a whole number from 1 to 100,000"),
        ({"meeting": "12"}, "meeting", "must be the meeting's number in Zoom, 9 to 11 digits"),
        ({"starts": "2026-03-29T02:30", "opens": "2026-01-01T10:00"}, "starts", "does not exist in Europe/Zurich"),
    ],
)  # fmt: skip
def test_the_files_checks_are_the_forms(
    typed: dict[str, str], field: str, what: str, office: FakeOffice, desk: Gateway
) -> None:
    answer = desk.post("/secretariat/new-event", form={**NEW, **typed})
    assert answer.status == 422
    [error] = re.findall(rf'id="{field}-error"><span class="aside">Error:</span> ([^<]+)</p>', answer.text)
    assert html.unescape(error).startswith(what)


def test_whatever_a_form_can_send_is_less_than_a_request_may_hold(desk: Gateway) -> None:
    page = desk.get("/secretariat/new-event").text
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
    assert len(names | {"sure", "again"}) <= 60


def test_what_somebody_else_changed_meanwhile_is_not_undone_unseen(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    office.held_events.held["solidarity"] = replace(before, version=2, place="Bern")
    answer = desk.post(f"{EVENT}/edit", form=form_of(before, capacity="60", sure="yes"))
    assert answer.status == 409
    assert "Somebody else changed this event" in words_of(answer)
    assert 'name="version" value="2"' in answer.text
    assert 'value="60"' in answer.text
    assert published(office) == []


def test_a_form_in_another_language_keeps_what_was_typed(office: FakeOffice, desk: Gateway) -> None:
    answer = desk.post("/secretariat/new-event?lang=fr", form={**NEW, "again": "yes"})
    assert '<html lang="fr"' in answer.text
    assert filled_in(answer).items() >= {key: text for key, text in NEW.items() if key != "summary_en"}.items()


def test_a_sentence_that_is_not_translated_says_that_it_is_english(desk: Gateway) -> None:
    typed = {**NEW, "starts": "2026-03-29T02:30"}
    answer = desk.post("/secretariat/new-event?lang=ar", form=typed)
    assert re.search(r'<span lang="en" dir="ltr">does not exist in Europe/Zurich', answer.text)


def _later(event: Event) -> dict[str, str]:
    moved = replace(event, starts=event.starts + timedelta(days=7), ends=event.ends + timedelta(days=7))
    return {name: shown(moved)[name] for name in ("starts", "ends")}


def _hidden(answer: Answer) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))


def filled_in(answer: Answer) -> dict[str, str]:
    """What a browser sends of the page's form when nobody touches it."""
    sent = {}
    for tag in re.findall(r"<input [^>]+>", answer.text):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at["type"] not in ("checkbox", "radio") or " checked" in tag:
            sent[at["name"]] = html.unescape(at["value"])
    for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', answer.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else re.findall(r'value="([^"]*)"', options)[0]
    for name, text in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL):
        sent[name] = html.unescape(text)
    return sent
