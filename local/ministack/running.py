"""How MiniStack is started for us: on loopback, in our account and region, within bounds."""

from pathlib import Path

from local.child import ROOT
from local.env import ACCOUNT, REGION
from local.ports import LOOPBACK

COMMAND = (str(ROOT / ".local" / "ministack" / "bin" / "python"), "local/ministack/launch.py")


def ministack_variables(port: int, folder: Path, ses_url: str) -> dict[str, str]:
    """Its environment variables. `folder` is for what it unpacks; the functions mail by way of `ses_url`."""
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": LOOPBACK,
        "MINISTACK_REGION": REGION,
        # Requests without credentials, such as the form's, go to this account.
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "TMPDIR": str(folder),
        # Calls beyond what launch.py runs at once wait, and count: this many are far from being refused.
        "LAMBDA_ACCOUNT_CONCURRENCY": "500",
        # A process is 50 to 60 MB: the second one of each function is kept this long.
        "LAMBDA_WARM_TTL_SECONDS": "20",
        # Inherited by the functions' processes.
        "AWS_ENDPOINT_URL_SESV2": ses_url,
        # MiniStack's own log names whom it mails; the functions' logs stay as they are on AWS.
        "LOG_LEVEL": "WARNING",
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }
