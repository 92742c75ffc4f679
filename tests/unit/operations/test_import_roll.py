"""The command that imports a roll, on a stage in process."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.roll import RollTable
from functions.domain.events import Category
from functions.domain.membership import Standing
from operations.import_roll import main, roll_file
from tests.unit.operations.conftest import Stage

SAMPLE = Path(__file__).parents[3] / "rolls" / "sample.csv"


def held(stage: Stage) -> int:
    return len(RollTable(stage("dynamodb"), "roll").organisations())


def cut(tmp_path: Path, rows: int) -> str:
    """The sample's header and its first rows."""
    path = tmp_path / "roll.csv"
    path.write_text("".join(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)[: rows + 1]), encoding="utf-8")
    return str(path)


def test_the_sample_is_imported_and_the_summary_counts(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SAMPLE)], stage) == 0
    assert capsys.readouterr().out.startswith("The roll now has 68 organisations\n  68 added:\n")
    assert held(stage) == 68


def test_importing_it_again_says_that_nothing_changed(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(SAMPLE)], stage)
    capsys.readouterr()
    assert main([str(SAMPLE)], stage) == 0
    assert capsys.readouterr().out == "The roll is unchanged: 68 organisations stood exactly so already\n"


def test_a_roll_that_lacks_most_organisations_asks_for_confirmation(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(SAMPLE)], stage)
    short = cut(tmp_path, 10)
    assert main([short], stage) == 1
    said = capsys.readouterr().err
    assert "58 of today's 68 organisations are missing from the file. Nothing was changed." in said
    assert said.endswith("If it is meant so: --yes\n")
    assert held(stage) == 68
    assert main([short, "--yes"], stage) == 0
    assert held(stage) == 10


def test_every_problem_is_told_with_file_line_and_column_and_nothing_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unreachable: Callable[[str], Any]
) -> None:
    path = tmp_path / "roll.csv"
    path.write_text(
        SAMPLE.read_text(encoding="utf-8").replace("member-parliament,active", "member-parliament,aktiv", 2),
        encoding="utf-8",
    )
    assert main([str(path)], unreachable) == 2
    expected = "standing: must be one of active, member-suspended, rights-suspended, former"
    assert capsys.readouterr().err.splitlines() == [f"{path}, line {line}, {expected}" for line in (2, 3)]


def test_the_sample_has_the_three_categories_and_organisations_that_may_not_attend() -> None:
    organisations = roll_file(SAMPLE)
    assert len(organisations) >= 60
    assert set(Counter(entry.category for entry in organisations)) == set(Category)
    assert {entry.standing for entry in organisations} == set(Standing)
    assert all(domain.endswith(".example") for entry in organisations for domain in entry.domains)
    assert any(entry.valid_until for entry in organisations)
    assert any(not entry.name.isascii() for entry in organisations)
