"""Rolls as files."""

import csv
import io
from collections.abc import Iterable

from functions.domain.membership import Organisation
from functions.domain.roll_cells import COLUMNS


def as_file(organisations: Iterable[Organisation], separator: str = ",", line_end: str = "\n") -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator=line_end)
    writer.writerow(COLUMNS)
    for entry in organisations:
        days = [day.isoformat() if day else "" for day in (entry.valid_from, entry.valid_until)]
        said = [entry.id, entry.name, entry.category, entry.standing, " ".join(entry.domains), entry.focal_point]
        writer.writerow([*said, *days, entry.region])
    return file.getvalue().encode()
