"""Whether the bucket can be reached and lets nobody else in, for `selvbetjening doctor`; nothing is changed."""

from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError

from selvbetjening.adapters.s3.bucket import Bucket

State = Literal["private", "open", "unknown", "unreached"]
_ALL: Final = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def state_of(**options: Any) -> State:
    """Of the bucket with these options. `unknown`: it can be read, and does not say whether it refuses what is public.

    `open`: it does not refuse all of it.
    """
    try:
        bucket = Bucket(**options)
        client, name = bucket.connection.meta.client, bucket.bucket_name
        client.list_objects_v2(Bucket=name, MaxKeys=1)
    except (BotoCoreError, ClientError, OSError):
        return "unreached"
    try:
        said = client.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    except ClientError as error:
        return "open" if "NoSuchPublicAccessBlock" in error.response["Error"]["Code"] else "unknown"
    except (BotoCoreError, OSError, KeyError):
        return "unknown"
    return "private" if all(said.get(each) for each in _ALL) else "open"
