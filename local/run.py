"""`make run`: the laptop's stack with the samples loaded, until Ctrl-C."""

import argparse
import signal
import sys
import threading
import time
from types import FrameType

from local.child import ChildFailedError
from local.env import ENVIRONMENT_FILE, RUN, write_settings
from local.ports import PortTakenError, ports_from
from local.samples import EVENTS, load_event, load_roll
from local.stack import Stack


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the front's port; the two after it are used too")
    port = parser.parse_args().port
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        _run(port)
    except KeyboardInterrupt:
        print("\nStopped.")
    except PortTakenError as error:
        sys.exit(str(error))
    except ChildFailedError as error:
        sys.exit(f"{error}\nNothing is left running. When the cause is mended: make run")
    finally:
        ENVIRONMENT_FILE.unlink(missing_ok=True)


def _run(port: int) -> None:
    began = time.monotonic()
    with Stack(ports_from(port), RUN, say=lambda step: print(f"{step} ...", flush=True)) as stack:
        write_settings(stack.settings)
        print("Loading the sample roll and the sample events ...", flush=True)
        load_roll(stack)
        events = [load_event(stack, file) for file in EVENTS]
        print(f"\nReady after {time.monotonic() - began:.0f} seconds. Everything is at {stack.url}/\n")
        forms = {f"Form: {event}": f"{stack.url}/e/{event}" for event in events}
        for what, address in {**forms, **stack.addresses()}.items():
            print(f"  {what:<24} {address}")
        print("\nCtrl-C ends everything.", flush=True)
        threading.Event().wait()


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """A signal handler: whatever asks us to end ends us as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
