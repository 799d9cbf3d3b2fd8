"""Settings of the ingester."""

from pathlib import Path

from pydantic import Field

from fovea.settings import DatabaseSettings, LinkSettings, WorkerSettings


class IngesterSettings(WorkerSettings, DatabaseSettings, LinkSettings):
    """What the ingester needs: a queue to read, one to answer on, one for links, and the database."""

    ingester_most: int = Field(100, ge=1, le=500, description="Batches written in one transaction at most.")
    ingester_threads: int = Field(
        2, ge=1, le=32, description="Threads that receive and read batches; one at a time writes."
    )
    ingester_known_records: int = Field(
        2_000_000, ge=0, description="Photos remembered so as not to look them up again; about 50 bytes each."
    )
    ingester_memory_folder: Path | None = Field(
        None,
        description=(
            "Folder (in memory, if there is such a one) where the ingesters of a machine share what they "
            "remember, and take turns with the database; about 40 bytes a photo, for each source. Without "
            "it each remembers for itself."
        ),
    )
