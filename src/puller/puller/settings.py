"""Settings of the pullers."""

from pydantic import Field

from fovea.settings import FlickrSettings, WorkerSettings


class PullerSettings(WorkerSettings, FlickrSettings):
    """What a puller needs: its queues and its sources' keys, and nothing of the database."""

    puller_threads: int = Field(
        8, ge=1, le=64, description="How many calls to sources one puller has under way at once."
    )
    puller_most_contact_pages: int = Field(
        15,
        ge=1,
        description="Longest list of contacts that is read, in pages of 1,000; longer ones are cut off.",
    )
