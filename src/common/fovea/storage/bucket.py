"""Objects in an S3 bucket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from fovea.errors import NotFound
from fovea.storage.storage import StorageUnavailable, Stored, checked_folder, content_type_of

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_MISSING = {"NoSuchKey", "404", "NotFound"}


def connect(endpoint_url: str | None) -> "S3Client":
    """An S3 client that does not wait for ever. At an endpoint of one's own, the bucket is in the path."""
    client: S3Client = boto3.client(
        "s3",
        endpoint_url=endpoint_url,
        config=Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "max_attempts": 3},
            max_pool_connections=32,
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint_url else "auto"},
        ),
    )
    return client


class BucketStorage:
    """Objects under a prefix of a bucket."""

    def __init__(
        self, client: "S3Client", bucket: str, prefix: str = "", *, public_url: str | None = None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._public_url = public_url.rstrip("/") if public_url else None

    def ensure(self) -> None:
        """Makes the bucket if it is missing. For local runs and tests; at AWS, Terraform makes it."""
        with _translated(self._bucket):
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if error.response["Error"]["Code"] not in {*_MISSING, "NoSuchBucket"}:
                    raise
                region = self._client.meta.region_name
                if region == "us-east-1":  # the one region that must not be named
                    self._client.create_bucket(Bucket=self._bucket)
                else:
                    self._client.create_bucket(
                        Bucket=self._bucket,
                        CreateBucketConfiguration={"LocationConstraint": region},  # type: ignore[typeddict-item]
                    )

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        content_type = content_type_of(key)
        with _translated(key):
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + key, Body=data, ContentType=content_type
            )

    def get(self, key: str) -> bytes:
        """See `Storage.get`."""
        content_type_of(key)
        with _translated(key):
            return self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)["Body"].read()

    def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        content_type_of(key)
        try:
            with _translated(key):
                self._client.head_object(Bucket=self._bucket, Key=self._prefix + key)
        except NotFound:
            return False
        return True

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        content_type_of(key)
        with _translated(key):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    def objects(self, folder: str) -> Iterator[Stored]:
        """See `Storage.objects`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + checked_folder(folder)
        )
        with _translated(folder):
            for page in pages:
                for one in page.get("Contents", ()):
                    modified_at = int(one["LastModified"].timestamp() * 1_000)
                    yield Stored(one["Key"].removeprefix(self._prefix), one["Size"], modified_at)

    def url(self, key: str, *, seconds: int = 3600) -> str:
        """The address behind the public one, or one that is signed for so many seconds."""
        content_type_of(key)
        if self._public_url:
            return f"{self._public_url}/{key}"
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": self._prefix + key}, ExpiresIn=seconds
        )


@contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise NotFound(f"there is no object {what}") from error
        raise StorageUnavailable(f"{what}: {error}") from error
    except BotoCoreError as error:
        raise StorageUnavailable(f"{what}: {error}") from error
