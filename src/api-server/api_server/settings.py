"""Settings of the API server."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

import limits
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from api_server.artists.quota_settings import FinderQuotaSettings
from api_server.image_index.settings import IndexSettings
from api_server.library_links.settings import LibraryLinkSettings
from api_server.runs.settings import RunSettings
from fovea.settings import DatabaseSettings, FetchSettings, FlickrSettings, QueueSettings, StorageSettings

# Groups whose pools are good places to find a first few favourites: Flickr's 100 Best, Print Boldly,
# FlickrCentral, Black and White, Hardcore Street Photography.
ONBOARDING_GROUPS = ("80641914@N00", "14673266@N22", "34427469792@N01", "16978849@N00", "94761711@N00")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ApiServerSettings(
    RunSettings,
    LibraryLinkSettings,
    IndexSettings,
    FinderQuotaSettings,
    DatabaseSettings,
    QueueSettings,
    StorageSettings,
    FlickrSettings,
    FetchSettings,
):
    """What the API server needs."""

    public_url: str = Field(
        "http://127.0.0.1:8400",
        description="Address under which browsers reach Fovea; with https the session cookie is Secure.",
    )
    host: str = Field("127.0.0.1", description="Address that the public API listens on.")
    port: int = Field(8400, ge=1, le=65535, description="Port of the public API and of the website.")
    internal_host: str = Field("127.0.0.1", description="Address that the internal API listens on.")
    internal_port: int = Field(8401, ge=1, le=65535, description="Port of the internal API.")
    service_token: SecretStr = Field(
        description="Shared secret of the internal API; at least 32 characters.", min_length=32
    )
    workers: int = Field(1, ge=1, description="Processes that serve requests.")
    threads: int = Field(16, ge=1, description="Threads of each process.")
    graceful_timeout_seconds: int = Field(
        20, ge=1, description="How long a stopping server may finish the requests it has begun."
    )
    frontend_folder: str | None = Field(
        None, description="Folder of the built website; without it only the API is served."
    )
    token_keys: SecretStr | None = Field(
        None,
        description="Keys that encrypt the users' Flickr tokens: name:base64 of 32 bytes, comma separated, "
        "newest first. Without them nobody can log in.",
    )
    access_token_keys: SecretStr | None = Field(
        None,
        description="Keys that sign access tokens: name:HS256:base64 of 32 bytes, or name:Ed25519:base64 of "
        "32 bytes (the private half); comma separated, newest first. Without them, keys made of "
        "FOVEA_TOKEN_KEYS do.",
    )
    access_token_seconds: int = Field(
        900, ge=60, le=86_400, description="How long an access token opens something."
    )
    refresh_token_days: int = Field(
        30, ge=1, le=366, description="How long a program stays logged in after it last refreshed its token."
    )
    older_token_minutes: int = Field(
        1_440,
        ge=1,
        le=43_200,
        description="How long a token of GET /api/user/token opens something; it cannot be refreshed.",
    )
    session_days: int = Field(30, ge=1, description="How long a session lives after it was last used.")
    administrators: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Outside ids of the accounts whose users are administrators, comma separated; they may "
        "edit the library.",
    )
    groups: Annotated[tuple[str, ...], NoDecode] = Field(
        ONBOARDING_GROUPS, description="Ids of the Flickr groups of the onboarding page, comma separated."
    )
    unrepeated_pages: int = Field(
        10,
        ge=0,
        le=100,
        description="How many pages of 30 recommendations pass before a photo that was shown is shown again.",
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="Networks whose X-Forwarded-For is believed, comma separated."
    )
    limit_requests: str = Field(
        "1200/minute",
        description="Requests of one client address. This and the other limits may name several, as in "
        "30/minute;200/hour.",
    )
    limit_lookups: str = Field(
        "30/minute;200/hour", description="Lookups of accounts at Flickr by one client address."
    )
    limit_groups: str = Field(
        "30/minute;200/hour", description="Pages of groups that are asked of Flickr for one client address."
    )
    limit_logins: str = Field(
        "20/minute", description="Logins begun or ended, and tokens refreshed, by one client address."
    )
    limit_runs: str = Field("20/minute;100/hour", description="Runs started by one client address.")
    limit_changes: str = Field(
        "120/minute", description="Favourites, dismissals, mutes, comments and other changes of one user."
    )
    limit_shown: str = Field("240/minute", description="Messages of one user about what was on their screen.")
    limit_feeds: str = Field("300/minute", description="Feeds that are read from one client address.")
    limit_uploads: str = Field("600/minute", description="Pictures that one user or one key brings.")
    limit_library_changes: str = Field(
        "1200/minute", description="Changes of the library by one user or one key; a list counts as one."
    )
    limit_checks: str = Field(
        "120/minute;2000/hour",
        description="Listings that one user or one key has checked, run at once or read without a"
        " subscription.",
    )
    limit_files: str = Field(
        "6000/minute", description="Thumbnails and files of images for one client address; they count apart."
    )
    limit_searches: str = Field("600/minute", description="Searches of the library by one client address.")
    limit_suggestions: str = Field(
        "1200/minute", description="Completions of what is written in a search, for one client address."
    )
    limit_image_searches: str = Field(
        "60/minute;1000/hour", description="Pictures that one client address looks for."
    )
    picture_processes: int = Field(
        1, ge=1, le=16, description="Processes that decode pictures, for each process that serves requests."
    )
    picture_searches_at_once: int = Field(
        4, ge=1, le=64, description="Pictures that each serving process fetches or decodes at once."
    )
    upload_most_bytes: int = Field(
        25_000_000, ge=1_000, le=200_000_000, description="The largest picture that is taken as an upload."
    )

    @field_validator("public_url", "flickr_base_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("an address begins with http:// or https://")
        return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"

    @field_validator(
        "limit_requests",
        "limit_lookups",
        "limit_groups",
        "limit_logins",
        "limit_runs",
        "limit_changes",
        "limit_shown",
        "limit_feeds",
        "limit_uploads",
        "limit_library_changes",
        "limit_checks",
        "limit_files",
        "limit_searches",
        "limit_suggestions",
        "limit_image_searches",
        "limit_artist_searches",
        "limit_older_artist_searches",
    )
    @classmethod
    def _is_a_limit(cls, value: str) -> str:
        for limit in value.split(";"):
            limits.parse(limit)
        return value

    @field_validator("groups", "administrators", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        return _split(value)

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        return _split(value)

    @property
    def simulated(self) -> bool:
        """Whether Flickr is a stand-in here."""
        return not self.flickr_base_url.endswith(".flickr.com")

    @property
    def secure(self) -> bool:
        """Whether browsers come by https."""
        return self.public_url.startswith("https://")


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value
