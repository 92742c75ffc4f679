"""The command that publishes an event, on a stage in process."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, NoRegionError

from functions.adapters import clock
from functions.adapters.events import EventTable
from functions.domain.events import MailKind
from operations.publish_event import event_file, main
from tests.unit.operations.conftest import Stage

EVENTS = Path(__file__).parents[3] / "events"
SOLIDARITY = EVENTS / "solidarity.yaml"
TEN_MINUTES = EVENTS / "ten-minutes.yaml"


def test_the_sample_is_published_and_the_summary_says_where_and_when(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(SOLIDARITY)], stage) == 0
    said = capsys.readouterr().out
    assert "Parliamentary solidarity: Supporting MPs under threat (solidarity-2026, version 1): published" in said
    assert "form   https://rollcall.example/e/solidarity-2026\n" in said
    assert "third reminder      Tuesday" in said
    assert "Geneva time" in said
    assert len(stage("scheduler").list_schedules(GroupName="rollcall")["Schedules"]) == 4


def test_publishing_it_again_says_that_nothing_changed(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(SOLIDARITY)], stage)
    before = EventTable(stage("dynamodb"), "events").get("solidarity-2026")
    capsys.readouterr()
    assert main([str(SOLIDARITY)], stage) == 0
    assert "version 1): unchanged" in capsys.readouterr().out
    assert EventTable(stage("dynamodb"), "events").get("solidarity-2026") == before
    assert len(stage("scheduler").list_schedules(GroupName="rollcall")["Schedules"]) == 4


def test_the_panel_lies_three_weeks_ahead_on_a_tuesday_at_three_and_is_open() -> None:
    now = clock.now()
    event = event_file(SOLIDARITY, now).to_event(version=1, salt="", now=now)
    start = event.starts.astimezone(event.zone)
    assert timedelta(days=21) <= event.starts - now <= timedelta(days=28, hours=1)
    assert (start.isoweekday(), start.hour, start.minute) == (2, 15, 0)
    assert event.ends - event.starts == timedelta(minutes=90)
    assert (event.place, event.languages, len(event.categories)) == ("Geneva", ("en", "fr", "es"), 3)
    event.admit(now)


def test_the_ten_minutes_event_does_everything_while_one_watches() -> None:
    now = clock.now()
    event = event_file(TEN_MINUTES, now).to_event(version=1, salt="", now=now)
    event.admit(now)
    assert timedelta(minutes=10) <= event.starts - now <= timedelta(minutes=11)
    assert [moment.at - event.starts for moment in event.moments()] == [
        timedelta(minutes=minutes) for minutes in (-8, -5, -2, 6)
    ]
    assert event.moments()[-1].kind is MailKind.FEEDBACK_REQUEST


def test_a_problem_is_told_with_file_line_and_field_and_nothing_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unreachable: Callable[[str], Any]
) -> None:
    path = tmp_path / "bad.yaml"
    text = SOLIDARITY.read_text(encoding="utf-8")
    bad = text.replace("closes: 2023-09-26 14:00", "closes: 2023-09-26 17:00").replace("ends: 2023", "ends: 2022")
    path.write_text(bad, encoding="utf-8")
    assert main([str(path)], unreachable) == 2
    lines = bad.splitlines()
    ends, closes = (lines.index(line) + 1 for line in ("ends: 2022-09-26 16:30", "  closes: 2023-09-26 17:00"))
    assert capsys.readouterr().err.splitlines() == [
        f"{path}, line {ends}, ends: must be after the event starts",
        f"{path}, line {closes}, registration.closes: must not be after the event ends",
    ]


def test_a_missing_field_is_told_with_the_line_of_its_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unreachable: Callable[[str], Any]
) -> None:
    path = tmp_path / "bad.yaml"
    text = SOLIDARITY.read_text(encoding="utf-8")
    path.write_text(text.replace("  kind: meeting\n", ""), encoding="utf-8")
    assert main([str(path)], unreachable) == 2
    assert capsys.readouterr().err == f"{path}, line {text.splitlines().index('zoom:') + 1}, zoom.kind: is missing\n"


def test_broken_yaml_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unreachable: Callable[[str], Any]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("event: a\nevent: b\n", encoding="utf-8")
    assert main([str(path)], unreachable) == 2
    assert capsys.readouterr().err == f"{path}, line 2: “event” stands twice\n"


def test_a_file_that_is_not_there_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], unreachable: Callable[[str], Any]
) -> None:
    assert main(["nowhere.yaml"], unreachable) == 2
    assert capsys.readouterr().err == "nowhere.yaml: no such file or directory\n"


def test_a_stage_that_is_not_deployed_gets_a_sentence_that_says_what_to_do(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--stage", "staging", str(SOLIDARITY)], stage) == 1
    assert "Rollcall-staging is not deployed" in (said := capsys.readouterr().err)
    assert "make deploy STAGE=staging" in said


@pytest.mark.parametrize("status", ["CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE", "DELETE_FAILED"])
def test_a_stage_that_is_half_deployed_gets_a_sentence(
    stage: Stage, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    stage.cloudformation.status = status
    assert main([str(SOLIDARITY)], stage) == 1
    assert f"is in state {status}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoCredentialsError(), "No AWS credentials were found"),
        (NoRegionError(), "No AWS region is set"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:8002"), "AWS cannot be reached"),
    ],
)
def test_an_account_that_cannot_be_used_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, words: str
) -> None:
    def clients(_service: str) -> Any:
        raise error

    assert main([str(SOLIDARITY)], clients) == 1
    said = capsys.readouterr().err
    assert said.startswith(words)
    assert "Traceback" not in said
