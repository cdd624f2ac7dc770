"""A child that does not outlive its parent, however the parent ended."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

PARENT_VARIABLE = "SELVBETJENING_PARENT"
"""Environment variable in which a supervisor gives its children its process id."""

_PR_SET_PDEATHSIG = 1


def on_parent_death(signal_number: int) -> Callable[[], None]:
    """A function that asks Linux to send this signal to the calling process when its parent ends.

    Everything that allocates happens here, so that the result may run between fork and exec. Elsewhere than on Linux
    it does nothing.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def tie_to_parent(parent: int | None = None) -> None:
    """End this process with SIGTERM when its parent ends.

    Args:
        parent: the process id of the parent; without one it is read from the environment (set by the supervisor), and
            where that has none nothing happens.
    """
    expected = parent if parent is not None else int(os.environ.pop(PARENT_VARIABLE, "0"))
    if not expected:
        return
    on_parent_death(signal.SIGTERM)()
    # The parent may have ended before the line above; elsewhere than on Linux, looking is all there is.
    if os.getppid() != expected:
        os.kill(os.getpid(), signal.SIGTERM)
    if not sys.platform.startswith("linux"):
        threading.Thread(target=_watch, args=(expected,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
