"""What differs from stage to stage, read once from the CDK context and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs import Node

STAGES = ("local", "staging", "prod")


class SettingsError(Exception):
    """The context lacks something or contradicts itself; the message names the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One stage's settings; the addresses have no slash at the end."""

    stage: str
    sender: str
    """The address that mails come from."""
    base_url: str | None
    """Where delegates find the pages; None: at the custom domain, or else at the API's own address."""
    zoom_api_url: str
    zoom_token_url: str
    user_pool_url: str | None
    """Where the user pool's pages are; None: where AWS has them."""
    domain: str | None
    certificate_arn: str | None
    alarm_email: str | None
    asset: Path | None
    """A code directory that is there already; None: it is built."""

    @property
    def local(self) -> bool:
        return self.stage == "local"


def read_settings(node: Node) -> Settings:
    """Settings from the context: `-c key=value` goes before the block of the stage in cdk.json.

    Raises SettingsError for an unknown stage, a missing sender, or a domain without its certificate.
    """
    stage = node.try_get_context("stage") or "local"
    if stage not in STAGES:
        raise SettingsError(f"Context key stage is {stage!r}: it must be one of {', '.join(STAGES)}.")
    block: Mapping[str, Any] = (node.try_get_context("stages") or {}).get(stage, {})

    def given(key: str) -> str | None:
        value = node.try_get_context(key) or block.get(key)
        return str(value).rstrip("/") if value else None

    sender, asset = given("sender"), given("asset")
    if sender is None:
        raise SettingsError(f"Context key sender is missing: the address that stage {stage} sends mails from.")
    if (given("domain") is None) != (given("certificate_arn") is None):
        raise SettingsError("Context keys domain and certificate_arn belong together: give both or neither.")
    zoom_api_url, zoom_token_url = _zoom_addresses(given("zoom_url"))
    return Settings(
        stage=stage,
        sender=sender,
        base_url=given("base_url"),
        zoom_api_url=zoom_api_url,
        zoom_token_url=zoom_token_url,
        user_pool_url=given("user_pool_url"),
        domain=given("domain"),
        certificate_arn=given("certificate_arn"),
        alarm_email=given("alarm_email"),
        asset=Path(asset) if asset else None,
    )


def _zoom_addresses(sandbox: str | None) -> tuple[str, str]:
    """Addresses of Zoom's API and of its tokens: those of a sandbox Zoom, or else Zoom's own."""
    if sandbox:
        return f"{sandbox}/v2", f"{sandbox}/oauth/token"
    return "https://api.zoom.us/v2", "https://zoom.us/oauth/token"
