"""Every text that a delegate reads is in the catalogue, and times are told in the event's place and in UTC."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from functions.language import (
    CATALOGUES,
    LOCALES,
    choose_locale,
    direction,
    environment,
    format_day,
    format_moment,
    format_when,
    language_name,
)

FUNCTIONS = CATALOGUES.parent
GENEVA = ZoneInfo("Europe/Zurich")
START = datetime(2026, 9, 29, 13, 0, tzinfo=UTC)


def message_ids(catalogue: Path) -> set[str]:
    with catalogue.open(encoding="utf-8") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def extracted_ids() -> set[str]:
    mapping = io.StringIO((FUNCTIONS.parent / "babel.cfg").read_text(encoding="utf-8"))
    methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalogue = Catalog()
    for found in extract_from_dir(FUNCTIONS, methods, options, DEFAULT_KEYWORDS):
        catalogue.add(found[2])
    return {str(message.id) for message in catalogue if message.id}


def test_the_template_catalogue_holds_every_text_and_no_other() -> None:
    assert message_ids(CATALOGUES / "rollcall.pot") == extracted_ids(), "the commands stand in babel.cfg"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_every_text_of_the_template(locale: str) -> None:
    translated = CATALOGUES / locale / "LC_MESSAGES" / "rollcall.po"

    assert message_ids(translated) == message_ids(CATALOGUES / "rollcall.pot"), "the commands stand in babel.cfg"


@pytest.mark.parametrize("locale", sorted(set(LOCALES) - {"en"}))
def test_every_text_is_translated_and_names_the_same_things(locale: str) -> None:
    with (CATALOGUES / locale / "LC_MESSAGES" / "rollcall.po").open(encoding="utf-8") as file:
        catalogue = read_po(file, locale=locale)
    for message in catalogue:
        if not message.id:
            continue
        texts, ids = as_list(message.string), as_list(message.id)
        assert all(texts), f"{locale} lacks {message.id}"
        assert not message.fuzzy
        assert len(texts) == (catalogue.num_plurals if message.pluralizable else 1)
        assert {names_in(text) for text in texts} == {names_in(ids[-1])}, message.id
        assert not any(says_it_twice(text) for text in texts), message.id


def says_it_twice(text: str) -> bool:
    """As a hand that merges catalogues may leave it."""
    middle = len(text) // 2
    return len(text) > 20 and any(text[:at].strip() == text[at:].strip() for at in range(middle - 1, middle + 2))


def as_list(texts: object) -> list[str]:
    """A message has one text, or one for each plural form."""
    return [str(text or "") for text in (texts if isinstance(texts, (tuple, list)) else [texts])]


def names_in(text: str) -> tuple[str, ...]:
    """The values that are filled in."""
    return tuple(sorted(re.findall(r"%\(\w+\)[sd]|%%", text)))


def test_a_text_without_translation_is_shown_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ _('Never %(what)s', what='translated') }}")

    assert environment(tmp_path).get_template("page.html").render() == "Never translated"


def test_markup_in_values_is_escaped_in_pages_and_literal_in_plain_mails(tmp_path: Path) -> None:
    for name in ("page.html", "mail.txt"):
        (tmp_path / name).write_text("{{ _('Dear %(name)s', name=name) }} {{ name }}")
    templates = environment(tmp_path)

    assert templates.get_template("page.html").render(name="<b>") == "Dear &lt;b&gt; &lt;b&gt;"
    assert templates.get_template("mail.txt").render(name="<b>") == "Dear <b> <b>"


def test_values_are_translated_as_the_texts_that_they_are(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ translated(what) }}")
    page = environment(tmp_path, "fr").get_template("page.html")
    assert page.render(what="Cancelled") == "Annulée"
    assert page.render(what="<b> 50% %(num)s") == "&lt;b&gt; 50% %(num)s"


def test_no_template_trusts_a_value_as_markup_or_as_a_format() -> None:
    templates = list(FUNCTIONS.glob("*/templates/*"))
    assert {path.parent.parent.name for path in templates} == {"mails", "web"}
    assert [path.name for path in templates if re.search(r'(?<!\w)_\((?!")', path.read_text())] == []


def test_an_event_is_told_in_its_place_and_in_utc() -> None:
    assert (
        format_when(START, START + timedelta(minutes=90), GENEVA, "en", "Geneva")
        == "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)"
    )


def test_without_a_place_the_zone_is_named_by_its_city() -> None:
    assert "Zurich time" in format_when(START, START + timedelta(minutes=90), GENEVA, "en")


def test_where_the_utc_day_differs_it_is_named() -> None:
    told = format_when(START, START + timedelta(hours=1), ZoneInfo("Pacific/Kiritimati"), "en")

    assert told == (
        "Wednesday 30 September 2026, 03:00 to 04:00, Kiritimati time (Tuesday 29 September 2026, 13:00 to 14:00 UTC)"
    )


def test_an_event_over_midnight_names_both_days() -> None:
    late = START.replace(hour=21)

    assert (
        format_when(late, late + timedelta(hours=2), GENEVA, "en", "Geneva")
        == "Tuesday 29 September 2026, 23:00 to Wednesday 30 September 2026, 01:00, Geneva time (21:00 to 23:00 UTC)"
    )


def test_the_clock_of_the_place_changes_with_the_season() -> None:
    winter = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)

    assert format_moment(winter, GENEVA, "en", "Geneva") == "Tuesday 3 November 2026, 15:00, Geneva time"


def test_an_event_in_utc_is_told_once() -> None:
    told = format_when(START, START + timedelta(hours=1), ZoneInfo("UTC"), "en")

    assert told == "Tuesday 29 September 2026, 13:00 to 14:00 UTC"


@pytest.mark.parametrize(
    ("accept_language", "choices", "chosen"),
    [
        ("", [], "en"),
        ("en-GB,en;q=0.9", [], "en"),
        ("fr;q=nonsense, *;;;", ["xx"], "en"),
        ("tlh", [""], "en"),
        ("de, ar-EG;q=0.8, fr;q=0.9", [], "fr"),
        ("fr", ["", "es"], "es"),
        ("fr", ["ar", "es"], "ar"),
        ("en;q=0, es;q=0.1", [], "es"),
    ],
)
def test_whatever_a_browser_asks_for_there_is_a_language_to_answer_in(
    accept_language: str, choices: list[str], chosen: str
) -> None:
    assert choose_locale(accept_language, *choices) == chosen


def test_languages_are_named_in_the_readers_own() -> None:
    assert [language_name(code, "en") for code in ("en", "fr", "es", "xx")] == ["English", "French", "Spanish", "xx"]
    assert [language_name("en", locale) for locale in LOCALES] == ["English", "anglais", "inglés", "الإنجليزية"]


def test_arabic_runs_from_right_to_left_and_the_others_do_not() -> None:
    assert [direction(locale) for locale in LOCALES] == ["ltr", "ltr", "ltr", "rtl"]


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("fr", "mardi 29 septembre 2026"),
        ("es", "martes, 29 de septiembre de 2026"),
        ("ar", "الثلاثاء، 29 سبتمبر 2026"),
    ],
)
def test_days_are_written_as_each_language_writes_them(locale: str, told: str) -> None:
    assert format_day(START, GENEVA, locale) == told
