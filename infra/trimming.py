"""What the installed dependencies bring and no function ever reads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

#: The services that functions/ calls; `sts` is how botocore assumes roles.
SERVICES = {"dynamodb", "sqs", "stepfunctions", "sesv2", "scheduler", "secretsmanager", "sts"}
#: The languages that may be offered, with their regions and what CLDR has these inherit from.
LOCALES = {
    "root",
    *("en", "en_001", "en_150", "en_CH", "en_GB", "en_US"),
    *("fr", "fr_BE", "fr_CA", "fr_CH", "fr_FR"),
    *("es", "es_419", "es_ES", "es_MX"),
    *("ar", "ar_001", "ar_EG"),
}
_NEVER = (
    "bin",
    # No package here reads its own metadata on a road that we take.
    "*.dist-info",
    "**/*.pyi",
    "**/py.typed",
    "**/tests",
    "babel/messages/frontend.py",
    "boto3/data/*",
    "boto3/examples",
    "icalendar/fuzzing",
    "pydantic/mypy.py",
    "pydantic/v1",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",
)


def trim(folder: Path) -> None:
    """Deletes from a directory of installed packages what the functions do without."""
    for path in sorted({*_unread(folder), *_services(folder), *_locales(folder)}, reverse=True):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _unread(folder: Path) -> Iterator[Path]:
    for pattern in _NEVER:
        yield from folder.glob(pattern)


def _services(folder: Path) -> Iterator[Path]:
    """Each service's folder but ours; the files beside them (endpoints, partitions, defaults) stay."""
    data = folder / "botocore" / "data"
    yield from (path for path in data.glob("*") if path.is_dir() and path.name not in SERVICES)


def _locales(folder: Path) -> Iterator[Path]:
    data = folder / "babel" / "locale-data"
    yield from (path for path in data.glob("*.dat") if path.stem not in LOCALES)
