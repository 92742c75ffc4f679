"""The directory that ships: what is in it, when it is built again, and that it needs nothing else."""

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

from infra.asset import LARGEST_MB, ROOT, Asset, AssetError, build_asset, find_uv
from infra.trimming import LOCALES, SERVICES

ENTRY_POINTS = sorted(
    path
    for folder in ("web", "steps", "streams", "queues", "webhooks")
    for path in (ROOT / "functions" / folder).glob("*.py")
)
IMPORT = """
import importlib, sys
sys.path[:0] = [sys.argv[1]]
for module in sys.argv[2:]:
    importlib.import_module(module)
outside = [m.__file__ for m in sys.modules.values() if "site-packages" in (getattr(m, "__file__", None) or "")]
assert not outside, outside
"""


@pytest.fixture(scope="session")
def shipped() -> Asset:
    """The real one, built for this machine."""
    return build_asset(host=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one function, one catalogue and no dependencies."""
    catalogue = tmp_path / "functions" / "locales" / "en" / "LC_MESSAGES" / "rollcall.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "Oui"\n')
    (tmp_path / "functions" / "requirements.lock").touch()
    (tmp_path / "functions" / "greet.py").write_text("def handler() -> str:\n    return 'hello'\n")
    return tmp_path


def test_it_is_small_enough_to_start_quickly(shipped: Asset) -> None:
    assert shipped.size < LARGEST_MB * 1_000_000


def test_every_module_runs_from_it_alone(shipped: Asset) -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ENTRY_POINTS]
    command = [sys.executable, "-I", "-S", "-c", IMPORT, str(shipped.path), *modules]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_has_the_services_and_languages_that_are_used(shipped: Asset) -> None:
    data = shipped.path / "botocore" / "data"
    assert {path.name for path in data.iterdir() if path.is_dir()} == SERVICES
    assert {path.stem for path in (shipped.path / "babel" / "locale-data").glob("*.dat")} == LOCALES


def test_everything_is_compiled_since_lambdas_folder_is_read_only(shipped: Asset) -> None:
    for source in (shipped.path / "functions").rglob("*.py"):
        assert (source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc").exists(), source


def test_what_deploys_is_for_arm_whatever_machine_builds_it() -> None:
    libraries = list(build_asset(host=False).path.rglob("*.so"))
    assert libraries
    assert all("aarch64" in library.name for library in libraries)


def test_the_same_inputs_are_not_built_twice_and_others_are(project: Path) -> None:
    first = build_asset(host=True, root=project)
    (project / "functions" / "__pycache__").mkdir()
    (project / "functions" / "__pycache__" / "greet.cpython-313.pyc").touch()
    assert build_asset(host=True, root=project) == first
    (project / "functions" / "greet.py").write_text("def handler() -> str:\n    return 'good morning'\n")
    assert build_asset(host=True, root=project) != first


def test_the_same_project_elsewhere_has_the_same_fingerprint(project: Path) -> None:
    elsewhere = project.rename(project.parent / "elsewhere")
    first = build_asset(host=True, root=elsewhere).fingerprint
    assert build_asset(host=True, root=elsewhere.rename(project)).fingerprint == first


def test_catalogues_ship_compiled(project: Path) -> None:
    locales = build_asset(host=True, root=project).path / "functions" / "locales"
    assert gettext.translation("rollcall", locales, ["en"]).gettext("Yes") == "Oui"
    assert not list(locales.rglob("*.po"))


def test_a_module_that_is_no_python_stops_the_build_and_leaves_nothing(project: Path) -> None:
    (project / "functions" / "broken.py").write_text("def handler(:\n")
    with pytest.raises(AssetError, match=r"broken\.py"):
        build_asset(host=True, root=project)
    assert not list((project / "build").glob("asset-*"))


def test_without_uv_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="run make"):
        find_uv({"PATH": ""}, tmp_path)


def test_uv_is_found_where_make_puts_it(tmp_path: Path) -> None:
    uv = tmp_path / ".tools" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.touch(mode=0o755)
    assert find_uv({"PATH": ""}, tmp_path) == str(uv)
