"""What is left of the packages that certificates are made with still makes one, and is small."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra.asset import ROOT
from infra.trimming import trim

PACKAGES = ("fpdf", "fontTools", "defusedxml")
#: With every script that has a font of its own, and pictures out of reach.
MAKE = """
import sys
sys.path[:0] = sys.argv[1:3]
sys.modules["PIL"] = None
from functions.certificates.compose import Certified, certificate
from tests.samples import a_registration, an_event
names = a_registration(given_names="عمر 李 순신", family_names="ኃይሌ สมชาย O'Brien")
file = certificate(Certified(names, an_event(), "National Assembly", None), code="CODE", address="ADDRESS")
assert file.startswith(b"%PDF-")
of = {name.partition(".")[0]: module.__file__ for name, module in sys.modules.items() if "." not in name and
      name in ("fpdf", "fontTools", "defusedxml")}
assert all(path.startswith(sys.argv[1]) for path in of.values()), of
"""


@pytest.fixture
def trimmed(tmp_path: Path) -> Path:
    """The installed packages, trimmed as the asset's are; something that calls itself Pillow beside them."""
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").touch()
    for package in PACKAGES:
        found = find_spec(package)
        assert found
        assert found.origin
        shutil.copytree(Path(found.origin).parent, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    trim(tmp_path)
    return tmp_path


def test_a_certificate_needs_nothing_that_is_trimmed(trimmed: Path) -> None:
    assert not (trimmed / "PIL").exists()
    command = [sys.executable, "-c", MAKE, str(trimmed), str(ROOT)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=trimmed)
    assert done.returncode == 0, done.stderr


def test_what_makes_certificates_is_small_once_it_is_compiled(trimmed: Path) -> None:
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-b", str(trimmed)], check=True)
    compiled = sum(path.stat().st_size for path in trimmed.rglob("*") if path.is_file() and path.suffix != ".py")
    fonts = sum(path.stat().st_size for path in (ROOT / "functions" / "certificates" / "fonts").iterdir())
    assert compiled < 5_700_000
    assert fonts < 2_500_000
