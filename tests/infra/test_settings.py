"""What the context may say about a stage."""

from typing import Any

import aws_cdk as cdk
import pytest

from infra.settings import Settings, SettingsError, read_settings

STAGES = {"prod": {"sender": "events@rollcall.example"}, "local": {"sender": "events@rollcall.example"}}


def settings(**context: Any) -> Settings:
    return read_settings(cdk.App(context={"stages": STAGES, **context}).node)


def test_without_a_word_the_stage_is_the_laptops() -> None:
    assert settings().local


def test_a_stage_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError, match="'production'"):
        settings(stage="production")


def test_a_stage_without_a_sender_is_refused() -> None:
    with pytest.raises(SettingsError, match="sender"):
        settings(stage="staging")


def test_a_domain_without_its_certificate_is_refused() -> None:
    with pytest.raises(SettingsError, match="certificate_arn"):
        settings(stage="prod", domain="events.rollcall.example")


def test_the_command_line_goes_before_the_file() -> None:
    assert settings(stage="prod", sender="other@rollcall.example").sender == "other@rollcall.example"


def test_a_slash_at_the_end_of_an_address_does_not_matter() -> None:
    assert settings(base_url="http://127.0.0.1:8000/").base_url == "http://127.0.0.1:8000"


def test_zoom_is_zoom_unless_a_sandbox_is_named() -> None:
    assert settings(stage="prod").zoom_api_url == "https://api.zoom.us/v2"
    sandbox = settings(zoom_url="http://127.0.0.1:8001")
    assert (sandbox.zoom_api_url, sandbox.zoom_token_url) == (
        "http://127.0.0.1:8001/v2",
        "http://127.0.0.1:8001/oauth/token",
    )
