"""The bucket in which files of companies lie, where the installation has one instead of a folder (SEC-78, SEC-87)."""

from typing import Any

from selvbetjening.config.environment import Environment, SettingsError


def file_bucket(environment: Environment) -> dict[str, dict[str, Any]]:
    """The entry of `STORAGES` for `adapters.s3`, empty without `S3_BUCKET`. Who we are to the store stands in the
    environment as every program of S3 reads it (`AWS_ACCESS_KEY_ID` and its like, or the machine's own role).

    Raises `SettingsError`.
    """
    name = environment.text("S3_BUCKET", "")
    if not name:
        return {}
    endpoint = environment.text("S3_ENDPOINT_URL", "")
    if endpoint and not endpoint.startswith("https://"):
        raise SettingsError("S3_ENDPOINT_URL must begin with https://: files of companies cross the network.")
    key = environment.text("S3_KMS_KEY", "")
    sealed = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {"ServerSideEncryption": "AES256"}
    given = {
        "region_name": environment.text("S3_REGION", ""),
        "endpoint_url": endpoint,
        "location": environment.text("S3_PREFIX", ""),
    }
    options = {
        "bucket_name": name,
        "object_parameters": sealed,
        **{key: value for key, value in given.items() if value},
    }
    return {"deliveries": {"BACKEND": "selvbetjening.adapters.s3.Bucket", "OPTIONS": options}}
