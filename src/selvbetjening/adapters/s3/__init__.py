"""Where the bytes of delivered files lie: a bucket of S3, or of what speaks its language, through django-storages."""

from selvbetjening.adapters.s3.bucket import Bucket
from selvbetjening.adapters.s3.store import S3FileStore

__all__ = ["Bucket", "S3FileStore"]
