"""Which storage the settings ask for."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from fovea.settings import StorageSettings
from fovea.storage.bucket import BucketStorage, connect
from fovea.storage.folder import FolderStorage
from fovea.storage.storage import Storage


def open_storage(settings: StorageSettings) -> Storage:
    """The storage at `storage_url`. At an endpoint of one's own, the bucket is made if it is missing.

    Raises ValueError for an address that is neither s3:// nor a folder, `StorageUnavailable` when S3 does not
    answer.
    """
    address = urlsplit(settings.storage_url)
    if address.scheme == "s3":
        bucket = BucketStorage(
            connect(settings.aws_endpoint_url),
            address.netloc,
            address.path,
            public_url=settings.storage_public_url,
        )
        if settings.aws_endpoint_url is not None:
            bucket.ensure()
        return bucket
    if address.scheme in ("", "file") and not address.netloc:
        return FolderStorage(Path(unquote(address.path)), public_url=settings.storage_public_url)
    raise ValueError(
        f"FOVEA_STORAGE_URL is {settings.storage_url!r}: it must be s3://bucket/prefix or a folder"
    )
