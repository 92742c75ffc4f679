"""Google's Lighthouse on pages of a running stack. Its own packages are large, and are not among the project's:

npm ci --ignore-scripts --prefix tests/lighthouse
python -m tests.lighthouse http://127.0.0.1:8000/e/solidarity-2026
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_PROGRAM = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
WELL_MADE = ("accessibility", "best-practices")
ALL = ("performance", *WELL_MADE)
#: Of some dozen runs one ended with an error, for a cause that is not known.
_TRIES = 3


def scores(address: str, asked: Sequence[str] = ALL) -> dict[str, int]:
    """The page's points of a hundred, as a telephone on a slow line gets it, by category."""
    command = [
        str(_PROGRAM), address, "--quiet", "--output=json", f"--only-categories={','.join(asked)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-proxy-server",
    ]  # fmt: skip
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])  # node is there
    environment = {**os.environ, "PATH": path, "CHROME_PATH": "/usr/bin/chromium"}
    for _ in range(_TRIES):
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            break
    else:
        raise RuntimeError(f"Lighthouse did not come to an end: {done.stderr[-500:]}")
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * categories[name]["score"]) for name in asked}
