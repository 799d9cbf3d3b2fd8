"""Settings of runs: how long to wait, how often to ask again, how much to ask for."""

from pydantic import Field

from api_server.artists.settings import ArtistSettings
from api_server.crawls.settings import CrawlSettings


class RunSettings(ArtistSettings, CrawlSettings):
    """How runs are carried out. All of these are read by the API server alone."""

    refresh_interval_seconds: int = Field(
        7_200,
        ge=1,
        description="An account looked at is refreshed this often; a younger refresh is not repeated.",
    )
    unseen_days: int = Field(
        30,
        ge=1,
        description="An account that nobody has looked at for so long is not refreshed until somebody does.",
    )
    max_photographers: int = Field(
        1_000, ge=1, description="Photographers that one refresh pulls at most, the most-faved first."
    )
    max_contacts: int = Field(
        200,
        ge=0,
        description="Contacts whose favourites one refresh pulls at most, after all photographers; 0: none.",
    )
    photographer_fresh_seconds: int = Field(
        86_400, ge=0, description="A photographer or contact pulled within this time is not pulled again."
    )
    gone_recheck_seconds: int = Field(
        604_800, ge=0, description="How long an account that was deleted or private is taken to be so still."
    )
    full_pull_seconds: int = Field(
        604_800, ge=0, description="After this time a whole list is pulled instead of its newest part."
    )
    subject_pages: int = Field(
        20, ge=1, description="Pages of 500 favourites that are read of the account itself."
    )
    photographer_pages: int = Field(
        2, ge=1, description="Pages of 500 favourites that are read of a photographer."
    )
    run_items_in_flight: int = Field(
        300, ge=1, description="Items of one run that are on their way at a time; the others wait for room."
    )
    item_attempts: int = Field(5, ge=1, description="How often an item is sent before it fails.")
    check_attempts: int = Field(
        2, ge=1, description="How often a source that does not answer is asked what somebody pasted."
    )
    item_deadline_seconds: float = Field(
        180, gt=0, description="How long an item's answer may take; the n-th attempt gets n times as long."
    )
    item_queue_seconds: float = Field(
        1.0, ge=0, description="Added to the deadline for each item that is on its way already."
    )
    item_storing_seconds: float = Field(
        900,
        gt=0,
        description="How long it may take from an item's answer until all of it is in the database.",
    )
    item_sending_seconds: float = Field(
        15, gt=0, description="How long putting jobs on a queue may take before the sweeper does it."
    )
    item_retry_seconds: float = Field(
        20, gt=0, description="Pause after a transient failure of the source; doubles with each attempt."
    )
    run_hard_limit_seconds: int = Field(
        21_600, ge=1, description="A run that takes longer than this is ended, with reasons."
    )
    listing_hard_limit_seconds: int = Field(
        86_400,
        ge=1,
        description="A run of a listing may take this long; then the next one goes on where it stopped.",
    )
    run_keep_days: int = Field(
        7, ge=1, description="How long ended runs are kept. The newest of each account always is."
    )
