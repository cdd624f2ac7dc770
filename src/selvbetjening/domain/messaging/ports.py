"""What messaging needs from outside: somebody who carries a mail, and who knows the files and secrets in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId


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


AttachmentLoader = Callable[[OrganizationId, UUID], Attachment]
"""Finds the file of a mail by its id. It is called inside the organization's transaction."""

SecretMaker = Callable[[OrganizationId, UUID, datetime], Mapping[str, str] | None]
"""Makes the secrets of one mail (by the id in its key) fresh for one try, or None when it is not needed any more."""

_loaders: dict[str, AttachmentLoader] = {}
_makers: dict[str, SecretMaker] = {}


def register_attachments(kind: str, loader: AttachmentLoader) -> None:
    """Let `loader` find the attachments of mails of this kind. Called once at start-up."""
    _loaders[kind] = loader


def register_secrets(kind: str, maker: SecretMaker) -> None:
    """Let `maker` fill `[[name]]` in mails of this kind when they are posted: no table holds a secret (SEC-55)."""
    _makers[kind] = maker


def attachment_loader(kind: str) -> AttachmentLoader:
    """Raises KeyError when nobody said where the files of this kind of mail are."""
    return _loaders[kind]


def secret_maker(kind: str) -> SecretMaker | None:
    """Who makes the secrets of this kind of mail; None when it has none."""
    return _makers.get(kind)
