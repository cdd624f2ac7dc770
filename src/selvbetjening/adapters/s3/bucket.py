"""django-storages' S3, made so that nothing of it is ever public or unsealed (SEC-78, SEC-87)."""

from typing import Any, Final, NoReturn

from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage

#: Seconds to connect and to wait for bytes; each request is tried so often in all.
_CONNECT, _READ, _TRIES = 5, 30, 4
SEALED: Final = "ServerSideEncryption"


class Bucket(S3Storage):  # type: ignore[misc]
    """What `STORAGES["deliveries"]` names. Its options are django-storages' own; the bucket itself is to refuse
    everything public, too (Block Public Access).

    Raises `ImproperlyConfigured` for an option that would make a file public, or keep it unsealed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if self.default_acl not in {None, "private", "bucket-owner-full-control"}:
            raise ImproperlyConfigured("STORAGES: files of companies are private, so default_acl must be left out.")
        if not self.object_parameters.get(SEALED):
            raise ImproperlyConfigured(f"STORAGES: object_parameters must name a {SEALED}.")

    def get_default_settings(self) -> dict[str, Any]:
        """As django-storages has them, with ours before them."""
        ours = {
            "default_acl": None, "object_parameters": {SEALED: "AES256"},
            "client_config": Config(
                connect_timeout=_CONNECT, read_timeout=_READ, signature_version="s3v4",
                retries={"total_max_attempts": _TRIES, "mode": "standard"},
            ),
        }  # fmt: skip
        return {**super().get_default_settings(), **ours}

    def url(self, *_words: Any, **_values: Any) -> NoReturn:
        """Nobody gets an address of a file: its bytes leave through a door, which asks who comes."""
        raise PermissionError("files of companies have no address")
