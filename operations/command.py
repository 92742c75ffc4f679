"""What the command lines share: their arguments, and errors as one sentence without a traceback.

Exit codes: 0 done; 1 the work could not be done; 2 the command or its file is wrong, and nothing was touched.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError, PartialCredentialsError

from functions.domain.errors import RollcallError
from operations.stack import STAGES, StageNotDeployedError

type Clients = Callable[[str], Any]
"""Gives the boto3 client of a service."""

FAILED = 1
WRONG = 2


class BadFileError(Exception):
    """The file cannot be used; the message has a line for each problem."""


def arguments(name: str, purpose: str, what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m operations.{name}", description=purpose)
    parser.add_argument("file", type=Path, metavar="FILE", help=what)
    parser.add_argument("--stage", choices=STAGES, default="local", help="where to (default: local)")
    return parser


def read_bytes(path: Path) -> bytes:
    """Raises `BadFileError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None


def run(work: Callable[[], None]) -> int:
    """Does the work; the exit code says how it went, standard error why it did not."""
    try:
        work()
    except BadFileError as error:
        return _tell(str(error), WRONG)
    except (StageNotDeployedError, RollcallError) as error:
        return _tell(str(error), FAILED)
    except (NoCredentialsError, PartialCredentialsError):
        return _tell("No AWS credentials were found: set AWS_PROFILE, or sign in with “aws sso login”", FAILED)
    except NoRegionError:
        return _tell("No AWS region is set: set AWS_REGION", FAILED)
    except ClientError as error:
        return _tell(f"AWS refused {error.operation_name}: {error.response['Error'].get('Message', '')}", FAILED)
    except BotoCoreError as error:
        return _tell(f"AWS cannot be reached: {error}", FAILED)
    return 0


def aws(service: str) -> Any:
    """A client of the account that the environment names; AWS_ENDPOINT_URL points it at the laptop's cloud."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=os.environ.get("AWS_REGION"),  # which the AWS CLI reads and boto3 does not
        config=Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5}),
    )


def _tell(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
