"""Settings of artist searches: how long to wait, how much to look at, what is kept."""

from pydantic import Field

from fovea.settings import CommonSettings


class ArtistSettings(CommonSettings):
    """How artist searches are carried out. All of these are read by the API server alone."""

    artist_search_fresh_seconds: int = Field(
        3_600, ge=0, description="An artist search that ended within this time is given to who asks the same."
    )
    artist_failure_fresh_seconds: int = Field(
        600, ge=0, description="So is, within this time, one that failed."
    )
    artist_search_limit_seconds: int = Field(
        1_800,
        ge=1,
        description="After so long an artist search goes on with what has been read of the accounts.",
    )
    artist_accounts_most: int = Field(
        10, ge=1, description="Accounts of an artist that one search reads at most, the likeliest first."
    )
    artist_margin_days: int = Field(
        7, ge=0, description="So long after its date an artwork may be posted, and its artist is read anew."
    )
    artist_scan_fresh_seconds: int = Field(
        600, ge=0, description="An account that was read within this time is not read again."
    )
    artist_results_most: int = Field(100, ge=1, description="Posts that an artist search gives at most.")
    artist_verified_most: int = Field(
        20, ge=0, description="Posts of which an artist search asks whether they are still there; the best."
    )
    artist_verify_seconds: int = Field(
        60, ge=1, description="How long an artist search waits for whether its posts are still there."
    )
    artist_pages_fresh_seconds: int = Field(
        86_400, ge=0, description="How long what stood on pages about people is taken to stand there still."
    )
    artist_pictures_at_once: int = Field(
        500, ge=1, description="Pictures of an account for which a search waits that go first at a time."
    )
    artist_update_days: int = Field(
        30, ge=1, description="Accounts that artist searches have found are read this often."
    )
    artist_relist_days: int = Field(
        365, ge=1, description="This often all that such an account has posted is read, not only the newest."
    )
    artist_search_keep_days: int = Field(
        30, ge=1, description="How long an ended artist search is kept after somebody last looked at it."
    )
    artist_mistake_keep_days: int = Field(
        1, ge=1, description="How long one is kept that failed because of what was asked."
    )
    artist_threads: int = Field(
        4,
        ge=0,
        description="Threads of each process that carry artist searches on; 0: whoever reports does.",
    )
