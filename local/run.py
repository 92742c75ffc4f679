"""`make run`: the laptop's stack with the samples loaded, until Ctrl-C."""

import argparse
import signal
import sys
import threading
import time
from types import FrameType

from local.child import ChildFailedError
from local.env import RUN, settings_written
from local.officers import ACCOUNTS, PASSWORD
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


def _run(port: int) -> None:
    began = time.monotonic()
    with Stack(ports_from(port), RUN / str(port), say=lambda step: print(f"{step} ...", flush=True)) as stack:
        print("Loading the sample roll and the sample events ...", flush=True)
        load_roll(stack)
        for file in EVENTS:
            load_event(stack, file)
        with settings_written(stack.settings):
            print(f"\nReady after {time.monotonic() - began:.0f} seconds. Everything is at {stack.url}/\n")
            for what, address in stack.addresses().items():
                print(f"  {what:<22} {address}")
            for role, address in ACCOUNTS.items():
                print(f"  {f'Sign in as {role}':<26} {address}  {PASSWORD}")
            print("\nCtrl-C ends everything.", flush=True)
            threading.Event().wait()


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """A signal handler: whatever asks us to end ends us as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
