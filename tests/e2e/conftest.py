"""One laptop's stack for all end-to-end tests: it takes half a minute to come up, and goes with the last of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.ports import free_ports
from local.road import Road, road
from local.samples import load_roll
from local.stack import Stack


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder: Path = tmp_path_factory.mktemp("stack") / "run"
    with Stack(free_ports(), folder) as stack:
        load_roll(stack)
        yield stack


@pytest.fixture(scope="package")
def way(stack: Stack) -> Iterator[Road]:
    with road(stack) as way:
        yield way
