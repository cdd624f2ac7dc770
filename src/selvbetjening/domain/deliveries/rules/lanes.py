"""Which lane a file goes in, so that a million lines make nobody else wait. Pure.

Small files are done in one job each. Large ones take turns in a lane of their own, one step of one file at a time, and
a company has one file in it at once. Whoever sends very many small files at once is served after those who do not.
"""

from typing import Final

#: What reads strangers' files has a queue of its own, so that a worker of low rights may have it alone (SEC-84).
QUEUE: Final = "files"
#: About 15,000 lines: checked in a fraction of a second.
LARGE_FROM: Final = 2 * 1024 * 1024
#: So many waiting files of one company make its next one yield by one step, down to the least.
_FLOOD: Final = 10
_LEAST: Final = -9
LARGE_PRIORITY: Final = -10


def is_large(*, size: int) -> bool:
    """Whether a file of so many bytes goes in the lane of large ones."""
    return size >= LARGE_FROM


def priority(*, waiting: int) -> int:
    """The priority of a small file's job, given how many files of the company wait already; higher goes first."""
    return max(_LEAST, -(waiting // _FLOOD))
