"""A limit on a process's memory, so that no file can take the machine with it (SEC-84)."""

import resource
import sys


def hold_back(*, mebibytes: int) -> None:
    """From now on whatever would need more raises MemoryError, and no core is ever dumped. Linux; elsewhere nothing.

    The data segment is limited, not the address space: libraries map far more than they use.
    """
    if not sys.platform.startswith("linux"):
        return
    most = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
