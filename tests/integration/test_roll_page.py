"""The roll is replaced on the secretariat's page: what the form then has, and who keeps their place."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.roll import RollTable
from functions.domain.membership import Organisation, Standing
from functions.domain.roll import read_roll
from tests.integration.office import ADMINISTRATOR, ANNA, Office, hidden_fields, link_in
from tests.unit.web.gateway import Answer
from tests.unit.web.multipart_body import MEDIA_TYPE, a_file, body, fields
from tests.unit.web.roll_files import as_file

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
PAGE, PREVIEW = "/secretariat/roll", "/secretariat/roll/preview"
SAMPLE = read_roll(Path("rolls/sample.csv").read_bytes())
WITHOUT_ARUVIA = [entry for entry in SAMPLE if entry.id != ANNA["organisation"]]
OLAF = {
    **ANNA,
    "email": "olaf@assemblee.belandie.example",
    "organisation": "parliament-belandie",
    "given_names": "Olaf",
}


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START, capacity=1) as office:
        yield office


def send(office: Office, path: str, *parts: bytes) -> Answer:
    return office.secretariat.post(path, body=body(*parts), headers={"content-type": MEDIA_TYPE})


def preview(office: Office, organisations: list[Organisation]) -> Answer:
    return send(office, PREVIEW, a_file(as_file(organisations)))


def bring(office: Office, organisations: list[Organisation]) -> Answer:
    previewed = hidden_fields(preview(office, organisations).text)
    office.cloud.advance(timedelta(seconds=30))
    return send(office, PAGE, *fields({name: html.unescape(value) for name, value in previewed.items()}))


def roll(office: Office) -> RollTable:
    return RollTable(office.client("dynamodb"), office.cloud.outputs["RollTable"])


def offered(office: Office) -> set[str]:
    """The organisations of the form that take part in this event, by id."""
    choices = office.pages.get(f"/e/{office.event.id}").text
    found = re.search(r'<select id="organisation".*?</select>', choices, re.DOTALL)
    assert found
    return set(re.findall(r'<option value="([^"]+)"', found[0]))


def test_a_file_is_uploaded_seen_and_confirmed_and_then_the_form_has_the_new_roll(office: Office) -> None:
    new = replace(SAMPLE[0], id="senate-corvo", name="Senado de Corvo", domains=("senado.corvo.example",))
    before, imports = offered(office), len(roll(office).imports(9))

    previewed = preview(office, [*WITHOUT_ARUVIA, new])
    assert "Parliament of Aruvia" in previewed.text
    assert offered(office) == before
    assert len(roll(office).imports(9)) == imports

    answer = bring(office, [*WITHOUT_ARUVIA, new])
    assert answer.status == 200, answer.text
    assert offered(office) == before - {ANNA["organisation"]} | {"senate-corvo"}
    assert roll(office).imports(1)[0].by == ADMINISTRATOR.actor
    assert (
        ADMINISTRATOR.address in office.secretariat.get(PAGE).text.partition("Earlier imports")[0].partition("main")[2]
    )

    again = preview(office, [*WITHOUT_ARUVIA, new])
    assert "there is nothing to import" in again.text
    assert len(roll(office).imports(9)) == imports + 1


def test_a_broken_file_leaves_the_roll_alone(office: Office) -> None:
    before = roll(office).current()
    for broken in (as_file(SAMPLE).replace(b",active,", b",aktiv,", 1), b"", "Räte".encode("latin-1")):
        assert send(office, PREVIEW, a_file(broken)).status == 422
        over = fields({"text": broken.decode("latin-1"), "over": before.version, "checked": "yes"})
        assert send(office, PAGE, *over).status == 422
    assert roll(office).current() == before


def test_whoever_is_confirmed_stays_so_and_whoever_waits_gets_no_seat(office: Office) -> None:
    """As the preview says."""
    anna = office.submit()
    office.settle()
    olaf = office.submit(**OLAF)
    office.settle()
    assert (office.status(anna), office.status(olaf)) == ("CONFIRMED", "WAITLISTED")

    suspended = [
        replace(entry, standing=Standing.MEMBER_SUSPENDED) if entry.id == OLAF["organisation"] else entry
        for entry in WITHOUT_ARUVIA
    ]
    assert bring(office, suspended).status == 200
    office.settle()
    assert office.status(anna) == "CONFIRMED"

    page = link_in(office.mails()[-1], "/r/")
    form = hidden_fields(office.pages.get(f"{page}/edit").text)
    office.cloud.advance(timedelta(seconds=20))
    correction = {**form, **ANNA, "consent": "yes", "sharing": "Another"}
    assert office.pages.post(f"{page}/edit", form=correction).status == 200
    assert (
        office.pages.post(f"{page}/cancel", form=hidden_fields(office.pages.get(f"{page}/cancel").text)).status == 200
    )
    office.settle()
    office.cloud.advance(timedelta(minutes=10))
    assert (office.status(anna), office.status(olaf)) == ("CANCELLED", "WAITLISTED")

    assert bring(office, WITHOUT_ARUVIA).status == 200
    office.enlarge(2)
    office.settle()
    assert office.status(olaf) == "CONFIRMED"
