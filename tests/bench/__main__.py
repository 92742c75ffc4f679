"""`make bench`: what Rollcall takes on this machine, beside its targets and against a baseline of the same minute.

These machines are noisy, so no test holds a figure. The baselines: a static file by the same road for the time of a
submission, and a fixed piece of Python for the CPU time of a registration.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from functions.adapters import clock
from functions.domain.events import MailKind
from functions.domain.registration import Status
from infra.asset import LARGEST_MB, build_asset
from local.people import Delegate, member
from local.ports import free_ports
from local.road import Road, awaited, road
from local.samples import EVENTS, ROLL, load_roll
from local.stack import Stack
from operations.import_roll import roll_file
from operations.publish_event import event_file, publish_file

EVENT = "solidarity-2026"
CLIENTS = 8
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    what: str
    measured: str
    target: str
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else "met" if self.met else "MISSED"
        return f"{self.what:<34}{self.measured:<21}{self.target:<17}{verdict}"


@dataclass(slots=True)
class Watch:
    """The memory and CPU time of this process and all below it, for as long as it is entered."""

    peak: float = 0
    """Proportional set size, in bytes."""
    cpu: dict[int, float] = field(default_factory=dict)
    """CPU seconds by process, also of those that have ended."""
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watching(self) -> Iterator[None]:
        sampler = threading.Thread(target=self._sample)
        sampler.start()
        try:
            yield
        finally:
            self._over.set()
            sampler.join()

    def _sample(self) -> None:
        while not self._over.wait(0.5):
            self.look()

    def look(self) -> float:
        """CPU seconds so far."""
        memory = 0.0
        own = psutil.Process()
        for process in [own, *own.children(recursive=True)]:
            try:
                memory += process.memory_full_info().pss
                times = process.cpu_times()
            except psutil.Error:
                continue
            self.cpu[process.pid] = times.user + times.system
        self.peak = max(self.peak, memory)
        return sum(list(self.cpu.values()))


def people(count: int, batch: str) -> list[Delegate]:
    someone = member(roll_file(ROLL))
    domain = someone.email.partition("@")[2]
    return [someone.renamed(f"{batch}{number}@{domain}") for number in range(count)]


def publish(stack: Stack) -> None:
    """The sample event, with seats for however many the bench sends."""
    now = clock.now()
    file = event_file(EVENTS[0], now).model_copy(update={"capacity": None})
    publish_file(file, "local", stack.client, now)


def submit(way: Road, person: Delegate) -> tuple[str, float]:
    """Sends the form, and gives the reference, empty where it was refused, and the seconds that the answer took."""
    began = time.perf_counter()
    typed = {name: value for name, value in person.typed().items() if name != "consent"}
    answer = way.browser.post(f"/api/events/{EVENT}/registrations", json={**typed, "consent": True})
    took = time.perf_counter() - began
    return json.loads(answer.content)["reference"] if answer.is_success else "", took


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def python_work() -> float:
    """CPU seconds of a fixed piece of work: the yardstick of this machine at this moment."""
    document = {"people": [{"number": number, "name": f"name {number}"} for number in range(1000)]}
    began = time.process_time()
    for _ in range(20):
        json.loads(json.dumps(document))
    return time.process_time() - began


def weigh_form(way: Road) -> Figure:
    page = way.browser.get(f"/e/{EVENT}").text
    parts = [f"/e/{EVENT}", *sorted({part.split('"')[0] for part in page.split('"') if part.startswith("/static/")})]
    weight = 0
    for part in parts:
        with way.browser.stream("GET", part, headers={"Accept-Encoding": "gzip"}) as answer:
            weight += sum(len(some) for some in answer.iter_raw())
    return Figure("form page, compressed", f"{weight / 1000:.1f} kB", "under 50 kB", weight < 50_000)


def weigh_asset() -> Figure:
    size = build_asset(host=False).size
    return Figure("asset, unzipped", f"{size / MB:.1f} MB", f"under {LARGEST_MB} MB", size < LARGEST_MB * MB)


def warm_submits(way: Road) -> list[Figure]:
    static = next(part for part in way.browser.get(f"/e/{EVENT}").text.split('"') if part.startswith("/static/"))
    times, baseline = [], []
    for person in people(30, "warm"):
        baseline.append(timed(lambda: way.browser.get(static).raise_for_status()))
        times.append(submit(way, person)[1])
        time.sleep(0.3)
    median, base = statistics.median(times), statistics.median(baseline)
    return [
        Figure("a submit, warm, median", f"{median * 1000:.0f} ms", "under 100 ms", median < 0.1),
        Figure("  against a static file", f"{median / base:.2f} times", f"({base * 1000:.0f} ms)"),
    ]


def send_together(way: Road, delegates: list[Delegate]) -> list[str]:
    """Sends the forms of all from eight clients, and waits for their confirmations: references, empty where refused."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        references = [reference for reference, _ in clients.map(lambda person: submit(way, person), delegates)]
    wanted = confirmation_ids(references)

    def all_told() -> bool | None:
        ids = [str(mail.message["Message-ID"]) for mail in way.stack.mailbox]
        return all(any(one.startswith(begins) for one in ids) for begins in wanted) or None

    awaited(all_told, 180, f"{len(wanted)} confirmations")
    return references


def confirmation_ids(references: list[str]) -> set[str]:
    """How the ids of their confirmations begin."""
    return {f"<{reference}.{MailKind.CONFIRMATION}".lower() for reference in references if reference}


def mailed(way: Road, references: list[str]) -> int:
    """How many confirmations they were sent."""
    ids = tuple(confirmation_ids(references))
    return sum(str(mail.message["Message-ID"]).startswith(ids) for mail in way.stack.mailbox)


def throughput(way: Road, watch: Watch, count: int) -> list[Figure]:
    send_together(way, people(40, "warming"))
    yardstick = python_work()
    cpu, began = watch.look(), time.monotonic()
    references = send_together(way, people(count, "many"))
    rate, each = count / (time.monotonic() - began), (watch.look() - cpu) / count
    sent = mailed(way, references)
    refused = references.count("")
    confirmed = sum(way.registrations.get(each).status is Status.CONFIRMED for each in references if each)
    went_well = (refused, confirmed, sent) == (0, count, count)
    return [
        Figure("registrations, form to mail", f"{rate:.1f} a second", "10 or more", rate >= 10),
        Figure("  refused; CONFIRMED; mails", f"{refused}; {confirmed}; {sent}", f"0; {count}; {count}", went_well),
        Figure("  CPU for each", f"{each * 1000:.0f} ms", ""),
        Figure("  against 20 JSON round trips", f"{each / yardstick:.1f} times", f"({yardstick * 1000:.0f} ms)"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--registrations", type=int, default=120, help="how many the 8 clients send")
    count = parser.parse_args().registrations
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder, watch.watching():
        began = time.monotonic()
        with Stack(free_ports(), Path(folder) / "run") as stack, road(stack) as way:
            load_roll(stack)
            publish(stack)
            ready = time.monotonic() - began
            figures = [
                Figure("make run, ready (tools there)", f"{ready:.0f} s", "under 90 s", ready < 90),
                Figure("memory while it is deployed", f"{watch.peak / MB:.0f} MB", ""),
            ]
            watch.peak = 0
            way.browser.timeout = httpx.Timeout(60)
            figures += [weigh_form(way), weigh_asset(), *warm_submits(way), *throughput(way, watch, count)]
    peak = watch.peak / MB
    figures.append(Figure("memory at work, all processes", f"{peak:.0f} MB", "under 1,200 MB", peak < 1200))
    print("\n".join(str(figure) for figure in figures))
    sys.exit(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    main()
