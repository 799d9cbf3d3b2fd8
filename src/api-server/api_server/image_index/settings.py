"""Settings of the index of images."""

import hashlib
import tempfile
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from sqlalchemy import make_url

from fovea.settings import DatabaseSettings, StorageSettings


class IndexSettings(DatabaseSettings, StorageSettings):
    """What the index needs."""

    image_index: Literal["memory", "opensearch"] = Field(
        "memory",
        description="Where fingerprints are searched: in the memory of each machine, or on an OpenSearch "
        "cluster, for libraries that outgrow that.",
    )
    opensearch_url: SecretStr | None = Field(
        None,
        description="Address of the cluster: https://user:password@host:port, or https://host of a domain of "
        "Amazon's OpenSearch Service, where questions are signed with the role of the process.",
    )
    index_folder: str | None = Field(
        None,
        description="Folder of this machine for the index of images, about 300 bytes an image (twice that "
        "while a new one is made); all processes of the machine map it. Without it, a folder among the "
        "temporary ones.",
    )
    index_copy_hours: float = Field(
        6.0,
        ge=0,
        description="How old the copy of the index in storage may be, from which a new machine begins, until "
        "a new one is stored; 0: none is.",
    )

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if self.image_index == "opensearch" and self.opensearch_url is None:
            raise ValueError("FOVEA_IMAGE_INDEX=opensearch needs FOVEA_OPENSEARCH_URL")
        return self

    @property
    def index_origin(self) -> str:
        """Tells libraries apart: a digest of where the database is, whoever logs in."""
        url = make_url(self.database_url.get_secret_value())
        database = url.database or ""
        if url.get_backend_name() == "sqlite":
            database = str(Path(database).absolute())
        place = f"{url.get_backend_name()}/{url.host}/{url.port}/{database}"
        return hashlib.blake2b(place.encode(), digest_size=8).hexdigest()

    @property
    def index_place(self) -> Path:
        """The folder of this library's index."""
        if self.index_folder is not None:
            return Path(self.index_folder).absolute() / self.index_origin
        return Path(tempfile.gettempdir()) / f"fovea-index-{self.index_origin}"
