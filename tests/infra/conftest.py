"""Each stage is synthesised once for all tests: starting the CDK takes seconds."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.infra.asl import FILES, read_workflow
from tests.infra.synthesis import STAGES, Synthesised, synthesise

# The CDK runs on the node that is installed beside Python; another may be found first, or none.
os.environ.setdefault("JSII_NODE", str(Path(sys.executable).parent / "node"))


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Synthesised]:
    folder = tmp_path_factory.mktemp("synth")
    return {stage: synthesise(stage, folder) for stage in STAGES}


@pytest.fixture(params=STAGES)
def stage(stages: Mapping[str, Synthesised], request: pytest.FixtureRequest) -> Synthesised:
    """Every stage in turn."""
    return stages[request.param]


@pytest.fixture(params=["staging", "prod"])
def deployed(stages: Mapping[str, Synthesised], request: pytest.FixtureRequest) -> Synthesised:
    """The stages that run on AWS."""
    return stages[request.param]


@pytest.fixture
def laptop(stages: Mapping[str, Synthesised]) -> Synthesised:
    return stages["local"]


@pytest.fixture
def prod(stages: Mapping[str, Synthesised]) -> Synthesised:
    return stages["prod"]


@pytest.fixture(params=FILES, ids=[file.name for file in FILES])
def file(request: pytest.FixtureRequest) -> Path:
    """Every workflow's file in turn."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def workflow(file: Path) -> dict[str, Any]:
    return read_workflow(file.name.removesuffix(".asl.json"))
