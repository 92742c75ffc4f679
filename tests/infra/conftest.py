"""Each stage is synthesised once for all tests: starting the CDK takes seconds."""

from collections.abc import Mapping

import pytest

from tests.infra.synthesis import STAGES, Synthesised, synthesise


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
