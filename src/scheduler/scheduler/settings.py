"""Settings of the scheduler."""

from pydantic import Field

from fovea.settings import InternalApiSettings, QueueSettings


class SchedulerSettings(InternalApiSettings, QueueSettings):
    """What the scheduler needs. It holds no database credentials: it asks the API server."""

    health_host: str = Field(
        "127.0.0.1", description="Address of the health endpoints (0.0.0.0 in a container)."
    )
    health_port: int = Field(
        8441, ge=0, le=65535, description="Port of /health/live and /health/ready; 0 takes a free one."
    )
    leader_seconds: float = Field(
        15, gt=0, description="After this time a scheduler that has died is replaced by another."
    )
    scheduler_sweep_seconds: float = Field(
        2, gt=0, description="Items that are due are looked for at least this often."
    )
    scheduler_due_seconds: float = Field(
        5, gt=0, description="Refreshes and listings that are due are looked for at least this often."
    )
    scheduler_removal_seconds: float = Field(
        5, gt=0, description="Posts of deleted subscriptions are looked for at least this often."
    )
    scheduler_removal_limit: int = Field(
        100, ge=1, le=1_000, description="Posts of deleted subscriptions removed at once at most."
    )
    scheduler_artist_seconds: float = Field(
        1, gt=0, description="Artist searches that are due are looked for at least this often."
    )
    scheduler_artist_limit: int = Field(
        50, ge=1, le=1_000, description="Artist searches let go on at once at most."
    )
    scheduler_crawl_seconds: float = Field(
        1, gt=0, description="Crawls that are due are looked for at least this often."
    )
    scheduler_crawl_limit: int = Field(20, ge=1, le=1_000, description="Crawls let go on at once at most.")
    scheduler_fold_seconds: float = Field(
        10, gt=0, description="The counts of favourites are brought up to date at least this often."
    )
    scheduler_maintenance_seconds: float = Field(
        600, gt=0, description="How often old rows are deleted and half-made favourites taken up."
    )
    scheduler_depth_seconds: float = Field(60, gt=0, description="How often the queues are counted.")
    scheduler_sweep_limit: int = Field(
        200, ge=1, le=1_000, description="Items taken up by one sweep at most."
    )
    scheduler_due_limit: int = Field(
        50, ge=1, le=1_000, description="Refreshes, and runs of listings, started at once at most."
    )
