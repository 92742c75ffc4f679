"""A protected delegate's whole road on the deployed template: Zoom never holds, hears or tells who it is."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions import wiring
from local.zoom import registrants as zoom_rules
from local.zoom.meetings import Registrant
from tests.integration.invariants import broken_at_any_time
from tests.integration.office import ANNA, Office, hidden_fields, join_links_in, link_in

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
pytestmark = pytest.mark.ci
TELLING = (ANNA["email"], "Anna-Zélie", "Ñandú", "O'Brien", "parliament.aruvia", "cross-party")
PROTECTION = """
protection:
  officers: [fatima@assembly.example]
  relay: protected@assembly.example
"""
MANY = 1_000


class Wire(httpx.BaseTransport):
    """What is asked of Zoom and what it answers."""

    def __init__(self, zoom: httpx.BaseTransport, said: list[str]) -> None:
        self._zoom, self._said = zoom, said

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._zoom.handle_request(request)
        self._said += [str(request.url), readable(request.read()), readable(answer.read())]
        return answer


class Overheard:
    """An office whose every word with Zoom is read."""

    def __init__(self, office: Office) -> None:
        self.office, self.said = office, list[str]()
        assert wiring.zoom_transport
        wiring.zoom_transport = Wire(wiring.zoom_transport, self.said)
        wiring.forget()
        self._receive, office.zoom.webhook_post = office.zoom.webhook_post, self._hear

    def _hear(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.said.append(readable(body))
        return self._receive(url, headers, body)

    def told(self) -> list[str]:
        """The words about the person that were said, or are in the sandbox's whole memory."""
        known = [*self.said, repr(self.office.zoom.meetings)]
        return [word for word in TELLING if any(word in text for text in known)]


def readable(body: bytes) -> str:
    return body.decode("unicode_escape") + body.decode(errors="replace")


@pytest.fixture
def office(template: Mapping[str, Any], tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "protecting.yaml"
    file.write_text(Path("events/solidarity.yaml").read_text(encoding="utf-8") + PROTECTION, encoding="utf-8")
    with Office(template, START, file=file) as office:
        yield office


def active(office: Office) -> list[Registrant]:
    return [registrant for registrant in office.registrants() if registrant.status == "approved"]


def presence(office: Office, reference: str) -> list[str]:
    rows = office.cloud.items("RegistrationsTable")
    return [str(row["sk"]) for row in rows if reference in str(row["pk"]) and str(row["sk"]).startswith("PRESENCE#")]


def test_from_registration_to_cancellation_zoom_knows_an_alias_alone(office: Office) -> None:
    overheard = Overheard(office)
    reference = office.submit(protected="yes")
    office.settle()
    assert office.status(reference) == "CONFIRMED"
    [registrant] = active(office)
    assert (registrant.first_name, registrant.last_name) == ("Delegate", reference[-6:])
    assert registrant.email == f"protected+{reference.lower()}@assembly.example"

    office.cloud.advance(office.event.starts - office.cloud.clock.now() + timedelta(minutes=5))
    zoom_rules.join(office.zoom, office.meeting, registrant)
    office.settle()
    assert len(presence(office, reference)) == 1

    office.cancel(reference)
    office.cloud.advance(timedelta(minutes=5))
    assert (office.status(reference), active(office)) == ("CANCELLED", [])
    assert office.kinds_of_mail(reference)[0] == "confirmation"
    assert office.kinds_of_mail(reference)[-1] == "cancellation"
    assert {mail["To"].addresses[0].addr_spec for mail in office.mails()} == {ANNA["email"]}
    assert overheard.told() == []
    assert any(reference[-6:] in said for said in overheard.said)


def test_whoever_asks_for_it_once_they_are_confirmed_gets_another_link_in_one_mail(office: Office) -> None:
    reference = office.submit()
    office.settle()
    [by_name] = active(office)
    [confirmation] = office.mails()
    page = f"{link_in(confirmation, '/r/')}/edit"
    hidden = hidden_fields(office.pages.get(page).text)
    typed = {name: text for name, text in ANNA.items() if name != "organisation"}
    office.cloud.advance(timedelta(seconds=20))
    assert office.pages.post(page, form={**hidden, **typed, "protected": "yes"}).status == 200
    office.settle()
    office.cloud.redeliver("FollowRegistration")
    office.settle()

    [by_alias] = active(office)
    assert by_alias.email == f"protected+{reference.lower()}@assembly.example"
    assert (by_name.status, by_alias.link != by_name.link) == ("cancelled", True)
    assert office.status(reference) == "CONFIRMED"
    assert office.kinds_of_mail(reference) == ["confirmation", "link-changed"]
    assert join_links_in(office.mails()[-1]) == {by_alias.link}
    assert list(broken_at_any_time(office, MANY)) == []


def test_a_doubt_about_a_protected_delegate_is_the_secretariats_alone(office: Office) -> None:
    reference = office.submit(protected="yes", email="anna@gmail.com")
    office.settle()
    assert office.status(reference) == "IN_REVIEW"
    assert [str(mail["To"]) for mail in office.cloud.mails() if "focal-request" in str(mail["Message-ID"])] == []
