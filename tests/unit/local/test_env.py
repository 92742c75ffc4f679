"""Tools reach the laptop's stack by what it wrote down, and never a developer's own account."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.env import laptop_environment, laptop_settings, read_settings, settings_written
from local.ports import LOOPBACK, free_ports


@pytest.fixture
def port() -> Iterator[int]:
    """A port where somebody listens."""
    with socket.create_server((LOOPBACK, 0)) as stack:
        yield stack.getsockname()[1]


def test_what_a_running_stack_wrote_is_what_tools_read(tmp_path: Path, port: int) -> None:
    file, settings = tmp_path / "environment", laptop_settings(port)
    with settings_written(settings, file):
        assert read_settings(file) == settings
    assert not file.exists()


def test_a_stack_that_ends_leaves_the_settings_of_a_later_one(tmp_path: Path, port: int) -> None:
    file = tmp_path / "environment"
    with settings_written(laptop_settings(8002), file):
        later = settings_written(laptop_settings(port), file)
        later.__enter__()
    assert read_settings(file) == laptop_settings(port)


def test_without_a_running_stack_a_sentence_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make run"):
        read_settings(tmp_path / "environment")


def test_the_settings_of_a_stack_that_was_killed_are_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "environment"
    killed = settings_written(laptop_settings(free_ports().ministack), file)
    killed.__enter__()
    with pytest.raises(SystemExit, match="make run"):
        read_settings(file)


def test_nothing_of_a_developers_own_account_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "theirs")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "theirs")
    environment = laptop_environment(laptop_settings(8002))
    assert "AWS_PROFILE" not in environment
    assert "theirs" not in environment.values()
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:8002"
