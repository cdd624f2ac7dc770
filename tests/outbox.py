"""The in-memory twin of the mail adapter: what was posted stands in `POSTED`, and `REFUSED` says who is refused."""

from selvbetjening.domain.messaging.ports import Mail, PostRefused

__all__ = ["POSTED", "REFUSED", "Mail", "RecordingPost"]

POSTED: list[Mail] = []
REFUSED: dict[str, PostRefused] = {}


class RecordingPost:
    """Takes every mail and keeps it, unless its address stands in `REFUSED`."""

    def deliver(self, mail: Mail) -> None:
        if "\n" in mail.to or "\r" in mail.subject + mail.to:
            raise PostRefused("malformed", permanent=True)
        if mail.to in REFUSED:
            raise REFUSED[mail.to]
        POSTED.append(mail)
