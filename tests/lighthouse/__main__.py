"""`python -m tests.lighthouse ADDRESS...`: what Lighthouse gives each page."""

import sys

from tests.lighthouse import scores

for address in sys.argv[1:]:
    print(address, *(f"{category} {points}" for category, points in scores(address).items()), sep="\n  ")  # noqa: T201
