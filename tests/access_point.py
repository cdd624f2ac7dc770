"""The in-memory twin of an access point: keeps what it took, refuses whom a test names."""

from typing import ClassVar

from selvbetjening.adapters.accesspoint.folder import _refusal
from selvbetjening.domain.invoicing.ports import NotReached, Parcel, Receipt


class RecordingAccessPoint:
    taken: ClassVar[dict[str, Parcel]] = {}
    refused: ClassVar[dict[str, str]] = {}
    down: ClassVar[list[str]] = []
    asked: ClassVar[list[str]] = []

    def send(self, parcel: Parcel) -> Receipt:
        self.asked.append(parcel.id)
        if self.down:
            raise NotReached(self.down[0])
        if reason := self.refused.get(parcel.receiver[1]) or _refusal(parcel):
            return Receipt("rejected", reason=reason)
        self.taken[parcel.id] = parcel
        return Receipt("accepted", reference=f"twin-{parcel.sha256[:12]}")

    @classmethod
    def forget(cls) -> None:
        for kept in (cls.taken, cls.refused, cls.down, cls.asked):
            kept.clear()
