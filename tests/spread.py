"""How `make test` spreads the tests over several processes (pytest-xdist).

A file's tests stay together: a browser, a kept situation or a clock of one's own is made once for a file. The tales
and the commands of one installation go further and stay together as a folder, since all of a folder share one running
demo. What takes longest begins first, so that no process is left alone with it in the end.

Each process has a database, a folder and ports of its own (`tests.settings`); they share the embedded server.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/tale/", "tests/run/")
#: What goes through all companies of its database, with the work of a day or on a page, while it has few.
ALL_COMPANIES = ("tests/story/sandbox/", "tests/story/law/test_sweeps.py", "tests/story/late/test_late_payer.py")
FOLDERS = ("tests/story/walls/", "tests/hostile/", "tests/story/", "tests/house/", "tests/contract/")
LONGEST_FIRST = (*TOGETHER, *ALL_COMPANIES, *FOLDERS)


def part(nodeid: str) -> str:
    """What is run in one process, one test after the other: a folder of `TOGETHER`, or the test's file."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def rank(nodeid: str) -> int:
    """The place in line of a test's folder."""
    return next((at for at, folder in enumerate(LONGEST_FIRST) if nodeid.startswith(folder)), len(LONGEST_FIRST))


class Spread(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands out one part at a time to whoever is nearly done with the last."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        """The order stays as `pytest_collection_modifyitems` has made it, not by the number of tests."""
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return part(nodeid)
