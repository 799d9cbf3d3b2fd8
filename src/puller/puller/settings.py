"""Settings of the pullers."""

from pydantic import Field, SecretStr, field_validator

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
    danbooru_login: SecretStr = Field(
        SecretStr(""), alias="DANBOORU_LOGIN", description="Name of the Danbooru user whose key is used."
    )
    danbooru_api_key: SecretStr = Field(
        SecretStr(""), alias="DANBOORU_API_KEY", description="That user's API key."
    )
    gelbooru_user_id: SecretStr = Field(
        SecretStr(""), alias="GELBOORU_USER_ID", description="Number of the Gelbooru user whose key is used."
    )
    gelbooru_api_key: SecretStr = Field(
        SecretStr(""),
        alias="GELBOORU_API_KEY",
        description="That user's API key. Gelbooru answers nobody without one.",
    )
    rule34_user_id: SecretStr = Field(
        SecretStr(""), alias="RULE34_USER_ID", description="Number of the rule34.xxx user whose key is used."
    )
    rule34_api_key: SecretStr = Field(
        SecretStr(""),
        alias="RULE34_API_KEY",
        description="That user's API key. rule34.xxx answers nobody without one.",
    )
    e621_login: SecretStr = Field(
        SecretStr(""),
        alias="E621_LOGIN",
        description="Name of the e621 user whose key is used, who is named in the user agent, too.",
    )
    e621_api_key: SecretStr = Field(
        SecretStr(""), alias="E621_API_KEY", description="That user's API key, for e621 and e926."
    )
    derpibooru_api_key: SecretStr = Field(
        SecretStr(""),
        alias="DERPIBOORU_API_KEY",
        description="API key of a Derpibooru user, whose filter then holds.",
    )
    furbooru_api_key: SecretStr = Field(
        SecretStr(""),
        alias="FURBOORU_API_KEY",
        description="API key of a Furbooru user, whose filter then holds.",
    )
    ponybooru_api_key: SecretStr = Field(
        SecretStr(""),
        alias="PONYBOORU_API_KEY",
        description="API key of a Ponybooru user, whose filter then holds.",
    )
    tumblr_api_key: SecretStr = Field(
        SecretStr(""),
        alias="TUMBLR_API_KEY",
        description="Consumer key of a Tumblr application. Tumblr answers nobody without one.",
    )
    reddit_client_id: SecretStr = Field(
        SecretStr(""),
        alias="REDDIT_CLIENT_ID",
        description="Id of a Reddit application. Without one, posts come from an archive and from feeds.",
    )
    reddit_client_secret: SecretStr = Field(
        SecretStr(""), alias="REDDIT_CLIENT_SECRET", description="That application's secret."
    )
    imgur_client_id: SecretStr = Field(
        SecretStr(""),
        alias="IMGUR_CLIENT_ID",
        description="Id of an Imgur application. Without one, only single images of Imgur are found.",
    )
    pixiv_session: SecretStr = Field(
        SecretStr(""),
        alias="PIXIV_SESSION",
        description="The cookie PHPSESSID of somebody who is logged in to Pixiv. Without one, works for"
        " adults have no pictures.",
    )
    furaffinity_cookie_a: SecretStr = Field(
        SecretStr(""),
        alias="FURAFFINITY_COOKIE_A",
        description="The cookie «a» of somebody who is logged in to Fur Affinity. Without it, nothing for"
        " adults is found there.",
    )
    furaffinity_cookie_b: SecretStr = Field(
        SecretStr(""), alias="FURAFFINITY_COOKIE_B", description="That person's cookie «b»."
    )
    deviantart_client_id: SecretStr = Field(
        SecretStr(""),
        alias="DEVIANTART_CLIENT_ID",
        description="Number of a DeviantArt application. Without one, single works and people are found"
        " there, and nobody's gallery is read.",
    )
    deviantart_client_secret: SecretStr = Field(
        SecretStr(""), alias="DEVIANTART_CLIENT_SECRET", description="That application's secret."
    )
    x_bearer_token: SecretStr = Field(
        SecretStr(""),
        alias="X_BEARER_TOKEN",
        description="Bearer token of an application at X, where each post that is read costs. Without one,"
        " posts there have authors and words, and no pictures, and nobody's posts are listed.",
    )
    google_search_key: SecretStr = Field(
        SecretStr(""),
        alias="GOOGLE_SEARCH_KEY",
        description="Key of Google's Programmable Search. Google answers nobody without one.",
    )
    google_search_engine: SecretStr = Field(
        SecretStr(""),
        alias="GOOGLE_SEARCH_ENGINE",
        description="Number (cx) of a search engine that was made there, with the search of pictures.",
    )
    google_calls_per_day: int = Field(
        100,
        ge=1,
        description="How many calls all pullers together make to Google in 24 hours; ten results each. 100"
        " cost nothing; for more the key has to have billing.",
    )
    brave_search_key: SecretStr = Field(
        SecretStr(""),
        alias="BRAVE_SEARCH_KEY",
        description="Key of Brave's Search API. Brave answers nobody without one.",
    )
    openverse_client_id: SecretStr = Field(
        SecretStr(""),
        alias="OPENVERSE_CLIENT_ID",
        description="Id of an application at Openverse, which answers it more often.",
    )
    openverse_client_secret: SecretStr = Field(
        SecretStr(""), alias="OPENVERSE_CLIENT_SECRET", description="That application's secret."
    )
    x_dollars_per_day: float = Field(
        5.0,
        ge=0,
        description="How many dollars may be spent at X in a day (of UTC), by all pullers together; what"
        " needs more waits for the next day, and what nobody waits for may use 70 % of it. A post costs half"
        " a cent, a person one.",
    )
    sources_base_url: str | None = Field(
        None,
        description="A simulator's address, under which all sources but Flickr are; without it, or with"
        " «none», they are where they are.",
    )
    simulated_rates_times: int = Field(
        1,
        ge=1,
        description="How many times as often as real ones simulated sources are asked; nothing to real ones.",
    )
    pictures_per_second: int = Field(
        20, ge=1, description="How many pictures all pullers together fetch a second, on average."
    )

    @field_validator("sources_base_url", mode="before")
    @classmethod
    def _nowhere(cls, value: object) -> object:
        return None if value in ("none", "") else value

    def keys(self) -> dict[str, str]:
        """The keys of sources that are set, by the names of their settings."""
        found = {
            field.alias: getattr(self, name).get_secret_value()
            for name, field in type(self).model_fields.items()
            if field.alias is not None and isinstance(getattr(self, name), SecretStr)
        }
        return {name: value for name, value in found.items() if value}
