"""Settings that services share. Each service adds its own class in its `settings.py`.

Every setting is read from the environment: the field's name in capitals behind `FOVEA_` (`redis_url` is
`FOVEA_REDIS_URL`), or its alias where one is named. AWS clients are configured as boto3 knows it
(`AWS_ENDPOINT_URL`, `AWS_DEFAULT_REGION`, credentials). The descriptions here are the reference:
docs/settings.md is made of them.
"""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    """What every process needs."""

    model_config = SettingsConfigDict(env_prefix="FOVEA_", extra="ignore", populate_by_name=True)

    environment: str = Field("local", description="Name of the environment; a dimension of every metric.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe level that is logged."
    )
    log_format: Literal["json", "console"] = Field(
        "json", description="One JSON object a line, or lines for people."
    )
    metrics: Literal["emf", "off"] = Field(
        "emf", description="Metrics as EMF lines on standard output, or none."
    )
    metrics_flush_seconds: float = Field(
        10.0, gt=0, description="Longest time a metric waits in memory before it is written."
    )
    presence_seconds: float = Field(
        2.0,
        ge=0,
        le=60,
        description="How often a process tells in the cache that it lives and what it does (`fovea workers`);"
        " 0: never.",
    )
    redis_url: str = Field(
        "redis://127.0.0.1:8430/0", description="Cache, sessions, locks and shared rate budgets."
    )
    clock_ahead_seconds: float = Field(
        0.0,
        ge=0,
        description="How far our clock is ahead of the machine's, the same for all processes: to see "
        "today what Fovea will do tomorrow. Not for production.",
    )


class QueueSettings(CommonSettings):
    """What a process needs that sends to queues."""

    queue_prefix: str = Field("fovea-", description="Put before every queue's name.")
    aws_endpoint_url: str | None = Field(
        None,
        alias="AWS_ENDPOINT_URL",
        description="Where SQS and S3 are, when not at AWS. Missing queues are then created.",
    )

    @property
    def creates_queues(self) -> bool:
        """Whether a missing queue is made by whoever misses it. At AWS, Terraform alone makes queues."""
        return self.aws_endpoint_url is not None


class WorkerSettings(QueueSettings):
    """What a queue consumer needs."""

    health_host: str = Field(
        "127.0.0.1", description="Address of the health endpoints (0.0.0.0 in a container)."
    )
    health_port: int = Field(
        0, ge=0, le=65535, description="Port of /health/live and /health/ready; 0 takes a free one."
    )
    visibility_timeout_seconds: int = Field(
        60,
        ge=2,
        le=43_200,
        description="How long a received message stays hidden; extended while work goes on.",
    )
    wait_seconds: int = Field(10, ge=0, le=20, description="Long-poll time of one receive.")
    drain_seconds: int = Field(
        25, ge=1, description="How long a stopping worker may finish what it has begun."
    )


class StorageSettings(CommonSettings):
    """What a process needs that stores objects: pictures, exports."""

    storage_url: str = Field(
        ".fovea/objects", description="s3://bucket/prefix, or a folder (a path or file:// address)."
    )
    storage_public_url: str | None = Field(
        None, description="Public address of the objects; without it, S3 addresses are signed."
    )
    aws_endpoint_url: str | None = Field(
        None,
        alias="AWS_ENDPOINT_URL",
        description="Where SQS and S3 are, when not at AWS. A missing bucket is then created.",
    )


class DatabaseSettings(CommonSettings):
    """What a process needs that holds database credentials: the API server and the ingester."""

    database_url: SecretStr = Field(
        SecretStr("sqlite:///.fovea/fovea.sqlite3"),
        description="sqlite:///file or mysql+pymysql://user:password@host/name.",
    )
    database_pool_size: int = Field(10, ge=1, description="Connections kept open by one process.")


class InternalApiSettings(CommonSettings):
    """What a process needs that calls the API server's internal endpoints."""

    internal_api_url: str = Field("http://127.0.0.1:8401", description="Base address of the internal API.")
    service_token: SecretStr = Field(
        description="Shared secret of the internal API; at least 32 characters.", min_length=32
    )


class FlickrSettings(CommonSettings):
    """What a process needs that calls Flickr: the API server and the pullers."""

    flickr_api_key: SecretStr = Field(alias="FLICKR_API_KEY", description="Key of the Flickr app.")
    flickr_api_secret: SecretStr = Field(alias="FLICKR_API_SECRET", description="Secret of the Flickr app.")
    flickr_base_url: str = Field(
        "https://www.flickr.com", description="Flickr's address, or the simulator's."
    )
    flickr_calls_per_hour: int = Field(3_600, ge=1, description="Budget of calls that all processes share.")
    flickr_background_share: float = Field(
        0.7, gt=0, le=1, description="Part of the budget that background work may use."
    )
    flickr_timeout_seconds: float = Field(15.0, gt=0, description="Longest wait for one answer of Flickr.")
    flickr_retries: int = Field(
        3, ge=0, description="How often a transient failure is tried again within one job."
    )


class LinkSettings(CommonSettings):
    """What a process needs that sends links or gives them up: the API server and the ingesters."""

    link_attempts: int = Field(
        5,
        ge=1,
        description="How often a link is tried when it fails for reasons that may pass: again after a "
        "minute, an hour, four hours, then each time four times as long, up to a day.",
    )
    links_under_way: int = Field(
        500,
        ge=1,
        description="Links that wait for image ingesters at once; of a large import or subscription, the "
        "others are held.",
    )


class LibrarySettings(CommonSettings):
    """What all processes need that change the library: the same for all of them."""

    variant_bits: int = Field(
        10,
        ge=0,
        le=16,
        description="In how many of 64 bits the perceptual hashes of two images may differ that are variants "
        "of one picture. A clean-up of variants groups what is there by a new value.",
    )


class FetchSettings(CommonSettings):
    """What a process needs that fetches what lies at addresses of strangers."""

    fetch_timeout_seconds: float = Field(
        10.0, gt=0, description="Longest wait for a connection, and for each part of an answer."
    )
    fetch_longest_seconds: float = Field(30.0, gt=0, description="Longest time to fetch one thing in all.")
    fetch_most_bytes: int = Field(20_000_000, ge=1, description="Largest thing that is fetched.")
    fetch_retries: int = Field(2, ge=0, description="How often a transient failure is tried again at once.")
    fetch_user_agent: str = Field(
        "Fovea/0.1", description="How we call ourselves; an address where to ask is polite."
    )
    fetch_allowed_hosts: str = Field(
        "",
        description="Hosts (host:port, separated by commas) that may be reached though they are not on the"
        " open internet.",
    )
