"""How a decision about a file says no."""

from typing import Literal

Code = Literal[
    "too_large", "quota", "too_many_files", "bad_name", "temp_name", "in_use", "offset", "lost", "expired", "unknown",
    "committed", "not_all_bytes", "hash_differs", "empty", "not_now", "own_file", "approved_already", "stale", "share",
    "too_often", "trial", "sidecar",
    "production_closed", "untested",
]  # fmt: skip


class Refused(Exception):
    """The act cannot be done. `code` is put into words by a door (annex C.3, J); `values` fill them.

    `offset` carries the right one as `offset`, `committed` the delivery's `number`.
    """

    def __init__(self, code: Code, **values: int | str) -> None:
        super().__init__(code)
        self.code: Code = code
        self.values = values
