"""Settings of the simulator. Each is read from the environment: FOVEA_SIMULATOR_ and the field's name in
capitals.
"""

from pathlib import Path

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_API_KEY = "f0fea0000000000000000000000000de"
DEMO_API_SECRET = "f0fea000000000de"  # noqa: S105  (of the simulated service only)
# Of the simulated sources only, by the names of the pullers' settings.
DEMO_SOURCE_KEYS = {
    "DANBOORU_LOGIN": "fovea",
    "DANBOORU_API_KEY": "demo-danbooru",
    "GELBOORU_USER_ID": "8400",
    "GELBOORU_API_KEY": "demo-gelbooru",
    "RULE34_USER_ID": "8401",
    "RULE34_API_KEY": "demo-rule34",
    "E621_LOGIN": "fovea",
    "E621_API_KEY": "demo-e621",
    "DERPIBOORU_API_KEY": "demo-derpibooru",
    "FURBOORU_API_KEY": "demo-furbooru",
    "PONYBOORU_API_KEY": "demo-ponybooru",
    "TUMBLR_API_KEY": "demo-tumblr",
    "REDDIT_CLIENT_ID": "demo-reddit",
    "REDDIT_CLIENT_SECRET": "demo-reddit-secret",
    "IMGUR_CLIENT_ID": "demo-imgur",
    "PIXIV_SESSION": "8403_demo-pixiv",
    "FURAFFINITY_COOKIE_A": "demo-furaffinity-a",
    "FURAFFINITY_COOKIE_B": "demo-furaffinity-b",
    "DEVIANTART_CLIENT_ID": "8402",
    "DEVIANTART_CLIENT_SECRET": "demo-deviantart",
    "X_BEARER_TOKEN": "demo-x",
    "GOOGLE_SEARCH_KEY": "demo-google",
    "GOOGLE_SEARCH_ENGINE": "8404demo",
    "BRAVE_SEARCH_KEY": "demo-brave",
    "OPENVERSE_CLIENT_ID": "8405",
    "OPENVERSE_CLIENT_SECRET": "demo-openverse",
}


class SimulatorSettings(BaseSettings):
    """What the simulator needs to know. All has defaults: started without any setting, it serves a world on
    port 8410.
    """

    model_config = SettingsConfigDict(env_prefix="FOVEA_SIMULATOR_", extra="ignore", populate_by_name=True)

    host: str = Field("127.0.0.1", description="Address to listen on (0.0.0.0 in a container).")
    port: int = Field(8410, ge=1, le=65_535, description="Port to listen on.")
    public_url: str = Field(
        "", description="The simulator's own address as browsers see it; empty: http://127.0.0.1:<port>."
    )
    fovea_public_url: str = Field(
        "http://127.0.0.1:8400",
        validation_alias=AliasChoices("FOVEA_PUBLIC_URL", "fovea_public_url"),
        description="Fovea's address, for the links «see their recommendations».",
    )
    threads: int = Field(32, ge=16, description="Requests that are worked on at once.")
    graceful_timeout_seconds: int = Field(
        10, ge=1, description="How long a stopping simulator may finish what it has begun."
    )
    data_folder: Path | None = Field(
        Path(".fovea/simulator"),
        description="Where worlds and what was done in them are kept; «none» for nowhere.",
    )
    seed: int = Field(1, ge=0, description="Which world.")
    users: int = Field(3_000, ge=20, le=50_000, description="How many accounts the world has.")
    api_keys: str = Field(
        f"{DEMO_API_KEY}:{DEMO_API_SECRET}",
        description="Keys of apps that may call, each with its secret: key:secret,key:secret.",
    )
    app_title: str = Field("Fovea", description="What the page calls the app that asks for permission.")
    latency_milliseconds: float = Field(0.0, ge=0, description="Added to each API call.")
    latency_jitter_milliseconds: float = Field(0.0, ge=0, description="At most so much more, by chance.")
    rate_limit_per_hour: int = Field(
        0, ge=0, description="API calls an hour and key, then HTTP 429; 0 for no limit."
    )
    growth_favorites_per_minute: float = Field(
        0.0,
        ge=0,
        description="How many favourites people of the world add each minute; 0: the world stands still.",
    )

    gallery_works: int = Field(
        6_000,
        ge=100,
        le=1_000_000,
        description="How many works the gallery has, of which the sources other than Flickr show some.",
    )
    gallery_ends_at: int | None = Field(
        None,
        ge=1,
        description="When the gallery's newest work was posted, in seconds since the epoch; else on the day"
        " of the first start.",
    )
    gallery_digests: bool = Field(
        True,
        description="Whether boards tell the digests of files. To know them the files are drawn, once:"
        " without, the first listing is quicker.",
    )
    gallery_small: bool = Field(
        False,
        description="Whether the gallery's pictures are small blots that are made in a moment, whatever the"
        " works are said to show.",
    )
    gallery_posts_per_minute: float = Field(
        0.0, ge=0, description="How many posts all sites together put up each minute; 0: only on demand."
    )
    found_gone: float = Field(
        0.1, ge=0, le=0.5, description="Of what search engines find, how much is gone (in twentieths)."
    )
    found_no_pictures: float = Field(
        0.05, ge=0, le=0.2, description="Of what search engines find, how much is no picture (in twentieths)."
    )
    found_twice: float = Field(
        0.15,
        ge=0,
        le=0.25,
        description="Of what search engines find, how much they find elsewhere, too (in twentieths).",
    )
    source_limits: bool = Field(
        True, description="Whether hosts of sources refuse too many calls at once, as the real ones do."
    )
    source_keys: dict[str, str] = Field(
        DEMO_SOURCE_KEYS,
        description="The keys that sources take, by the names of the pullers' settings, as JSON.",
    )

    @field_validator("data_folder", mode="before")
    @classmethod
    def _nowhere(cls, value: object) -> object:
        return None if value in ("none", "") else value

    @property
    def address(self) -> str:
        """The simulator's own address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    def secrets(self) -> dict[str, str]:
        """The known API keys and their secrets."""
        pairs = (pair.split(":", 1) for pair in self.api_keys.split(",") if pair.strip())
        return {key.strip(): secret.strip() for key, secret in pairs}
