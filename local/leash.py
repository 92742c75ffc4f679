"""Runs a program that ends when the one that started it does, however that ended.

    python -m local.leash PARENT_PID PROGRAM ARGUMENT...

Linux sends the signal; elsewhere the parent's own clean-up has to do.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        # The parent may have gone before the request was made: then no signal will ever come.
        if os.getppid() != parent:
            sys.exit("The program that started this one is gone.")
    os.execvp(program[0], program)


if __name__ == "__main__":
    main()
