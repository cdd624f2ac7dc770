"""A bucket in memory. It believes every signature, so it proves nothing about who may read (design, "Traps")."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import boto3
from django.core.files.storage import storages
from moto import mock_aws


@contextmanager
def bucket(settings: Any, **options: Any) -> Iterator[Any]:
    """Have `STORAGES["deliveries"]` be one, and get a client to look into it by."""
    name = f"files-{uuid4().hex[:8]}"
    with mock_aws():
        settings.STORAGES = {
            **settings.STORAGES,
            "deliveries": {
                "BACKEND": "selvbetjening.adapters.s3.Bucket",
                "OPTIONS": {
                    "bucket_name": name, "region_name": "eu-north-1", "access_key": "test", "secret_key": "test",
                    **options,
                },
            },
        }  # fmt: skip
        client = boto3.client(
            "s3", region_name="eu-north-1", aws_access_key_id="test", aws_secret_access_key="test"
        )  # fmt: skip
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
        client.name = name
        assert vars(storages["deliveries"])["bucket_name"] == name
        yield client
