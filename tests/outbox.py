"""The in-memory twin of the mail adapter: what was posted stands in `POSTED`."""

from selvbetjening.domain.messaging.ports import Mail as Mail

POSTED: list[Mail] = []


class RecordingPost:
    """Takes every mail and keeps it."""

    def deliver(self, mail: Mail) -> None:
        POSTED.append(mail)
