"""The environment in which tools reach the laptop's stack instead of AWS.

    python -m local.env STAGE PROGRAM ARGUMENT...

runs a program against a stage: for `local` with the settings that `make run` wrote, else with those of the shell.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.child import ROOT
from local.ports import LOOPBACK, answers

ACCOUNT = "123456789012"
REGION = "eu-central-1"
RUN = ROOT / ".local" / "run"
#: Where a running `make run` says how it is reached.
ENVIRONMENT_FILE = RUN / "environment"
_FORGOTTEN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")


def laptop_settings(ministack_port: int) -> dict[str, str]:
    """What leads boto3 and the CDK to the MiniStack on that port. Its account is named by the access key."""
    endpoint = f"http://{LOOPBACK}:{ministack_port}"
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "laptop",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def laptop_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This shell's environment, turned away from AWS: nothing of a developer's own account is left in it."""
    ours = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    ours["PATH"] = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{ours.get('PATH', os.defpath)}"
    # A proxy of the office has no way to our loopback.
    ours["NO_PROXY"] = ours["no_proxy"] = ",".join(filter(None, [ours.get("no_proxy", ""), LOOPBACK, "localhost"]))
    return {**ours, **settings}


@contextmanager
def settings_written(settings: Mapping[str, str], file: Path = ENVIRONMENT_FILE) -> Iterator[None]:
    """Says meanwhile how a stack is reached. Of two stacks, tools reach the one that came up last."""
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        if file.exists() and file.read_text("utf-8") == text:
            file.unlink()


def read_settings(file: Path = ENVIRONMENT_FILE) -> dict[str, str]:
    """The settings of the stack that runs. Raises `SystemExit` with a sentence when none does."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    settings = dict(line.split("=", 1) for line in lines)
    # A stack that was killed had no time to take back what it wrote.
    if not settings or not answers(settings["AWS_ENDPOINT_URL"]):
        raise SystemExit("Nothing runs on this machine. Start it in another terminal: make run")
    return settings


def main() -> None:
    stage, program = sys.argv[1], sys.argv[2:]
    environment = laptop_environment(read_settings()) if stage == "local" else dict(os.environ)
    os.execvpe(program[0], program, environment)


if __name__ == "__main__":
    main()
