"""The one directory that all functions ship: functions/, what it imports, byte-compiled and trimmed; no Docker."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.catalogues import compile_catalogues
from infra.trimming import trim

ROOT = Path(__file__).parent.parent
PYTHON = "3.13"
LARGEST_MB = 32
"""What an asset may have, unzipped. Certificates, workbooks and pictures take ten of them, fonts included; nobody reads
those before they are wanted."""
_RECIPE = [ROOT / "infra" / name for name in ("asset.py", "catalogues.py", "trimming.py")]
#: Where Lambda unpacks the asset: tracebacks name files there.
_UNPACKED = "/var/task"
_WITHOUT = shutil.ignore_patterns("__pycache__", "*.po", "*.pot", "*.mo", "requirements.lock")


class AssetError(Exception):
    """The asset cannot be built; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Asset:
    path: Path
    fingerprint: str
    """Of everything that went in: the same inputs make the same fingerprint on any machine."""

    @property
    def size(self) -> int:
        """In bytes, unzipped."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


def build_asset(*, host: bool, root: Path = ROOT) -> Asset:
    """Builds functions/ of `root` for Lambda on arm64, or for this machine (`host`), below its build/.

    What was built from the same inputs is used again. Raises AssetError when uv is missing, the dependencies cannot be
    installed, or a module does not compile.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON:
        raise AssetError(f"The asset is byte-compiled for Python {PYTHON}: run this with that version.")
    functions, build = root / "functions", root / "build"
    lock, platform = functions / "requirements.lock", "host" if host else "arm64"
    recipe = _fingerprint([*_RECIPE, lock], platform)
    dependencies = _once(build / f"dependencies-{platform}-{recipe[:16]}", lambda path: _install(path, lock, host=host))
    fingerprint = _fingerprint(_shipped(functions), recipe)
    asset = _once(build / f"asset-{platform}-{fingerprint[:16]}", lambda path: _assemble(path, dependencies, functions))
    return Asset(asset, fingerprint)


def find_uv(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> str:
    """The uv of the environment variable UV, of PATH, or of .tools/bin; raises AssetError without one."""
    search = environment.get("PATH", "")
    for candidate in (environment.get("UV"), "uv", str(root / ".tools" / "bin" / "uv")):
        if candidate and (found := shutil.which(candidate, path=search)):
            return found
    raise AssetError("uv is not found: run make once, which puts it into .tools/bin, or set UV to where it is.")


def _shipped(functions: Path) -> list[Path]:
    files = (path for path in functions.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in files if path.suffix != ".mo")


def _fingerprint(files: Iterable[Path], start: str) -> str:
    """Of contents and of names, the last two parts of the path: the same wherever the project lies."""
    digest = hashlib.sha256(start.encode())
    for file in files:
        digest.update(f"{file.parent.name}/{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _once(path: Path, build: Callable[[Path], None]) -> Path:
    """Has `build` fill a directory beside `path`, then moves it there: a path that exists is always whole."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="unfinished-") as folder:
        unfinished = Path(folder) / "asset"
        build(unfinished)
        try:
            unfinished.rename(path)
        except OSError:  # somebody else was quicker: theirs is the same
            if not path.exists():
                raise
    return path


def _install(target: Path, lock: Path, *, host: bool) -> None:
    command = [find_uv(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--python", sys.executable, "--python-version", PYTHON, "--target", str(target), "-r", str(lock)]
    if not host:
        command += ["--python-platform", "aarch64-manylinux2014"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - no part is from outside
    if done.returncode:
        raise AssetError(f"uv could not install the functions' dependencies:\n{done.stderr.strip()}")
    target.mkdir(exist_ok=True)
    trim(target)
    # Compiled files alone, in place of the sources: half the size. Our own code keeps its sources, for tracebacks.
    _compile(target, "-b")
    for source in target.rglob("*.py"):
        source.unlink()


def _assemble(target: Path, dependencies: Path, functions: Path) -> None:
    # Linked, not copied: the dependencies never change once they are there.
    shutil.copytree(dependencies, target, copy_function=os.link)
    shutil.copytree(functions, target / "functions", ignore=_WITHOUT)
    compile_catalogues(functions / "locales", target / "functions" / "locales")
    _compile(target / "functions")


def _compile(folder: Path, *options: str) -> None:
    """Byte-compiles without time stamps: Lambda's code is read-only, so nothing is ever compiled again."""
    inside = f"{_UNPACKED}/functions" if folder.name == "functions" else _UNPACKED
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", *options]
    command += ["-s", str(folder), "-p", inside, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - no part is from outside
    if done.returncode:
        raise AssetError(f"A module that ships is not valid Python {PYTHON}:\n{done.stdout.strip()}")
