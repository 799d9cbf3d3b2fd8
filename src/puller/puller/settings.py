"""Settings of the pullers."""

from pydantic import Field

from fovea.settings import FetchSettings, FlickrSettings, WorkerSettings


class PullerSettings(WorkerSettings, FlickrSettings, FetchSettings):
    """What a puller needs: its queues and its sources' keys, and nothing of the database."""

    puller_threads: int = Field(
        8, ge=1, le=64, description="How many calls to sources one puller has under way at once."
    )
    puller_most_contact_pages: int = Field(
        15,
        ge=1,
        description="Longest list of contacts that is read, in pages of 1,000; longer ones are cut off.",
    )
    puller_picture_threads: int = Field(
        4, ge=1, le=32, description="How many picture jobs one puller has in hand at once."
    )
    puller_picture_bytes: int = Field(
        10_000_000, ge=1, description="Largest file that is fetched for a picture's fingerprint."
    )
    pictures_per_second: int = Field(
        20, ge=1, description="How many pictures all pullers together fetch a second, on average."
    )
