"""The bucket in which companies' files lie: whether it can be reached, and refuses what is public (SEC-78)."""

import os
from collections.abc import Iterator

from selvbetjening.config.doctor import Finding
from selvbetjening.config.environment import process_environment
from selvbetjening.config.file_bucket import file_bucket

_ADAPTER = "selvbetjening.adapters.s3.S3FileStore"


def file_store() -> Iterator[Finding]:
    """Nothing to look at where the files lie in a folder."""
    entry = file_bucket(process_environment()).get("deliveries")
    is_chosen = os.environ.get("FILE_STORE_ADAPTER", "") == _ADAPTER
    if entry is None and is_chosen:
        yield Finding("Files are to lie in a bucket, and none is named", "Set S3_BUCKET (docs/operations.md).")
    if entry is None:
        return
    name = entry["OPTIONS"]["bucket_name"]
    if not is_chosen:
        yield Finding(f"The bucket {name} is named, and not used", f"Set FILE_STORE_ADAPTER to {_ADAPTER}.")
        return
    from selvbetjening.adapters.s3.looking import state_of

    match state_of(**entry["OPTIONS"]):
        case "unreached":
            yield Finding(
                f"The bucket {name} cannot be read", "Look at S3_REGION, S3_ENDPOINT_URL and who we are to it."
            )
        case "open":
            yield Finding(f"The bucket {name} does not refuse what is public", "Switch Block Public Access on.")
        case "unknown":
            yield Finding(f"The bucket {name} can be read; whether it refuses what is public, it does not say")
        case "private":
            yield Finding(f"The bucket {name} can be read, and refuses what is public")
