"""The certificate, read back by another library: what it says, of whom, in which letters."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from functions.certificates.compose import Certified, certificate
from functions.certificates.lettering import UnprintableError
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration, an_event

ATTENDED = a_registration(status=Status.ATTENDED)
EVENT = an_event(certificates=True)
THERE = Attendance("PS26-7K3M9Q", (Stay(STARTS, STARTS + timedelta(minutes=84)),), Source.REPORT)
CODE = "PS26-7K3M9Q-8D2F-4QRT-0VWX-9ZAB"
ADDRESS = f"https://rollcall.example/verify/{CODE}"
CERTIFIED = Certified(ATTENDED, EVENT, "National Assembly of Aruvia", THERE)


def drawn(certified: Certified = CERTIFIED) -> bytes:
    return certificate(certified, code=CODE, address=ADDRESS)


def lines(certified: Certified = CERTIFIED) -> list[str]:
    [page] = PdfReader(BytesIO(drawn(certified))).pages
    return page.extract_text().splitlines()


def of(**names: str) -> Certified:
    return replace(CERTIFIED, registration=a_registration(status=Status.ATTENDED, title="Hon.", **names))


def test_it_says_who_was_where_when_for_how_long_and_how_to_check_it() -> None:
    assert lines() == [
        "The Secretariat",
        "Certificate of attendance",
        "This is to certify that",
        "Ms Anna Ñandú O'Brien",
        "National Assembly of Aruvia",
        "took part in",
        "Parliamentary solidarity: Supporting MPs under threat",
        "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)",
        "Present for 84 minutes",
        f"Verification code: {CODE}",
        f"Until Sunday 11 April 2027 anybody can check this certificate at {ADDRESS}",
    ]


def test_minutes_that_nobody_counted_are_not_mentioned() -> None:
    assert not any("Present" in line for line in lines(replace(CERTIFIED, attendance=None)))


def test_one_minute_is_one_minute() -> None:
    one = replace(THERE, stays=(Stay(STARTS, STARTS + timedelta(seconds=40)),))
    assert "Present for 1 minute" in lines(replace(CERTIFIED, attendance=one))


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("李", "小龍"),
        ("이", "순신"),
        ("山田", "はなこ"),
        ("Nguyễn", "Thị Ñ"),
        ("Ωμέγα", "Щукин"),
        ("გიორგი", "Հայկ"),
        ("ኃይሌ", "สมชาย"),
        ("Jean\u2011Luc", "d’Été"),
    ],
)
def test_a_name_is_as_it_was_typed_in_any_script(given: str, family: str) -> None:
    assert f"Hon. {given} {family}" in lines(of(given_names=given, family_names=family))


@pytest.mark.parametrize("name", ["عمر بن الخطّاب", "مُحَمَّد الأنصاري", "گلزار پژمان", "שלום כהן"])
def test_a_name_from_right_to_left_is_found_by_who_searches_for_it(name: str) -> None:
    given, _, family = name.partition(" ")
    certified = replace(CERTIFIED, registration=a_registration(title="", given_names=given, family_names=family))
    assert name in lines(certified)


@pytest.mark.parametrize("name", ["देवी", "ខ្មែរ", "\u069a\u0647", "\U0001f600"])
def test_letters_that_would_come_out_wrong_are_refused(name: str) -> None:
    with pytest.raises(UnprintableError):
        drawn(of(given_names=name, family_names="Z"))


def test_the_longest_texts_that_are_accepted_are_smaller_and_never_cut() -> None:
    names = {"title": "T" * 40, "given_names": "Wilhelmina " * 9, "family_names": "Großherzogin-" * 7 + "Z"}
    event = replace(EVENT, titles={"en": "Solidarity with members " * 80 + "ends"}, organiser="Secretariat " * 150)
    long = Certified(a_registration(**names), event, "National Assembly " * 8 + "here", THERE)
    text = " ".join(lines(long)).split()
    assert text.count("Wilhelmina") == 9
    assert names["family_names"] in text
    assert (text.count("members"), text.count("Secretariat"), text.count("Assembly")) == (80, 150, 8)


def test_the_widest_texts_stay_inside_the_frame_and_below_one_another() -> None:
    event = replace(EVENT, titles={"en": "團結" * 1_000}, organiser="秘書處" * 660)
    widest = Certified(a_registration(given_names="龍" * 100, family_names="李" * 100), event, "議會" * 100, THERE)
    heights: list[float] = []
    [page] = PdfReader(BytesIO(drawn(widest))).pages
    page.extract_text(visitor_text=lambda text, _, matrix, *rest: heights.append(matrix[5]) if text.strip() else None)
    assert all(40 < height < 560 for height in heights)
    assert heights == sorted(heights, reverse=True)


def test_the_paper_of_a_protected_delegate_says_what_its_check_will_show() -> None:
    protected = a_registration(status=Status.ATTENDED, protected=True)
    told = lines(replace(CERTIFIED, registration=protected))
    assert "Ms Anna Ñandú O'Brien" in told
    assert told[-1] == "The page that checks it shows “Delegate 7K3M9Q” in place of name and organisation."
    assert "Delegate" not in " ".join(lines())


def test_the_same_certificate_is_the_same_file() -> None:
    assert drawn() == drawn()


def test_the_file_names_itself_its_language_and_its_author_and_no_address() -> None:
    reader = PdfReader(BytesIO(drawn()))
    assert reader.metadata
    assert reader.metadata.title == "Certificate of attendance: Parliamentary solidarity: Supporting MPs under threat"
    assert reader.metadata.author == "The Secretariat"
    assert reader.metadata.creation_date == EVENT.ends
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert ATTENDED.email not in " ".join(lines())


def test_every_letter_is_in_the_file_itself() -> None:
    [page] = PdfReader(BytesIO(drawn(of(given_names="李", family_names="عمر")))).pages
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    assert len(fonts) == 4
    for font in fonts.values():
        [descendant] = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]


def written_to(registration: Registration) -> Certified:
    return replace(CERTIFIED, registration=registration)


def test_it_is_in_the_language_in_which_the_delegate_is_written_to() -> None:
    event = replace(EVENT, titles={"en": "Solidarity", "fr": "Solidarité"})
    certified = replace(written_to(replace(ATTENDED, locale="fr")), event=event)
    assert "Solidarité" in lines(certified)
    assert "mardi 29 septembre 2026" in " ".join(lines(certified))
