"""An event whose feedback is anonymous: answered, changed, not asked for again, and nothing leads back to anybody."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions import wiring
from functions.domain.events import MailKind
from tests.integration.office import ANNA, Office, hidden_fields, link_in
from tests.integration.sketch import Sketch
from tests.unit.web.gateway import Answer

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
pytestmark = pytest.mark.ci
MINUTE = timedelta(minutes=1)
FEEDBACK = """\
feedback:
  anonymous: yes
  questions:
    - {id: overall, kind: rating, label: {en: "How was it?"}}
    - {id: idea, kind: text, label: {en: "What should we do next time?"}, used_as: recommendation}
"""
FIRST, SECOND, SILENT = "anna", "bea", "cleo"


@pytest.fixture
def office(template: Mapping[str, Any], tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "anonymous.yaml"
    file.write_text(Sketch(START + timedelta(days=30), capacity=50).as_yaml() + FEEDBACK)
    with Office(template, START, file=file) as office:
        yield office


def address(name: str) -> str:
    return f"{name}@parliament.aruvia.example"


def asked(office: Office, name: str) -> str:
    """The path of the feedback page that the delegate's latest mail leads to."""
    return link_in(office.mails(address(name))[-1], "/f/")


def says(office: Office, name: str, **answers: str) -> Answer:
    page = asked(office, name)
    form = hidden_fields(office.pages.get(page).text)
    office.cloud.advance(timedelta(seconds=20))
    return office.pages.post(page, form={**form, **answers})


def test_two_delegates_answer_change_and_are_not_asked_again_and_nothing_leads_back_to_them(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    references = {
        name: office.submit(email=address(name), given_names=name.title(), organisation=ANNA["organisation"])
        for name in (FIRST, SECOND, SILENT)
    }
    office.settle()
    office.cloud.advance_to(office.event.ends + office.event.feedback_after + MINUTE)
    caplog.clear()

    assert says(office, FIRST, overall="5", idea="Begin with the young ones").status == 200
    office.cloud.advance(timedelta(hours=2))
    assert says(office, SECOND, overall="1", idea="Shorter speeches", later="yes").status == 200
    office.cloud.advance(timedelta(hours=2))
    assert "Shorter speeches</textarea>" in office.pages.get(asked(office, SECOND)).text
    assert says(office, SECOND, overall="2", idea="Shorter speeches", may_quote="yes").status == 200

    kept = office.cloud.items("FeedbackTable")
    assert sorted((row["answers"]["overall"], row["answers"]["idea"], row["may_quote"]) for row in kept) == [
        (2, "Shorter speeches", True), (5, "Begin with the young ones", False),
    ]  # fmt: skip
    assert {tuple(sorted(row)) for row in kept} == {
        ("answers", "event", "event_shard", "may_quote", "pk", "saved_at", "sk")
    }
    assert {row["saved_at"] for row in kept} == {f"{office.event.ends:%Y-%m-%d}T00:00:00+00:00"}

    office.cloud.advance(office.event.feedback_again_after + MINUTE)
    again = {
        name: office.kinds_of_mail(reference).count(MailKind.FEEDBACK_REMINDER)
        for name, reference in references.items()
    }
    assert again == {FIRST: 0, SECOND: 0, SILENT: 1}

    registrations = office.cloud.items("RegistrationsTable")
    notes = [row for row in registrations if row["sk"] == "RESPONDENT"]
    assert sorted(notes, key=str) == [
        {"pk": reference, "sk": "RESPONDENT"} for reference in sorted((references[FIRST], references[SECOND]))
    ]
    ballots = {row["pk"] for row in kept}
    elsewhere = [
        json.dumps(registrations, default=str),
        json.dumps(office.cloud.items("EventsTable"), default=str),
        json.dumps([office.cloud.history(run.name) for run in office.cloud.executions()], default=str),
        "".join(str(vars(record)) for record in caplog.records),
    ]
    told = {*ballots, "Begin with the young ones", "Shorter speeches"}
    assert [text for text in told for place in elsewhere if text in place] == []
    answers = json.dumps(kept, default=str, ensure_ascii=False).lower()
    whose = [each for name, reference in references.items() for each in (name, reference.lower(), address(name))]
    # As whole words: a ballot's name is made of random letters, of which some may spell a short name.
    assert [each for each in [*whose, "aruvia", "ñandú"] if re.search(rf"\b{re.escape(each)}\b", answers)] == []


def test_an_answer_is_changed_under_its_ballot_after_the_secret_of_the_links_was_exchanged(office: Office) -> None:
    office.submit()
    office.settle()
    office.cloud.advance_to(office.event.ends + office.event.feedback_after + MINUTE)
    says(office, FIRST, overall="5")
    exchange_secret(office)
    assert says(office, FIRST, overall="3").status == 200

    assert [row["answers"] for row in office.cloud.items("FeedbackTable")] == [{"overall": 3}]


def exchange_secret(office: Office) -> None:
    """As whoever operates the stage does, for functions that start from then on."""
    secrets = office.client("secretsmanager")
    arn = office.cloud.function_env("PagesFunction")["LINK_SECRET_ARN"]
    keys = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    exchanged = {"retired": [*keys["retired"], keys["current"]], "current": "quite another"}
    secrets.put_secret_value(SecretId=arn, SecretString=json.dumps(exchanged))
    wiring.forget()
