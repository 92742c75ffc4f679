"""Several registrations are ticked in the list and cancelled at once, each with what became of it."""

import re

import pytest

from functions.domain.errors import ConflictError
from functions.domain.registration import Reason, Registration, Status
from functions.domain.staff import StaffMember, StaffRole
from functions.web.secretariat import application
from tests.samples import a_registration
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeOffice

LIST = "/secretariat/events/solidarity/registrations"
CANCEL = f"{LIST}/cancel"


def hold(office: FakeOffice, reference: str, status: Status = Status.CONFIRMED, **more: str) -> Registration:
    return office.held_registrations.add(a_registration(reference=reference, status=status, **more))


def picked(*references: str, **more: str) -> dict[str, str]:
    return {f"pick-{reference}": "yes" for reference in references} | more


def heaps(text: str) -> dict[str, list[str]]:
    """The references under each sentence of the answer."""
    found = re.findall(r"<p>([^<]+:)</p>\s*<ul>(.*?)</ul>", text, re.DOTALL)
    return {sentence: re.findall(r">(PS26-\w+)</a>", items) for sentence, items in found}


def test_whoever_can_be_cancelled_has_a_box(office: FakeOffice, desk: Gateway) -> None:
    hold(office, "PS26-AAAAAA")
    hold(office, "PS26-DDDDDD", Status.DECLINED)
    boxes = re.findall(r'type="checkbox" id="(pick-[\w-]+)" name="\1"', desk.get(LIST).text)
    assert boxes == ["pick-PS26-AAAAAA"]
    assert f'action="{CANCEL}"' in desk.get(LIST).text


def test_a_viewer_has_no_boxes(office: FakeOffice) -> None:
    hold(office, "PS26-AAAAAA")
    viewer = StaffMember("v@assembly.example", StaffRole.VIEWER)
    assert "checkbox" not in Gateway(application(office).resolve, office.signed_in(viewer)).get(LIST).text


def test_those_that_were_ticked_are_cancelled_once_that_was_asked_and_the_others_are_not(
    office: FakeOffice, desk: Gateway
) -> None:
    for reference in ("PS26-AAAAAA", "PS26-BBBBBB", "PS26-CCCCCC"):
        hold(office, reference)

    asked = desk.post(CANCEL, form=picked("PS26-AAAAAA", "PS26-BBBBBB"))
    assert "PS26-AAAAAA, Ms Anna" in asked.text
    assert "PS26-CCCCCC" not in asked.text
    assert office.held_registrations.entries == []

    done = desk.post(CANCEL, form=picked("PS26-AAAAAA", "PS26-BBBBBB", sure="yes"))
    assert heaps(done.text) == {"These are cancelled:": ["PS26-AAAAAA", "PS26-BBBBBB"]}
    stand = {each.reference: (each.status, each.reason) for each in office.held_registrations.held.values()}
    cancelled = (Status.CANCELLED, Reason.BY_SECRETARIAT)
    assert (stand["PS26-AAAAAA"], stand["PS26-BBBBBB"]) == (cancelled, cancelled)
    assert stand["PS26-CCCCCC"][0] is Status.CONFIRMED
    assert {entry.actor for _, entry in office.held_registrations.entries} == {FATIMA.actor}


def test_what_became_of_each_is_said(office: FakeOffice, desk: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(office, "PS26-AAAAAA")
    hold(office, "PS26-DDDDDD", Status.DECLINED)
    hold(office, "PS26-EEEEEE", Status.CANCELLED)
    hold(office, "PS26-FFFFFF", event="another")
    hold(office, "PS26-GGGGGG")
    save = office.held_registrations.save

    def busy(registration: Registration, **given: object) -> None:
        if registration.reference == "PS26-GGGGGG":
            raise ConflictError("again and again")
        save(registration, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(office.held_registrations, "save", busy)
    names = ("PS26-AAAAAA", "PS26-DDDDDD", "PS26-EEEEEE", "PS26-FFFFFF", "PS26-GGGGGG", "PS26-999999", "<b>", "")
    done = desk.post(CANCEL, form=picked(*names, sure="yes"))

    assert heaps(done.text) == {
        "These are cancelled:": ["PS26-AAAAAA"],
        "These had ended before, and are as they were:": ["PS26-DDDDDD", "PS26-EEEEEE"],
        "These were changed at the same moment, and are not cancelled. Please try again:": ["PS26-GGGGGG"],
        "These were not found at this event:": ["PS26-999999", "PS26-FFFFFF"],
    }
    assert "<b>" not in done.text


def test_where_nobody_was_ticked_nothing_is_asked(office: FakeOffice, desk: Gateway) -> None:
    answer = desk.post(CANCEL, form={"sure": "yes", "pick-": "yes"})
    assert answer.status == 422
    assert "Nobody was ticked" in answer.text


def test_a_whole_page_of_boxes_may_be_ticked(office: FakeOffice, desk: Gateway) -> None:
    everybody = [f"PS26-{number:06d}" for number in range(199)]
    for reference in everybody:
        hold(office, reference)
    assert len(heaps(desk.post(CANCEL, form=picked(*everybody, sure="yes")).text)["These are cancelled:"]) == 199
