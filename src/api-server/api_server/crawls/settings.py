"""Settings of crawls: how much may be asked for, and how much is on its way at once."""

from pydantic import Field

from fovea.settings import CommonSettings


class CrawlSettings(CommonSettings):
    """How crawls are carried out. All of these are read by the API server alone."""

    crawl_most: int = Field(
        1_000, ge=1, description="Results that a crawl may want of each engine for each keyword."
    )
    crawl_listings_most: int = Field(
        50, ge=1, description="Keywords times engines that one crawl may have at most."
    )
    crawls_at_once: int = Field(5, ge=1, description="Crawls that one user may have under way.")
    crawl_links_at_once: int = Field(
        200, ge=1, description="Pictures of one crawl that are on their way at once; it can pause the others."
    )
    crawl_threads: int = Field(
        2, ge=0, description="Threads of each process that carry crawls on; 0: whoever reports does."
    )
    crawl_downloads_at_once: int = Field(
        4, ge=1, le=64, description="Archives that each serving process sends at once."
    )
