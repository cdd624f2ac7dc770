"""The bucket of an installation, from its environment: sealed whatever is said, and over no plain line (SEC-87)."""

import pytest

from selvbetjening.config.environment import Environment, SettingsError
from selvbetjening.config.file_bucket import file_bucket


def test_without_a_bucket_there_is_none() -> None:
    assert file_bucket(Environment({})) == {}


@pytest.mark.parametrize(
    ("key", "sealed"),
    [
        ("", {"ServerSideEncryption": "AES256"}),
        ("arn:aws:kms:eu:1:key/2", {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "arn:aws:kms:eu:1:key/2"}),
    ],
)
def test_every_object_is_sealed_by_the_store(key: str, sealed: dict[str, str]) -> None:
    given = {"S3_BUCKET": "filer", "S3_REGION": "eu-north-1", "S3_KMS_KEY": key}
    (entry,) = file_bucket(Environment(given)).values()
    assert entry["OPTIONS"] == {"bucket_name": "filer", "region_name": "eu-north-1", "object_parameters": sealed}


def test_a_plain_line_is_refused() -> None:
    given = {"S3_BUCKET": "filer", "S3_ENDPOINT_URL": "http://minio.inner:9000"}
    with pytest.raises(SettingsError, match="https"):
        file_bucket(Environment(given))
