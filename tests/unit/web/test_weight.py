"""The form is light enough for an old telephone on a bad line."""

import gzip
import re

from tests.samples import an_organisation
from tests.unit.web.fakes import FakeParts, FakeRoll
from tests.unit.web.gateway import Gateway

_COMPRESSED = {"Accept-Encoding": "gzip"}
_LIMIT = 30_000


def test_the_form_of_a_whole_roll_comes_in_three_requests_and_under_30_kb(parts: FakeParts, site: Gateway) -> None:
    """With style and script, as sent: the figures are of the bodies, compressed as browsers ask for them."""
    names = [f"Assemblée nationale de la République d'Outre-{number:03}" for number in range(180)]
    parts.held_roll = FakeRoll([an_organisation(f"parliament-{at}", name=name) for at, name in enumerate(names)])
    form = site.get("/e/solidarity", headers=_COMPRESSED)
    loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]+)"', form.text)

    answers = [form, *(site.get(address, headers=_COMPRESSED) for address in loaded)]

    assert len(answers) == 3
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert sum(len(gzip.compress(answer.body)) for answer in answers) < _LIMIT
