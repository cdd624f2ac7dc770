"""What messaging needs from outside: somebody who carries a mail."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One finished mail. `message_id` is the same on every try, so that a receiver can see a repetition."""

    message_id: str
    sender: str
    sender_name: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[Attachment, ...] = ()


class PostRefused(Exception):
    """The mail was not taken. `permanent` says whether trying again can help; `code` is short and names no person."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code, self.permanent = code, permanent


class Post(Protocol):
    """Carries one mail to one address, or raises `PostRefused`."""

    def deliver(self, mail: Mail) -> None: ...
