"""A file that is being read."""

from selvbetjening.domain.deliveries.actions.collect import mark_collected
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.identity.rules.ssh_habits import SshNaming
from selvbetjening.kernel import clock
from selvbetjening.portals.sftp.entries import content
from selvbetjening.portals.sftp.shown import Entry
from selvbetjening.portals.sftp.visits import Visit
from selvbetjening.portals.sftp.words import refusal

#: A client that asks for more gets this much, and asks again; the library would let it ask for 4 MiB.
LARGEST_READ = 1 << 20


class Download:
    """One handle that reads. Collected is what was read to its end, once (BP-48)."""

    def __init__(self, visit: Visit, *, by: By, found: Entry) -> None:
        self.visit, self.by, self.entry = visit, by, found
        self._told = found.kind != "out"

    def read(self, offset: int, size: int) -> bytes:
        """The bytes there, none at the end. Raises `SFTPError` where they are deleted."""
        try:
            data = content(self.visit, self.entry, offset=offset, length=min(size, LARGEST_READ))
        except StoreFailed:
            raise refusal("gone") from None
        if not self._told and offset + len(data) >= self.entry.size:
            self._told = True
            legacy = self.visit.account.habits.naming is SshNaming.LEGACY
            mark_collected(
                self.visit.organization, file=self.entry.id or self.visit.account.id, by=self.by, at=clock.now(),
                named=self.entry.name if legacy else "",
            )  # fmt: skip
        return data
