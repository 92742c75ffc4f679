"""The command that publishes an event, on a stage in process."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, NoRegionError

from functions.adapters import clock
from functions.adapters.events import EventTable
from functions.domain.events import Occasion
from operations.event_run import PATIENCE
from operations.publish_event import event_file, main
from tests.unit.operations.conftest import Stage

EVENTS = Path(__file__).parents[3] / "events"
SOLIDARITY = EVENTS / "solidarity.yaml"
TEN_MINUTES = EVENTS / "ten-minutes.yaml"


def published(stage: Stage, file: Path = SOLIDARITY) -> int:
    """The command's exit code, where the run goes on whenever the command waits."""
    return main([str(file)], stage, wait=stage.states.work)


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The sample's file with some of its text replaced."""
    text = SOLIDARITY.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def schedules(stage: Stage) -> int:
    return len(stage("scheduler").list_schedules(GroupName="rollcall")["Schedules"])


def event_of(stage: Stage) -> Any:
    return EventTable(stage("dynamodb"), "events").get("solidarity-2026")


def test_the_sample_is_published_and_the_summary_says_where_and_when(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published(stage) == 0
    said = capsys.readouterr().out
    assert "Parliamentary solidarity: Supporting MPs under threat (solidarity-2026, version 1): published" in said
    assert "form   https://rollcall.example/e/solidarity-2026\n" in said
    assert "third reminder      Tuesday" in said
    assert "registration closes" in said
    assert "Geneva time" in said
    assert schedules(stage) == 7


def test_a_run_is_given_ids_only_and_has_a_name_that_an_officer_finds(stage: Stage) -> None:
    published(stage)
    assert stage.states.started == {"event": "solidarity-2026", "act": "publish", "version": 1}
    assert stage.states.name.startswith("solidarity-2026-v1-")


def test_publishing_it_again_says_that_nothing_changed(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    published(stage)
    before = event_of(stage)
    capsys.readouterr()
    assert published(stage) == 0
    assert "version 1): unchanged" in capsys.readouterr().out
    assert event_of(stage) == before
    assert schedules(stage) == 7


def test_a_postponement_says_how_many_get_a_notice(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(stage)
    stage.states.notices = 120
    assert published(stage, changed(tmp_path, ("ends: 2023-09-26 16:30", "ends: 2023-09-26 17:30"))) == 0
    said = capsys.readouterr().out
    assert "version 2): postponed" in said
    assert "120 delegates get a notice of the new time" in said


def test_what_must_be_changed_in_zoom_is_told_and_nothing_is_published(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.states.problems = ["In Zoom, choose “Manually Approve”.", "In Zoom, add interpreters: nobody is there."]
    assert published(stage) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Nothing was published. Change this first, and then publish again:",
        "  In Zoom, choose “Manually Approve”.",
        "  In Zoom, add interpreters: nobody is there.",
    ]
    assert schedules(stage) == 0
    stage.states.problems = []
    assert published(stage) == 0
    assert event_of(stage).version == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("Unchecked", "Zoom could not be asked"),
        ("Superseded", "Somebody else published this event at the same time"),
        ("ListAudience", "broke off at ListAudience"),
    ],
)
def test_another_end_gets_a_sentence_and_a_failure(
    stage: Stage, capsys: pytest.CaptureFixture[str], state: str, words: str
) -> None:
    stage.states.breaks_off = state
    assert published(stage) == 1
    assert words in capsys.readouterr().err


def test_the_one_of_two_who_drafted_first_is_told_that_the_others_stands(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = changed(tmp_path, ("place: {en: Geneva,", "place: {en: Bern,"))
    mine = stage.states

    def meanwhile() -> None:
        name, started = mine.name, mine.started
        assert published(stage, others) == 0
        mine.name, mine.started = name, started
        mine.work()

    assert main([str(SOLIDARITY)], stage, wait=meanwhile) == 1
    assert "Somebody else published" in capsys.readouterr().err
    assert event_of(stage).place == "Bern"


def test_a_run_that_never_ends_is_not_waited_for_for_ever(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime(2026, 8, 1, 9, tzinfo=UTC)
    passed = timedelta()

    def wait() -> None:
        nonlocal passed
        passed += timedelta(minutes=1)
        assert passed <= PATIENCE

    def moment() -> datetime:
        return now + passed

    with mock.patch.object(clock, "now", moment):
        assert main([str(SOLIDARITY)], stage, wait=wait) == 1
    assert "is still under way after 15 minutes" in capsys.readouterr().err


def test_a_cancelled_event_is_not_taken_up_again(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(stage)
    assert published(stage, changed(tmp_path, ("capacity: 500", "capacity: 500\ncancelled: yes"))) == 0
    assert "version 2): cancelled" in capsys.readouterr().out
    assert schedules(stage) == 0
    assert published(stage) == 1
    assert "cannot be taken up again" in capsys.readouterr().err


def test_a_copy_of_an_event_of_the_past_sends_nothing(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SOLIDARITY.read_text(encoding="utf-8")
    clone = tmp_path / "clone.yaml"
    clone.write_text(text[: text.index("# Moves every date")].replace("event: soli", "event: copy-of-soli"), "utf-8")
    assert published(stage, clone) == 0
    assert schedules(stage) == 0
    assert capsys.readouterr().out.count("over, nothing is sent") == 7


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
    assert {moment.kind: (moment.at - event.starts) / timedelta(minutes=1) for moment in event.moments()} == {
        Occasion.REMINDER_1: -8,
        Occasion.REMINDER_2: -5,
        Occasion.REMINDER_3: -2,
        Occasion.DEADLINE: 5,
        Occasion.CLOSEOUT: 5.5,
        Occasion.FEEDBACK_REQUEST: 6,
    }


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
