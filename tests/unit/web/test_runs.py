"""The secretariat sees every run, and in each what happened when, in plain words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.run_history import Run, Step, UnknownRunError
from functions.web.runs import application
from tests.unit.web.gateway import Gateway

BEGAN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
STATES = "arn:aws:states:eu-central-1:123456789012"
REGISTRATION, OUTREACH = f"{STATES}:stateMachine:Registration", f"{STATES}:stateMachine:Outreach"


def a_run(name: str, status: str = "SUCCEEDED") -> Run:
    ended = None if status == "RUNNING" else BEGAN + timedelta(seconds=5)
    return Run(f"{STATES}:execution:Registration:{name}", name, status, BEGAN, ended)


@dataclass
class FakeHistory:
    runs: dict[str, list[Run]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def page(self, machine_arn: str, token: str = "", size: int = 1) -> tuple[list[Run], str]:
        runs, begin = self.runs.get(machine_arn, []), int(token or 0)
        return runs[begin : begin + 1], str(begin + 1) if begin + 1 < len(runs) else ""

    def read(self, machine_arn: str, name: str) -> tuple[Run, list[Step]]:
        found = [run for run in self.runs.get(machine_arn, []) if run.name == name]
        if not found:
            raise UnknownRunError("no such run")
        return found[0], self.steps


@dataclass
class FakeParts:
    held: FakeHistory
    stage: str = "local"

    def history(self) -> FakeHistory:
        return self.held

    def setting(self, name: str, /) -> str:
        settings = {"REGISTRATION_MACHINE_ARN": REGISTRATION, "OUTREACH_MACHINE_ARN": OUTREACH, "STAGE": self.stage}
        return settings[name]


def pages(history: FakeHistory, stage: str = "local") -> Gateway:
    app = application(FakeParts(history, stage))
    return Gateway(lambda event, context: app.resolve(event, context))


def test_runs_are_listed_with_their_state_and_times_in_words() -> None:
    page = pages(FakeHistory({REGISTRATION: [a_run("PS26-7K3M9Q-1")]})).get("/secretariat/runs").text
    assert 'href="/secretariat/runs/PS26-7K3M9Q-1"' in page
    assert "Ended as planned" in page
    assert "1 Sep 2026, 12:00:00 UTC" in page
    assert "1 Sep 2026, 12:00:05 UTC" in page


def test_a_run_that_goes_on_says_since_when() -> None:
    page = pages(FakeHistory({OUTREACH: [a_run("9f3c", "RUNNING")]})).get("/secretariat/runs").text
    assert 'href="/secretariat/outreach/9f3c"' in page
    assert "Since 1 Sep 2026, 12:00:00 UTC" in page


def test_a_long_list_goes_on_page_by_page() -> None:
    browser = pages(FakeHistory({REGISTRATION: [a_run("NEW-1"), a_run("OLD-1")]}))
    first = browser.get("/secretariat/runs").text
    assert "NEW-1" in first
    assert "OLD-1" not in first
    assert 'href="/secretariat/runs?registrations=1"' in first
    last = browser.get("/secretariat/runs?registrations=1").text
    assert "OLD-1" in last
    assert "?registrations=" not in last


def test_an_empty_list_says_so() -> None:
    assert "No registration has been made yet." in pages(FakeHistory()).get("/secretariat/runs").text


def test_one_run_is_told_step_by_step_with_its_errors() -> None:
    steps = [
        Step("VerifyMember", "We look at the roll.", BEGAN, BEGAN + timedelta(seconds=2), [(BEGAN, "ConflictError")]),
        Step("InRepair", "A person must mend the meeting.", BEGAN + timedelta(seconds=5)),
    ]
    page = pages(FakeHistory({REGISTRATION: [a_run("A-1", "FAILED")]}, steps)).get("/secretariat/runs/A-1").text
    assert page.index("We look at the roll.") < page.index("ConflictError at 1 Sep 2026, 12:00:00 UTC")
    assert page.index("ConflictError") < page.index("A person must mend the meeting.")
    assert "From 1 Sep 2026, 12:00:00 UTC to 1 Sep 2026, 12:00:02 UTC" in page
    assert "Stopped here, 1 Sep 2026, 12:00:05 UTC" in page
    assert "Stopped: a person is needed" in page


def test_on_aws_a_run_links_to_its_place_in_the_console() -> None:
    history = FakeHistory({REGISTRATION: [a_run("A-1")]})
    console = "https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/"
    assert (
        f'href="{console}{STATES}:execution:Registration:A-1"'
        in pages(history, "prod").get("/secretariat/runs/A-1").text
    )
    assert "console.aws.amazon.com" not in pages(history).get("/secretariat/runs/A-1").text


@pytest.mark.parametrize("path", ["runs/unknown", "outreach/unknown", "runs/a:b", "runs/" + "a" * 81, "elsewhere"])
def test_a_run_that_is_not_there_is_a_page_that_says_so(path: str) -> None:
    answer = pages(FakeHistory()).get(f"/secretariat/{path}")
    assert answer.status == 404
    assert "There is no such run." in answer.text


def test_what_breaks_is_not_shown() -> None:
    class Broken(FakeHistory):
        def page(self, machine_arn: str, token: str = "", size: int = 1) -> tuple[list[Run], str]:
            raise KeyError("secret")

    answer = pages(Broken()).get("/secretariat/runs")
    assert answer.status == 500
    assert "secret" not in answer.text
