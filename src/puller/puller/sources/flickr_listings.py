"""Flickr's listings of photos (https://www.flickr.com/services/api/): searches by tags or words, somebody's
photos, the pools of groups, and what it found interesting.

Searches go back by the second of the upload, for Flickr gives only the first 4,000 of each; pools by page;
what is interesting by day. Only public photos that are safe are told of.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from fovea import clock, ratings
from fovea.clock import SECOND
from fovea.errors import FoveaError, NotFound
from fovea.flickr.answers import ListedPage
from fovea.flickr.client import LARGEST_PHOTOS_PAGE, FlickrClient
from fovea.flickr.site import Site as Flickr
from fovea.flickr.values import NSID
from fovea.messages import AccountRecord, CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import flickr_forms
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

_FIRST_DAY = "2004-07-01"
_DAYS_TO_WAIT = 3  # until Flickr has chosen a day's photos


class FlickrListings:
    """Flickr as a source of listings. It is asked through a client of its own, which counts and waits as
    all of our calls to Flickr do: an asker is not needed.
    """

    sites: tuple[Site, ...] = (
        Site(
            name="flickr",
            title="Flickr",
            hosts=("www.flickr.com", "flickr.com"),
            api="https://api.flickr.com/services/rest/",
            rate=Rate(calls=3_600, per_seconds=3_600),
            page_size=LARGEST_PHOTOS_PAGE,
            auth="required",
            keys=("FLICKR_API_KEY", "FLICKR_API_SECRET"),
            documentation="https://www.flickr.com/services/developer/api/",
            licences=True,
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="somebody's photos", example="https://www.flickr.com/photos/bees/"),
        UrlForm(meaning="a group", example="https://www.flickr.com/groups/gneverybody/"),
        UrlForm(meaning="a tag", example="https://www.flickr.com/photos/tags/landscape"),
        UrlForm(meaning="a search", example="https://www.flickr.com/search/?text=morning+mist"),
        UrlForm(meaning="what is interesting", example="https://www.flickr.com/explore"),
        UrlForm(meaning="tags by name", example="flickr: mountains, mist"),
    )

    def __init__(self, flickr: Flickr, client: Callable[[], FlickrClient]) -> None:
        self._flickr = flickr
        self._client = client

    def understand(self, text: str) -> Understood | None:
        """Searches, people, groups, photos."""
        return flickr_forms.understand(text, self._flickr)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """The client knows what Flickr's codes mean."""
        del answer
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """As `check_by`, by a client of its own."""
        del asker
        return self.check_by(self._client(), listing)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """As `page_by`, by a client of its own."""
        del asker
        return self.page_by(self._client(), listing, cursor)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One photo, found among its owner's: Flickr tells of renditions only in lists."""
        del asker
        client = self._client()
        owner = client.photo_owner(address.external_id)
        found = client.search(nsid=owner)
        page = _page(found, list(found.came_at.values()), cursor=None)
        posts = [post for post in page.posts if post.external_id == address.external_id]
        if not posts:
            raise NotFound("Flickr does not list this photo among the newest of its owner")
        return msgspec.structs.replace(page, posts=posts, marks=[])

    def check_by(self, client: FlickrClient, listing: Listing) -> CheckedListing:
        """The exact name of a person or group, or whether anything is found. Raises `NotFound`,
        `AccountNotFound`, `AccountGone`, `AccountPrivate`.
        """
        if listing.kind == "account":
            person = client.lookup(listing.query if NSID.fullmatch(listing.query) else self._page_of(listing))
            name = person.real_name or person.username or person.external_id
            exact = msgspec.structs.replace(
                listing, query=person.external_id, title=f"Photos of {name} on Flickr"
            )
            return _checked(exact, self.page_by(client, exact, None), posts=None)
        if listing.kind == "group":
            group = client.group(self._group_of(client, listing))
            exact = msgspec.structs.replace(
                listing, query=group.external_id, title=f"{group.name} on Flickr", url=group.url
            )
            found = self.page_by(client, exact, None)
            return _checked(exact, found, posts=group.photos, followers=group.members)
        page = self.page_by(client, listing, None)
        if not page.posts:
            raise NotFound(f"Flickr shows no photos for {listing.query.removeprefix(flickr_forms.WORDS)}")
        return _checked(listing, page, posts=None)

    def page_by(self, client: FlickrClient, listing: Listing, cursor: str | None) -> ListingPage:
        """Up to 500 photos: of a search before the second `cursor`, of a pool from page `cursor` on, of what
        is interesting on the day `cursor`.
        """
        if listing.kind == "interesting":
            return _interesting(client, cursor)
        if listing.kind == "group":
            number = int(cursor or 1)
            found = client.listed_group_photos(self._group_of(client, listing), number)
            after = str(number + 1) if _has_more(found, number) else None
            return _page(found, list(found.came_at.values()), cursor=after)
        up_to = int(cursor) if cursor else None
        if listing.kind == "account":
            known = NSID.fullmatch(listing.query) is not None
            nsid = listing.query if known else client.person_at(self._page_of(listing))
            found = client.search(nsid=nsid, up_to=up_to)
        elif listing.query.startswith(flickr_forms.WORDS):
            found = client.search(text=listing.query.removeprefix(flickr_forms.WORDS), up_to=up_to)
        else:
            found = client.search(tags=listing.query, up_to=up_to)
        return _page(found, list(found.came_at.values()), cursor=_before(found, cursor))

    def _page_of(self, listing: Listing) -> str:
        return self._flickr.photos_url(listing.query)

    def _group_of(self, client: FlickrClient, listing: Listing) -> str:
        known = NSID.fullmatch(listing.query) is not None
        return listing.query if known else client.group_at(self._flickr.group_url(listing.query))


def _interesting(client: FlickrClient, cursor: str | None) -> ListingPage:
    """A day's photos, of the newest day that has any if none is asked for."""
    day = datetime.fromisoformat(cursor) if cursor else _today()
    days = [day] if cursor else [day - timedelta(days=back) for back in range(1, 1 + _DAYS_TO_WAIT)]
    for one in days:
        date = one.strftime("%Y-%m-%d")
        try:
            found = client.interesting(date)
        except NotFound:
            if one is days[-1]:
                raise
            continue
        if not found.page.posts and one is not days[-1]:
            continue
        before = (one - timedelta(days=1)).strftime("%Y-%m-%d")
        mark = round(one.replace(tzinfo=UTC).timestamp()) * SECOND
        return _page(found, [mark] * len(found.page.ids), cursor=before if before >= _FIRST_DAY else None)
    raise AssertionError("unreachable")


def _today() -> datetime:
    now = datetime.fromtimestamp(clock.now() / SECOND, tz=UTC)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _page(found: ListedPage, marks: list[int], *, cursor: str | None) -> ListingPage:
    people = {one.external_id: one for one in found.page.accounts}
    posts = [_with_link(post, found, people.get(post.owner)) for post in found.page.posts]
    return ListingPage(posts=posts, marks=marks, accounts=found.page.accounts, cursor=cursor)


def _with_link(post: PostRecord, found: ListedPage, owner: AccountRecord | None) -> PostRecord:
    """The post with the address of its largest rendition, and on what terms it may be used."""
    largest = found.largest.get(post.external_id) or post.sizes[-1]
    licence = found.licences.get(post.external_id)
    details = PostDetails(
        rating=ratings.of_source("flickr", None),
        links=[LinkRecord(url=largest.url)],
        licence=licence and licence.name,
        licence_url=licence and licence.url,
        creator=(owner.real_name or owner.username) if owner is not None else None,
    )
    return msgspec.structs.replace(post, details=details)


def _has_more(found: ListedPage, number: int) -> bool:
    page = found.page
    if page.received == 0:
        return False
    return number < page.pages if page.pages is not None else page.received >= LARGEST_PHOTOS_PAGE


def _before(found: ListedPage, cursor: str | None) -> str | None:
    """The second up to which the next page goes: the lowest of this one once more, unless that would be this
    page again.
    """
    if not found.came_at or not _has_more(found, 1):
        return None
    lowest = min(found.came_at.values()) // SECOND
    return str(lowest) if str(lowest) != cursor else str(lowest - 1)


def _checked(
    listing: Listing, page: ListingPage, *, posts: int | None, followers: int | None = None
) -> CheckedListing:
    moments = [post.posted_at for post in page.posts if post.posted_at is not None]
    return CheckedListing(
        source="flickr",
        listing=named(listing),
        posts=posts,
        followers=followers,
        newest_at=max(moments, default=None),
    )
