"""Style sheet and script, each under a name that changes with its content, so that browsers may keep it for ever."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    name: str
    """Such as `site.3f9a1c2b70.css`."""
    content_type: str
    text: str


@functools.cache
def static_files() -> dict[str, StaticFile]:
    """Every file by its plain name, such as `site.css`."""
    return {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


def static_file(name: str) -> StaticFile | None:
    """The file that has this very content; None for an older or invented name."""
    return next((file for file in static_files().values() if file.name == name), None)


def static_address(plain_name: str) -> str:
    return f"/static/{static_files()[plain_name].name}"


def _read(path: Path) -> StaticFile:
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return StaticFile(f"{path.stem}.{digest}{path.suffix}", _TYPES[path.suffix], text)
