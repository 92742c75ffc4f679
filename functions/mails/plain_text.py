"""Plain text as mail programs show it best: short lines, whole addresses."""

import textwrap

COLUMNS = 72
# What mail programs know as the beginning of a signature: its space at the end counts.
_SIGNATURE = "-- "


def wrapped(text: str) -> str:
    """Paragraphs, one a line, at 72 columns; addresses are never broken; one blank line between paragraphs at most."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines += _broken(line)
    return "\n".join(lines) + "\n"


def _broken(line: str) -> list[str]:
    if line == _SIGNATURE:
        return [line]
    margin = line[: len(line) - len(line.lstrip())]
    wrapper = textwrap.TextWrapper(
        COLUMNS, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.wrap(line.strip()) or [""]
