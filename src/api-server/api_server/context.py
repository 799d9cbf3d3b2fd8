"""What the API server works with, put together once: a request finds it through `current()`.

Tests build a `Context` of their own parts; `bootstrap` builds the real one from the settings.
"""

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, cast

import redis
from flask import current_app
from sqlalchemy import Engine

from api_server.access_tokens import AccessTokens
from api_server.artists.advancer import Advancer
from api_server.artists.counting import KeptCounts
from api_server.artists.events import Streams
from api_server.crawls.downloads import Downloads
from api_server.image_index import IndexHandle
from api_server.image_search.places import Places
from api_server.presenters import Presenters
from api_server.readiness import Readiness
from api_server.settings import ApiServerSettings
from api_server.signing_keys import signing_keys
from api_server.tokens import TokenBox
from fovea.cache import connect as connect_cache
from fovea.database import variants
from fovea.database.engine import connect as connect_database
from fovea.decoding import Decoder
from fovea.fetching import Fetcher, Gate
from fovea.flickr.client import FlickrClient
from fovea.flickr.oauth import Token
from fovea.flickr.site import Site
from fovea.hamming import HashIndex
from fovea.queues import QueueClient
from fovea.rate_limits import Budget, RequestLimiter
from fovea.storage import Storage, open_storage

PATIENCE_SECONDS = 5.0  # a person waits for what a request asks Flickr
_EXTENSION = "fovea"
_one_at_a_time = threading.Lock()


class FlickrFactory(Protocol):
    """Makes clients of Flickr."""

    def __call__(self, token: Token | None, /, *, background: bool = False) -> FlickrClient:
        """A client that acts for the token's user, or for nobody. In the background it uses only a share of
        the budget.
        """


@dataclass(frozen=True, kw_only=True)
class Context:
    """The settings and the connections."""

    settings: ApiServerSettings
    engine: Engine
    cache: redis.Redis
    queues: QueueClient
    flickr: FlickrFactory

    @cached_property
    def presenters(self) -> Presenters:
        """Rows -> shapes."""
        return Presenters(flickr_url=self.settings.flickr_base_url, public_url=self.settings.public_url)

    @cached_property
    def storage(self) -> Storage:
        """Where the files of images are."""
        return open_storage(self.settings)

    @cached_property
    def variant_index(self) -> HashIndex:
        """The hashes of all images, empty until `variants.fill` reads them."""
        return variants.new_index()

    @cached_property
    def image_index(self) -> IndexHandle:
        """Which images look like one: fingerprints of all of them."""
        return IndexHandle(self.engine, self.settings)

    @cached_property
    def decoder(self) -> Decoder:
        """Looks at pictures that people bring, in processes of its own."""
        with _one_at_a_time:  # another decoder, made by another thread, would keep its process for ever
            made: Decoder | None = self.__dict__.get("decoder")
            return made or self.__dict__.setdefault(
                "decoder", Decoder(processes=self.settings.picture_processes)
            )

    @cached_property
    def picture_fetcher(self) -> Fetcher:
        """Fetches pictures from the open internet. A simulator's are where it is."""
        site = Site(self.settings.flickr_base_url)
        allowed = self.settings.fetch_allowed_hosts.split(",") + ([] if site.is_real else [site.host])
        return Fetcher(self.settings, gate=Gate(allowed))

    @cached_property
    def fetching_places(self) -> Places:
        """How many pictures may be fetched at once; those that are slow to come hold up only each other."""
        return Places(self.settings.picture_searches_at_once)

    @cached_property
    def decoding_places(self) -> Places:
        """How many pictures may be decoded, or wait for it."""
        return Places(self.settings.picture_searches_at_once)

    @cached_property
    def event_streams(self) -> Streams:
        """Artist searches whose changes are told as they happen. Half of the threads are for all else."""
        return Streams(min(self.settings.artist_event_streams, self.settings.threads // 2))

    @cached_property
    def artist_advancer(self) -> Advancer:
        """The threads that let artist searches go on. Made after forking."""
        with _one_at_a_time:
            made: Advancer | None = self.__dict__.get("artist_advancer")
            return made or self.__dict__.setdefault("artist_advancer", Advancer(self.settings.artist_threads))

    @cached_property
    def crawl_advancer(self) -> Advancer:
        """The threads that let crawls go on. Made after forking."""
        with _one_at_a_time:
            made: Advancer | None = self.__dict__.get("crawl_advancer")
            return made or self.__dict__.setdefault("crawl_advancer", Advancer(self.settings.crawl_threads))

    @cached_property
    def crawl_downloads(self) -> Downloads:
        """Archives of crawls that are being sent. Half of the threads are for all else."""
        return Downloads(max(1, min(self.settings.crawl_downloads_at_once, self.settings.threads // 2)))

    @cached_property
    def artist_counts(self) -> KeptCounts:
        """How much the artist finder has, and does, counted a moment ago."""
        return KeptCounts()

    @cached_property
    def tokens(self) -> TokenBox:
        """Encrypts and decrypts what must not be read by whoever reads the database or the cache."""
        return TokenBox.of_setting(self.settings.token_keys)

    @cached_property
    def access_tokens(self) -> AccessTokens:
        """Makes and reads the access tokens of programs."""
        settings = self.settings
        keys = signing_keys(settings.access_token_keys, token_keys=settings.token_keys)
        return AccessTokens(keys, settings.public_url)

    @cached_property
    def readiness(self) -> Readiness:
        """Whether what we depend on answers."""
        return Readiness(engine=self.engine, cache=self.cache, queues=self.queues)

    @cached_property
    def limiter(self) -> RequestLimiter:
        """Counts requests."""
        return RequestLimiter(self.cache)


def bootstrap(settings: ApiServerSettings) -> Context:
    """The real context: connections of the settings. Nothing is contacted before it is used."""
    cache = connect_cache(settings.redis_url)
    budget = Budget(
        cache,
        "flickr",
        settings.flickr_calls_per_hour,
        3_600,
        background_share=settings.flickr_background_share,
    )

    def flickr(token: Token | None, *, background: bool = False) -> FlickrClient:
        return FlickrClient(settings, budget, token, background=background, patience_seconds=PATIENCE_SECONDS)

    return Context(
        settings=settings,
        engine=connect_database(settings),
        cache=cache,
        queues=QueueClient(settings),
        flickr=flickr,
    )


def attach(app: object, context: Context) -> None:
    """Make the context findable by the requests of a Flask app."""
    app.extensions[_EXTENSION] = context  # type: ignore[attr-defined]


def current() -> Context:
    """The context of the app that serves the present request."""
    return cast(Context, current_app.extensions[_EXTENSION])
