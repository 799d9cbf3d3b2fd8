"""Where objects (pictures, exports) are kept: an S3 bucket, or a folder."""

from fovea.storage.bucket import BucketStorage
from fovea.storage.folder import FolderStorage
from fovea.storage.opening import open_storage
from fovea.storage.storage import Storage, StorageUnavailable, Stored, content_type_of

__all__ = [
    "BucketStorage",
    "FolderStorage",
    "Storage",
    "StorageUnavailable",
    "Stored",
    "content_type_of",
    "open_storage",
]
