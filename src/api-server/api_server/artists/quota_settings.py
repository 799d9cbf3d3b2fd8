"""Settings of who may ask the artist finder for how much."""

import ipaddress
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from fovea.settings import CommonSettings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class FinderQuotaSettings(CommonSettings):
    """What one client may ask for."""

    artist_searches_at_once: int = Field(
        10,
        ge=1,
        le=1_000,
        description="Artist searches of one client address, or of one key, that may be under way at once.",
    )
    artist_unlimited_addresses: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="Networks of clients without that bound, comma separated."
    )
    artist_advanced_addresses: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Networks of clients that may use /api/artists-finder/search, comma separated; a key "
        "with the scope library:write may, too.",
    )
    artist_event_streams: int = Field(
        4,
        ge=0,
        le=1_000,
        description="Artist searches that each serving process may tell the changes of at once, as they "
        "happen; each takes a thread, and they never get more than half of these. Whoever else watches one "
        "asks for it again and again.",
    )
    limit_artist_searches: str = Field(
        "60/minute;600/hour", description="Artist searches that one client address asks for."
    )
    limit_older_artist_searches: str = Field(
        "1/second", description="Requests of one client address to /api/artists-finder/query and /search."
    )

    @field_validator("artist_unlimited_addresses", "artist_advanced_addresses", mode="before")
    @classmethod
    def _split_addresses(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
