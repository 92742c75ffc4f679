"""The roll is seen by all of the secretariat, and replaced by an administrator who has seen what would change."""

import copy
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.domain.membership import Organisation, Standing
from functions.domain.registration import Status
from functions.domain.roll import MAX_BYTES, MAX_ROWS
from functions.domain.staff import StaffMember, StaffRole
from functions.importing import compare
from functions.web import secretariat
from functions.web.secretariat_roll import TOO_LARGE
from tests.samples import a_registration, an_event, an_organisation
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import FIRST_IMPORT, ROLL, FakeRoll
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.multipart_body import MEDIA_TYPE, a_field, a_file, body, fields
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice
from tests.unit.web.roll_files import as_file

PAGE, PREVIEW = "/secretariat/roll", "/secretariat/roll/preview"
MANY = [an_organisation(f"body-{number}", name=f"Body {number:03}") for number in range(250)]
NEW = an_organisation("corvo", name="Senate of Corvo")


def send(desk: Gateway, path: str, *parts: bytes) -> Answer:
    return desk.post(path, body=body(*parts), headers={"content-type": MEDIA_TYPE})


def preview(desk: Gateway, organisations: list[Organisation]) -> Answer:
    return send(desk, PREVIEW, a_file(as_file(organisations)))


def hidden(answer: Answer) -> dict[str, str]:
    """The hidden fields as a browser sees them: it knows LF alone."""
    page = answer.text.replace("\r\n", "\n").replace("\r", "\n")
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def confirm(desk: Gateway, form: Mapping[str, str], **more: str) -> Answer:
    return send(desk, PAGE, *fields({**form, **more}))


def counts(answer: Answer) -> list[int]:
    """In the file, added, changed, struck off, unchanged."""
    facts = answer.text[answer.text.index('class="facts counts"') :]
    return [int(count) for count in re.findall(r"<dd>(\d+)</dd>", facts[: facts.index("</dl>")])]


def held(office: FakeOffice) -> list[Organisation]:
    return office.roll().organisations()


def kept(office: FakeOffice) -> dict[str, Any]:
    return {name: copy.deepcopy(vars(each)) for name, each in vars(office).items() if name.startswith("held_")}


# --- The page ---


def test_the_roll_lists_every_organisation_by_name_with_what_is_known_of_it(office: FakeOffice, desk: Gateway) -> None:
    held = replace(ROLL[0], valid_until=date(2026, 12, 31), region="Africa", focal_point="")
    office.held_roll = FakeRoll([held, *ROLL[1:]])

    text = html.unescape(desk.get(PAGE).text).replace("<wbr>", "")

    names = re.findall(r'role="rowheader"><bdi>([^<]+)</bdi>', text)
    assert names == sorted(entry.name for entry in ROLL)
    for known in ("<dd>4</dd>", "aruvia", "Africa", "until 31 Dec 2026", "no focal point", "rights suspended"):
        assert known in text
    assert all(domain in text for entry in ROLL for domain in entry.domains)
    assert ROLL[1].focal_point in text


def test_who_imported_it_and_when_is_said(desk: Gateway) -> None:
    text = desk.get(PAGE).text
    assert "1 Jul 2026, 09:00:00 UTC – <bdi>The command line</bdi>" in text


def test_a_roll_of_which_nothing_is_on_record_says_so(office: FakeOffice, desk: Gateway) -> None:
    office.held_roll.imports = lambda at_most: []  # type: ignore[method-assign]
    assert "1 Jul 2026, 09:00:00 UTC – it is not known by whom" in desk.get(PAGE).text


def test_without_a_roll_the_page_says_what_to_do(office: FakeOffice, desk: Gateway) -> None:
    office.held_roll = FakeRoll([])
    text = desk.get(PAGE).text
    assert "No roll has been imported yet" in text
    assert "Choose its file here" in text
    assert "<table" not in text
    viewer = office.signed_in(StaffMember("viewer@assembly.example", StaffRole.VIEWER))
    text = Gateway(desk.handler, viewer).get(PAGE).text
    assert "Ask an administrator to import it" in text
    assert "<form" not in text


def test_two_hundred_and_fifty_organisations_are_all_there(office: FakeOffice, desk: Gateway) -> None:
    office.held_roll = FakeRoll(MANY)
    assert desk.get(PAGE).text.count('scope="row"') == 250


# --- The preview ---


def test_a_preview_says_what_would_be_added_changed_struck_off_and_stay(desk: Gateway) -> None:
    until = date(2026, 9, 30)
    changed = replace(ROLL[1], standing=Standing.ACTIVE, valid_until=until, domains=("a.example", "b.example"))

    answer = preview(desk, [changed, *ROLL[2:], NEW])

    assert answer.status == 200
    assert counts(answer) == [4, 1, 1, 1, 2]
    text = answer.text
    assert struck_off(text) == [ROLL[0].name]
    assert section(text, "Added") == [NEW.name]
    assert section(text, "Unchanged") == sorted(entry.name for entry in ROLL[2:])
    said = re.sub("<[^>]+>", "", text)
    for change in (
        "Standing: rights suspended becomes active",
        "Valid until: nothing becomes 30 Sep 2026",
        f"E-mail domains: {', '.join(ROLL[1].domains)} becomes a.example, b.example",
    ):
        assert change in said
    assert "Category:" not in said


def struck_off(text: str) -> list[str]:
    return section(text, "Struck off")


def section(text: str, heading: str) -> list[str]:
    found = text[text.index(f"<h2>{heading}</h2>") :]
    return re.findall(r"<li><bdi>([^<]+)</bdi></li>", found[: found.index("</ul>")])


def test_long_lists_have_every_name_behind_a_word(office: FakeOffice, desk: Gateway) -> None:
    office.held_roll = FakeRoll(MANY[:100])
    answer = preview(desk, [*MANY[60:100], *MANY[150:]])
    assert struck_off(answer.text) == [entry.name for entry in MANY[:60]]
    assert section(answer.text, "Added") == [entry.name for entry in MANY[150:]]
    assert section(answer.text, "Unchanged") == [entry.name for entry in MANY[60:100]]
    assert answer.text.count("<details>") == 3


def test_a_preview_says_what_becomes_of_people(desk: Gateway) -> None:
    text = preview(desk, ROLL[1:]).text
    assert "Nobody’s registration is cancelled" in text
    assert "It counts for everybody on a waiting list" in text


def test_a_preview_counts_the_delegates_of_those_that_are_struck_off_or_not_active_any_more(
    office: FakeOffice, desk: Gateway
) -> None:
    struck_off, *others, suspended = held(office)
    registered = [(struck_off, Status.CONFIRMED)] * 2 + [(suspended, Status.WAITLISTED), (others[0], Status.CONFIRMED)]
    for number, (organisation, status) in enumerate([*registered, (struck_off, Status.CANCELLED)]):
        reference = f"PS26-AAAAA{number}"
        registration = a_registration(reference=reference, organisation=organisation.id, status=status)
        office.held_registrations.add(registration)
    renamed = replace(others[0], name="Parliament of New Belmora")
    file = [replace(suspended, standing=Standing.RIGHTS_SUSPENDED), renamed, *others[1:]]
    page = preview(desk, file).text
    assert "3 delegates of the organisations that are struck off, or not active any more" in page
    [told] = re.findall(r"registered for events that are not over:</p>\n<dl[^>]*>(.*?)</dl>", page, re.DOTALL)
    assert re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", told) == [("On the waiting list", "1"), ("Confirmed", "2")]


def test_a_preview_says_where_nobody_is_concerned(office: FakeOffice, desk: Gateway, time_of_day: Clock) -> None:
    struck_off, *others = held(office)
    nobody = "Nobody of the organisations that are struck off, or not active any more, is registered"
    assert nobody in preview(desk, others).text
    assert "not active any more, " not in preview(desk, [struck_off, *others, NEW]).text
    office.held_registrations.add(a_registration(organisation=struck_off.id, status=Status.CONFIRMED))
    assert nobody not in preview(desk, others).text
    office.held_events = FakeEventList(an_event(cancelled=True))
    assert nobody in preview(desk, others).text
    office.held_events = FakeEventList(an_event())
    assert nobody not in preview(desk, others).text
    time_of_day.now = an_event().ends
    assert nobody in preview(desk, others).text


def test_a_file_that_is_the_roll_offers_nothing_to_import(desk: Gateway) -> None:
    answer = preview(desk, list(reversed(ROLL)))
    assert "there is nothing to import" in answer.text
    assert f'action="{PAGE}"' not in answer.text


organisation = st.builds(
    lambda number, standing: an_organisation(f"body-{number}", name=f"Body {number}", standing=standing),
    st.integers(0, 12),
    st.sampled_from(Standing),
)
rolls = st.lists(organisation, min_size=1, max_size=12, unique_by=lambda entry: entry.id)


@settings(deadline=None, max_examples=40)
@given(rolls, rolls)
def test_a_preview_changes_nothing_and_counts_what_the_import_will_do(
    today: list[Organisation], file: list[Organisation]
) -> None:
    office = FakeOffice(held_roll=FakeRoll(today))
    desk = Gateway(secretariat.application(office).resolve, office.signed_in(FATIMA))
    before = kept(office)

    answer = preview(desk, file)

    assert kept(office) == before
    changes = compare(today, file)
    expected = [len(file), len(changes.added), len(changes.altered), len(changes.missing), changes.kept]
    assert counts(answer) == expected
    if changes:
        confirm(desk, hidden(answer), checked="yes")
    assert sorted(held(office), key=lambda each: each.id) == sorted(file, key=lambda each: each.id)


# --- The confirmation ---


def test_what_was_confirmed_holds_and_is_on_record_with_who_did_it(office: FakeOffice, desk: Gateway) -> None:
    answer = confirm(desk, hidden(preview(desk, [*ROLL, NEW])))

    assert answer.status == 200
    assert "it now has 5 organisations" in answer.text
    assert held(office) == [*ROLL, NEW]
    last, first = office.held_roll.held_imports
    assert (last.by, last.organisations, first.version) == (FATIMA.actor, 5, FIRST_IMPORT)
    page = desk.get(PAGE).text
    assert f"<bdi>{FATIMA.address}</bdi>" in page
    assert page.index(FATIMA.address, page.index("Last import")) < page.index("Earlier imports")
    assert page.index("The command line") > page.index("Earlier imports")
    assert page.count(f"<bdi>{FATIMA.address}</bdi>") == 2, "whoever is signed in, and whose the last import is"


def test_the_first_roll_of_all_is_imported_like_any_other(office: FakeOffice, desk: Gateway) -> None:
    office.held_roll = FakeRoll([])
    previewed = preview(desk, ROLL)
    assert counts(previewed) == [4, 4, 0, 0, 0]
    assert confirm(desk, hidden(previewed)).status == 200
    assert held(office) == ROLL


@pytest.mark.parametrize(
    "file",
    [
        as_file([*ROLL, NEW], line_end="\r\n"),
        as_file([*ROLL, NEW], line_end="\r"),
        b"\xef\xbb\xbf" + as_file([*ROLL, NEW], separator=";"),
    ],
    ids=["CRLF", "CR", "mark and semicolons"],
)
def test_what_a_page_carries_is_the_file(file: bytes, office: FakeOffice, desk: Gateway) -> None:
    confirm(desk, hidden(send(desk, PREVIEW, a_file(file))))
    assert held(office) == [*ROLL, NEW]


def test_a_name_is_text_and_nothing_else_on_every_page(office: FakeOffice, desk: Gateway) -> None:
    odd = replace(NEW, name='"><script>alert(1)</script> & %(num)s, “Ñ”')
    previewed = preview(desk, [*ROLL, odd])
    imported = confirm(desk, hidden(previewed))
    renamed = preview(desk, [*ROLL, replace(odd, name="<img src=x> 100%")])

    assert held(office) == [*ROLL, odd]
    for answer in (previewed, imported, renamed):
        assert answer.status == 200
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text


def test_the_same_confirmation_sent_twice_imports_once(office: FakeOffice, desk: Gateway, time_of_day: Clock) -> None:
    form = hidden(preview(desk, [*ROLL, NEW]))
    confirm(desk, form)
    time_of_day.now += timedelta(seconds=1)
    assert "the roll stood exactly so already" in confirm(desk, form).text
    assert len(office.held_roll.held_imports) == 2


@pytest.mark.parametrize("ticked", [{}, {"checked": ""}, {"checked": "no"}])
def test_most_of_the_roll_goes_only_when_that_is_ticked(
    ticked: dict[str, str], office: FakeOffice, desk: Gateway
) -> None:
    asked = preview(desk, ROLL[:1])
    assert "Most of today’s 4 organisations are not in the file" in asked.text
    assert "I have checked that 3 organisations are to be struck off" in asked.text

    answer = confirm(desk, hidden(asked), **ticked)

    assert answer.status == 422
    assert '<a href="#checked">' in answer.text
    assert "<title>Error:" in answer.text
    assert held(office) == ROLL
    assert confirm(desk, hidden(answer), checked="yes").status == 200
    assert held(office) == ROLL[:1]


def test_half_of_the_roll_may_go_without_a_tick(office: FakeOffice, desk: Gateway) -> None:
    asked = preview(desk, ROLL[:2])
    assert 'type="checkbox"' not in asked.text
    assert confirm(desk, hidden(asked)).status == 200


def test_a_roll_that_was_changed_meanwhile_is_compared_again(office: FakeOffice, desk: Gateway) -> None:
    form = hidden(preview(desk, ROLL[:1]))
    office.held_roll.replace([ROLL[0], NEW], "20260702T090000.000000Z", by="secretariat:omar@assembly.example")

    answer = confirm(desk, form, checked="yes")

    assert answer.status == 409
    assert "Another roll was imported since you looked" in answer.text
    assert counts(answer) == [1, 0, 0, 1, 1]
    assert held(office) == [ROLL[0], NEW]
    assert confirm(desk, hidden(answer)).status == 200
    assert held(office) == ROLL[:1]


# --- What cannot be imported ---


BROKEN = as_file([ROLL[0], replace(ROLL[1], focal_point="nobody")]).replace(
    b"member-parliament,active", b"parliament,", 1
)


def test_every_problem_of_a_file_is_told_with_line_and_column(office: FakeOffice, desk: Gateway) -> None:
    answer = send(desk, PREVIEW, a_file(BROKEN))

    assert answer.status == 422
    assert '<a href="#problems">The file has 3 problems</a>' in answer.text
    said = [re.sub("<[^>]+>", "", item) for item in re.findall(r"<li>(Line.*?)</li>", answer.text)]
    assert said == [
        "Line 2, column category: must be one of member-parliament, associate-member, permanent-observer",
        "Line 2, column standing: must be one of active, member-suspended, rights-suspended, former",
        "Line 3, column focal_point: must be one e-mail address, or empty",
    ]
    assert 'type="file"' in answer.text
    assert held(office) == ROLL


def test_problems_are_told_in_the_readers_language(desk: Gateway) -> None:
    answer = desk.post(f"{PREVIEW}?lang=fr", body=body(a_file(BROKEN)), headers={"content-type": MEDIA_TYPE})
    assert "must be one" not in answer.text
    assert "Ligne 3" in answer.text


def test_what_stands_in_a_file_is_text_in_its_problems(desk: Gateway) -> None:
    twice = [ROLL[0], replace(ROLL[0], id="other", name="<script>alert(1)</script> %s"), NEW]
    twice.append(replace(twice[1], id="third"))
    answer = send(desk, PREVIEW, a_file(as_file(twice)))
    assert answer.status == 422
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (a_file(b"", filename=""), "Choose the file of the new roll"),
        (a_file(as_file(ROLL), name="other"), "Choose the file of the new roll"),
        (a_file(b""), "The file is empty: choose another"),
    ],
    ids=["none", "elsewhere", "empty"],
)
def test_without_a_file_one_is_asked_for(file: bytes, said: str, desk: Gateway) -> None:
    answer = send(desk, PREVIEW, file)
    assert answer.status == 422
    assert f'<a href="#file">File of the new roll: {said}</a>' in answer.text
    assert 'id="file-error"' in answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_file([*ROLL, replace(NEW, name="Räte")]).decode().encode("windows-1252"), "is not UTF-8"),
        (as_file(ROLL).decode().encode("utf-16"), "save it as UTF-8"),
        (b"PK\x03\x04" + bytes(90), "is a spreadsheet, not CSV"),
    ],
    ids=["Windows-1252", "UTF-16", "spreadsheet"],
)
def test_what_is_no_text_is_refused_saying_what_it_is(content: bytes, said: str, desk: Gateway) -> None:
    answer = send(desk, PREVIEW, a_file(content))
    assert answer.status == 422
    assert said in answer.text


@pytest.mark.parametrize("path", [PAGE, PREVIEW])
@pytest.mark.parametrize(
    "content",
    [b"x" * (MAX_BYTES + 1), b"x" * (MAX_BYTES + 100_000), b"\n" * (MAX_ROWS + 2)],
    ids=["bytes", "more than is read", "rows"],
)
def test_a_file_that_is_too_large_is_refused_in_words(
    path: str, content: bytes, office: FakeOffice, desk: Gateway
) -> None:
    answer = send(desk, path, a_file(content), *fields({"text": content.decode(), "over": FIRST_IMPORT}))
    assert answer.status == 413
    assert TOO_LARGE in answer.text
    assert f"{MAX_ROWS:,} rows and {MAX_BYTES // 1024**2} MiB" in TOO_LARGE
    assert held(office) == ROLL


@pytest.mark.parametrize("path", [PAGE, PREVIEW])
def test_what_comes_beside_a_file_counts_too(path: str, office: FakeOffice, desk: Gateway) -> None:
    file = as_file([*ROLL, NEW])
    more = fields({"text": file.decode(), "over": FIRST_IMPORT, "more": "x" * MAX_BYTES})
    assert send(desk, path, a_file(file), *more, a_field("yet more", "x" * 64 * 1024)).status == 413
    assert held(office) == ROLL


def test_the_largest_file_is_imported(office: FakeOffice, desk: Gateway) -> None:
    file = as_file([*ROLL, *MANY])
    each, rest = divmod(MAX_BYTES - len(file), len(MANY))
    largest = file.replace(b",Body", b"," + b" " * each + b"Body").replace(b"Body", b" " * rest + b"Body", 1)
    assert len(largest) == MAX_BYTES
    assert confirm(desk, hidden(send(desk, PREVIEW, a_file(largest)))).status == 200
    assert held(office) == [*ROLL, *MANY]


@pytest.mark.parametrize("path", [PAGE, PREVIEW])
def test_what_is_no_form_with_a_file_is_refused(path: str, office: FakeOffice, desk: Gateway) -> None:
    assert desk.post(path, form={"file": "x", "text": "x", "over": FIRST_IMPORT}).status == 415
    assert desk.post(path, body=b"--", headers={"content-type": MEDIA_TYPE}).status == 400
    assert send(desk, path, *2 * [a_file(as_file(ROLL[:1]))]).status == 422
    assert held(office) == ROLL


@pytest.mark.parametrize("left_out", ["text", "over"])
def test_a_confirmation_of_nothing_imports_nothing(left_out: str, office: FakeOffice, desk: Gateway) -> None:
    form = hidden(preview(desk, [*ROLL, NEW]))
    del form[left_out]
    assert confirm(desk, form).status == 422
    assert held(office) == ROLL


def test_a_confirmation_of_a_broken_file_leaves_the_roll_alone(office: FakeOffice, desk: Gateway) -> None:
    answer = confirm(desk, {"text": BROKEN.decode(), "over": FIRST_IMPORT, "checked": "yes"})
    assert answer.status == 422
    assert "The file has 3 problems" in answer.text
    assert held(office) == ROLL
