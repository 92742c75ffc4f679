"""The file of an event that a test publishes."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Sketch:
    """An event of fixed dates, as its file says it."""

    starts: datetime
    capacity: int
    cancelled: bool = False

    def as_yaml(self) -> str:
        ends, closes = self.starts + timedelta(minutes=90), self.starts - timedelta(hours=2)
        return f"""\
event: panel-2026
code: PN26
title: {{en: A panel}}
summary: {{en: A panel of a few seats.}}
time_zone: UTC
place: Geneva
starts: {self.starts:%Y-%m-%d %H:%M}
ends: {ends:%Y-%m-%d %H:%M}
registration: {{opens: 2026-01-01 00:00, closes: "{closes:%Y-%m-%d %H:%M}"}}
languages: [en, fr, es]
capacity: {self.capacity}
audience:
  categories: [member-parliament, permanent-observer]
  limits: {{permanent-observer: 2}}
zoom: {{meeting: "864 2097 5310", kind: meeting}}
organiser: {{name: The Secretariat, contact: office@assembly.example, privacy_notice: "https://assembly.example/p"}}
cancelled: {"yes" if self.cancelled else "no"}
"""
