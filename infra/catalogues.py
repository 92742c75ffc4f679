"""Message catalogues as gettext reads them at run time."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(source: Path, target: Path) -> None:
    """Writes a .mo below `target` for each .po below `source`; fuzzy entries are left out."""
    for catalogue in sorted(source.rglob("*.po")):
        compiled = (target / catalogue.relative_to(source)).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with catalogue.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text))
