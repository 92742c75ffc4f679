"""The template of stage `local`, synthesised once, and the example application in a cloud of its own."""

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.moto_cloud import Cloud
from tests.integration import example_functions, example_template

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The template of stage `local`. Nothing is built: the functions' code is this process's own."""
    # CDK is imported here, for it starts a Node process; its Node is the one beside this Python.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    import aws_cdk as cdk

    from infra.settings import read_settings
    from infra.stack import RollcallStack

    asset = tmp_path_factory.mktemp("asset")
    (asset / "empty.txt").touch()
    context = json.loads((ROOT / "cdk.json").read_text())["context"] | {"stage": "local", "asset": str(asset)}
    app = cdk.App(context=context, outdir=str(tmp_path_factory.mktemp("cdk.out")))
    settings = read_settings(app.node)
    stack = RollcallStack(app, f"Rollcall-{settings.stage}", settings=settings)
    synthesised: dict[str, Any] = app.synth().get_stack_artifact(stack.artifact_id).template
    # CDK stays to the end: to look through all of it for what may be freed takes half a second each time.
    gc.freeze()
    return synthesised


@pytest.fixture
def example() -> Iterator[Cloud]:
    """A cloud with the example application, by which the cloud itself is tested."""
    example_functions.calls.clear()
    with Cloud(example_template.TEMPLATE) as cloud:
        yield cloud
