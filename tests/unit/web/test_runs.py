"""The secretariat sees every run, and in each what happened when, in plain words."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.run_history import Machine, Run, Step
from functions.web.run_graph import LOOKS
from functions.web.run_names import about_run
from functions.web.runs import application
from functions.web.workflows import WORKFLOWS
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, STATES, FakeHistory, FakeOffice, machine_of

BEGAN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)

REGISTRATION, OUTREACH = machine_of("runs"), machine_of("outreach")


def a_run(name: str, status: str = "SUCCEEDED") -> Run:
    ended = None if status == "RUNNING" else BEGAN + timedelta(seconds=5)
    return Run(f"{STATES}:execution:Registration:{name}", name, status, BEGAN, ended)


def pages(history: FakeHistory, stage: str = "local") -> Gateway:
    office = FakeOffice(held_history=history, stage=stage)
    return Gateway(application(office).resolve, office.signed_in(FATIMA))


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
    assert 'href="/secretariat/runs?runs=1#runs"' in first
    last = browser.get("/secretariat/runs?runs=1").text
    assert "OLD-1" in last
    assert "#runs" not in last


def test_an_empty_list_says_so() -> None:
    page = pages(FakeHistory()).get("/secretariat/runs").text
    assert all(workflow.nothing in page for workflow in WORKFLOWS)


@pytest.mark.parametrize("folder", [workflow.folder for workflow in WORKFLOWS])
def test_every_workflow_has_its_heading_and_its_runs_their_pages(folder: str) -> None:
    browser = pages(FakeHistory({machine_of(folder): [a_run("PS26-7K3M9Q-1")]}))
    listed = browser.get("/secretariat/runs").text
    assert f'<h2 id="{folder}">' in listed
    assert f'href="/secretariat/{folder}/PS26-7K3M9Q-1"' in listed
    answer = browser.get(f"/secretariat/{folder}/PS26-7K3M9Q-1")
    assert answer.status == 200
    assert 'href="/secretariat/registrations/PS26-7K3M9Q"' in answer.text


@pytest.mark.parametrize(
    ("name", "event", "what"),
    [
        ("solidarity-2026-v3-9f2c41d7", "solidarity-2026", ""),
        ("solidarity-2026-v3-reminder-1-9f2c41d7", "solidarity-2026", "first reminder"),
        ("solidarity-2026-v12-event-cancelled", "solidarity-2026", "event cancelled"),
        ("panel-v2-2026-resume-9f2c41d7", "panel-v2-2026", "resumed after a repair"),
        ("solidarity-2026-closeout-9f2c41d7", "solidarity-2026", "who was there"),
    ],
)
def test_the_run_of_an_event_says_which_event_and_what_for(name: str, event: str, what: str) -> None:
    told = about_run(name)
    assert told
    assert (told.event, told.what) == (event, what)
    page = pages(FakeHistory({OUTREACH: [a_run(name)]})).get("/secretariat/runs").text
    assert f"{event}, {what}<br>" in page or (not what and f"{event}<br>" in page)


@pytest.mark.parametrize("name", ["PS26-7K3M9Q-1", "0f1e2d3c-5a6b-4c8d-9e0f-1a2b3c4d5e6f", "9f3c"])
def test_a_name_that_tells_nothing_is_shown_alone(name: str) -> None:
    assert about_run(name) is None


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


def test_one_run_is_drawn_on_its_workflow_and_the_picture_says_in_words_what_it_shows() -> None:
    steps = [Step("VerifyMember", "", BEGAN, BEGAN, [(BEGAN, "ConflictError")]), Step("InRepair", "", BEGAN)]
    page = pages(FakeHistory({REGISTRATION: [a_run("A-1", "FAILED")]}, steps)).get("/secretariat/runs/A-1").text
    assert '<div class="graph" dir="ltr" role="region" tabindex="0" aria-label="The run as a picture">' in page
    assert 'role="img" aria-label="States reached: 2 of 2. The run stopped at InRepair."' in page
    assert "<title>VerifyMember: The run went on after an error</title>" in page
    assert '<g class="state stopped" data-place><title>InRepair: The run stopped here</title>' in page
    assert '<g class="path taken"><title>VerifyMember → InRepair</title>' in page
    assert '<g class="path back"><title>InRepair → VerifyMember</title>' in page
    legend = page[page.index('<ul class="legend">') : page.index("What happened")]
    assert all(words in legend for words in LOOKS.values())


def test_the_picture_of_a_run_has_no_looks_of_its_own_which_browsers_would_refuse() -> None:
    page = pages(FakeHistory({REGISTRATION: [a_run("A-1")]})).get("/secretariat/runs/A-1").text
    assert "style=" not in page
    assert "<style" not in page


def test_whatever_a_state_is_called_its_name_is_no_markup() -> None:
    machine = Machine("<b>&", {"<b>&": ('"<i>',), '"<i>': ()})
    history = FakeHistory({REGISTRATION: [a_run("A-1", "RUNNING")]}, [Step("<b>&", "", BEGAN)], machine)
    page = pages(history).get("/secretariat/runs/A-1").text
    assert "<b>" not in page
    assert "<i>" not in page
    assert "The run is at &lt;b&gt;&amp;." in page
    assert "&#34;&lt;i&gt;</text>" in page


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
    assert "Page not found" in answer.text


def test_what_breaks_is_not_shown() -> None:
    class Broken(FakeHistory):
        def page(self, machine_arn: str, token: str = "", size: int = 1) -> tuple[list[Run], str]:
            raise KeyError("undisclosed")

    answer = pages(Broken()).get("/secretariat/runs")
    assert answer.status == 500
    assert "undisclosed" not in answer.text
