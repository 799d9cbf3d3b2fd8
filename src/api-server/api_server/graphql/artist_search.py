"""Searches for artists, through GraphQL. They are begun at /api/artist-searches."""

from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from api_server.artists import shapes
from api_server.graphql import loading
from api_server.graphql.ours import LibraryImage
from api_server.graphql.searching import SAFE_VIEW

_LONGEST_ID = 100


@strawberry.type
class FinderError:
    """Why a search ended without an answer."""

    code: str
    message: str


@strawberry.type
class ArtistName:
    """Somebody whom an artwork's page names."""

    name: str
    url: str | None
    role: str = strawberry.field(description="artist, collaborator, commissioner or unknown")


@strawberry.type
class Artwork:
    """What a page tells of an artwork."""

    site: str
    url: str
    title: str
    page: int | None
    posted_at: str | None
    mature: bool
    artists: list[ArtistName]


@strawberry.type
class EvidenceStep:
    """From one page to the next."""

    kind: str
    url: str = strawberry.field(description="Where it was read.")
    to: str = strawberry.field(description="The account or the page that it leads to.")
    what: str = strawberry.field(description="What stood there.")


@strawberry.type
class AccountScan:
    """How far the posts of an account are read."""

    state: str = strawberry.field(
        description="none, not_listable, waiting, reading, pictures, done, failed or fresh"
    )
    first: bool = strawberry.field(description="It was never read before.")
    posts_read: int
    pictures_done: int
    pictures_total: int
    reason: str | None


@strawberry.type
class ArtistAccount:
    """An account that may be the artist's, and what speaks for it."""

    key: str
    network: str
    handle: str
    url: str
    external_id: str | None
    confidence: float
    accepted: bool = strawberry.field(description="Whether it is taken for theirs.")
    state: str = strawberry.field(description="active, gone, suspended, private, renamed or blocked")
    evidence: list[list[EvidenceStep]] = strawberry.field(description="Chains of steps to it.")
    scan: AccountScan


@strawberry.type
class ArtistResult:
    """A picture among an account's posts that may be the one."""

    row: strawberry.Private[int]
    account: str = strawberry.field(description="The account's key.")
    url: str = strawberry.field(description="Of the post.")
    title: str
    source: str
    external_id: str
    posted_at: str | None
    position: int = strawberry.field(description="Which of the post's pictures: 1...")
    count: int = strawberry.field(description="How many pictures the post has.")
    distance: float
    similarity: str | None
    exists: bool | None = strawberry.field(description="null: its site could not be asked.")

    @strawberry.field
    def image(self, info: Info) -> LibraryImage | None:
        """The picture, as the library has it."""
        rows = loading.of(info).images([self.row])
        return LibraryImage(row=rows[0]) if rows else None


@strawberry.type
class ArtistSearch:
    """A search for an artwork's artist."""

    id: strawberry.ID
    kind: str = strawberry.field(description="artwork, picture, account or scan")
    url: str | None
    shared_url: str
    state: str = strawberry.field(
        description="waiting, resolving, finding_accounts, scanning, searching, verifying, done or failed"
    )
    error: FinderError | None
    note: str | None
    first_scan: bool
    artwork: Artwork | None
    accounts: list[ArtistAccount] = strawberry.field(description="The surest first.")
    results: list[ArtistResult] = strawberry.field(description="The nearest first.")
    removed: int = strawberry.field(description="Posts that showed it, and are not there any more.")
    created_at: str
    finished_at: str | None


@strawberry.type
class ArtistSearchQuery:
    """Searches for artists."""

    @strawberry.field
    def artist_search(
        self, info: Info, public_id: Annotated[strawberry.ID, strawberry.argument(name="id")]
    ) -> ArtistSearch | None:
        """A search for an artwork's artist, by its id; null when there is none (any more)."""
        if len(public_id) > _LONGEST_ID:
            return None
        loaded = loading.of(info)
        told = shapes.of_search(loaded.context, public_id, ratings=SAFE_VIEW, viewer=None)
        if told is None:
            return None
        loaded.expect([one["image_id"] for one in told["results"]])
        return _search(told)


def _search(told: dict[str, Any]) -> ArtistSearch:
    artwork, error = told["artwork"], told["error"]
    return ArtistSearch(
        **_named(told, "id", "kind", "url", "shared_url", "state", "note", "first_scan", "removed"),
        **_named(told, "created_at", "finished_at"),
        error=None if error is None else FinderError(**error),
        artwork=None if artwork is None else _artwork(artwork),
        accounts=[_account(one) for one in told["accounts"]],
        results=[_result(one) for one in told["results"]],
    )


def _artwork(told: dict[str, Any]) -> Artwork:
    return Artwork(
        **_named(told, "site", "url", "title", "page", "posted_at", "mature"),
        artists=[ArtistName(**one) for one in told["artists"]],
    )


def _account(told: dict[str, Any]) -> ArtistAccount:
    scan = _named(told["scan"], "state", "first", "posts_read", "pictures_done", "pictures_total", "reason")
    return ArtistAccount(
        **_named(told, "key", "network", "handle", "url", "external_id", "confidence", "accepted", "state"),
        evidence=[
            [EvidenceStep(**_named(step, "kind", "url", "to", "what")) for step in chain]
            for chain in told["evidence"]
        ],
        scan=AccountScan(**scan),
    )


def _result(told: dict[str, Any]) -> ArtistResult:
    return ArtistResult(
        row=told["image_id"],
        **_named(told["post"], "url", "title", "source", "external_id", "posted_at"),
        **_named(told, "account", "position", "count", "distance", "similarity", "exists"),
    )


def _named(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: told[name] for name in names}
