"""A search for the artist of an illustration: its artwork, the artist's accounts, and the posts that show
it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from fovea_client.records.base import Record
from fovea_client.records.images import ImageMatch
from fovea_client.records.runs import Run

DONE = "done"
FAILED = "failed"


class ArtworkArtist(Record, frozen=True, kw_only=True):
    """Somebody whom the artwork's page names. `role`: artist, collaborator, commissioner, unknown."""

    name: str
    url: str | None = None
    role: str = "unknown"


class Artwork(Record, frozen=True, kw_only=True):
    """What stands at the address that was asked for. `page`: which picture of a set; `image`: its address."""

    site: str
    url: str
    title: str = ""
    page: int | None = None
    posted_at: datetime | None = None
    mature: bool | None = None
    image: str | None = None
    artists: tuple[ArtworkArtist, ...] = ()


class EvidenceStep(Record, frozen=True, kw_only=True):
    """One link of the chain from the artwork to an account: read at `url`, it leads `to`. `what` says in
    words what was read there; `kind` is own_field, verified_link, mutual_link, description and others;
    `doubts` and `favours` say what speaks against it and for it.
    """

    kind: str
    url: str
    to: str | None = None
    what: str | None = None
    doubts: tuple[str, ...] = ()
    favours: tuple[str, ...] = ()


class AccountScan(Record, frozen=True, kw_only=True):
    """How far an account's posts are read. `state`: none, not_listable, waiting, reading, pictures, done,
    fresh or failed (then `code` and `reason` say why). `first`: all of its posts are read, which may take
    long.
    """

    state: str = "none"
    first: bool = False
    posts_read: int = 0
    pictures_done: int = 0
    pictures_total: int = 0
    code: str | None = None
    reason: str | None = None
    eta_seconds: float | None = None


class ArtistAccount(Record, frozen=True, kw_only=True):
    """An account that was found, with the chains of links that lead to it. `confidence`: 0 to 1; `accepted`:
    whether it is taken for the artist's. `state`: active, gone, suspended, private, renamed, blocked.
    """

    key: str
    network: str
    handle: str
    url: str
    network_title: str = ""
    external_id: str | None = None
    confidence: float = 0.0
    accepted: bool = False
    state: str = "active"
    former: tuple[str, ...] = ()
    evidence: tuple[tuple[EvidenceStep, ...], ...] = ()
    scan: AccountScan = AccountScan()


class FoundPost(Record, frozen=True, kw_only=True):
    """A post of an artist that shows the picture."""

    id: int
    url: str
    title: str = ""
    source: str = ""
    external_id: str = ""
    posted_at: datetime | None = None


class ArtistResult(Record, frozen=True, kw_only=True):
    """A post that shows the picture, and how sure that is. `account` is the key of the account that posted
    it; `position` and `count`: the how manyth image of how many in the post. `similarity`: same_file,
    same_picture, edited, perhaps. `exists`: whether it was just seen to be there; None: that was not asked.
    """

    post: FoundPost
    account: str | None = None
    image_id: int | None = None
    thumbnail: str | None = None
    position: int | None = None
    count: int | None = None
    distance: float | None = None
    similarity: str | None = None
    exists: bool | None = None
    orientation: str = "same"
    in_trimmed: bool = False
    rating: str | None = None
    image_width: int | None = None
    image_height: int | None = None


class ScannedAccount(Record, frozen=True, kw_only=True):
    """An account on a network."""

    network: str
    handle: str
    url: str
    external_id: str | None = None


class ScanOfAccount(Record, frozen=True, kw_only=True):
    """A scan of one account: its run, whom it reads, and the id of the search that tells how far it is."""

    run: Run
    search: str
    account: ScannedAccount | None = None


class Elsewhere(Record, frozen=True, kw_only=True):
    """What the whole library knows of the picture, whoever posted it."""

    matches: tuple[ImageMatch, ...] = ()
    searched: int = 0
    hidden: Mapping[str, int] = msgspec.field(default_factory=dict)
    note: str | None = None


class SearchedWith(Record, frozen=True, kw_only=True):
    """The picture that is searched with: a small copy, and its own size in pixels."""

    image: str | None = None
    width: int | None = None
    height: int | None = None


class SearchError(Record, frozen=True, kw_only=True):
    """Why a search found nothing."""

    code: str
    message: str = ""


class ArtistSearch(Record, frozen=True, kw_only=True):
    """A search for the artist of an illustration, as it is now. `state`: waiting, resolving,
    finding_accounts, scanning, searching, verifying, done, failed. `first_scan`: an account is read for the
    first time, which may take long. `results`: the nearest first; `removed`: how many posts more showed it
    that are gone. `kind`: artwork, picture, account or scan, what was asked with. `shared_url`: its page, for
    people.
    """

    id: str
    state: str
    kind: str = "artwork"
    url: str | None = None
    error: SearchError | None = None
    note: str | None = None
    first_scan: bool = False
    artwork: Artwork | None = None
    picture: SearchedWith | None = None
    accounts: tuple[ArtistAccount, ...] = ()
    results: tuple[ArtistResult, ...] = ()
    removed: int = 0
    elsewhere: Elsewhere | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None
    position_in_queue: int | None = None
    shared_url: str | None = None

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state not in {DONE, FAILED}

    @property
    def artist_accounts(self) -> tuple[ArtistAccount, ...]:
        """The accounts that are taken for the artist's, the likeliest first."""
        taken = (account for account in self.accounts if account.accepted)
        return tuple(sorted(taken, key=lambda account: -account.confidence))

    def results_of(self, account: ArtistAccount) -> Iterator[ArtistResult]:
        """The posts of one account among the results."""
        return (result for result in self.results if result.account == account.key)


class ArtworkSite(Record, frozen=True, kw_only=True):
    """A site whose artworks are understood, with the address of one as an example."""

    name: str
    title: str
    example: str | None = None


class ArtistNetwork(Record, frozen=True, kw_only=True):
    """A network where accounts of artists are known. `lists_posts`: whether their posts can be read."""

    name: str
    title: str
    lists_posts: bool = False


class ArtistFinder(Record, frozen=True, kw_only=True):
    """What the artist finder knows, how busy it is, and what it takes. `unfinished`: own searches under way,
    of at most `unfinished_most` unless `unlimited`. `longest_url` in characters, `largest_picture` in bytes;
    `update_days`: how often accounts are read anew by themselves.
    """

    posts: int = 0
    accounts: int = 0
    searches: int = 0
    scans: int = 0
    pictures_waiting: int = 0
    unfinished: int = 0
    unfinished_most: int = 0
    unlimited: bool = False
    longest_url: int | None = None
    largest_picture: int | None = None
    update_days: int | None = None
    sites: tuple[ArtworkSite, ...] = ()
    networks: tuple[ArtistNetwork, ...] = ()
