"""Reddit: communities (also several at once) and users.

There are three ways to it, of which the best that there is is taken: its API, for those who have a key
(`oauth`); an archive that answers everybody (`archive`); and the feeds (`feed`), when the archive is away or
does not know the order that is wanted. A cursor is understood by all of them: the last post and its moment.
"""

from typing import Any

import msgspec

from fovea.clock import SECOND
from fovea.errors import (
    AccountGone,
    AccountNotFound,
    FoveaError,
    NotFound,
    SourceUnavailable,
)
from fovea.messages import CheckedListing, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.reddit import archive, checks, feed, names, oauth
from puller.sources.reddit.posts import accounts_of, last_moment, one_of, page_of
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

# Reddit's listings end after about a thousand posts; what is older is in the archive.
_NEAR_THE_END = 900


class Reddit:
    """Reddit as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="reddit",
            title="Reddit",
            hosts=("www.reddit.com", "reddit.com", "old.reddit.com", "redd.it"),
            api=oauth.API,
            rate=Rate(calls=90, per_seconds=60),
            page_size=100,
            auth="optional",
            keys=oauth.KEYS,
            documentation="https://www.reddit.com/dev/api",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a community", example="https://www.reddit.com/r/EarthPorn"),
        UrlForm(meaning="its best posts", example="https://www.reddit.com/r/EarthPorn/top/?t=week"),
        UrlForm(meaning="several communities", example="https://www.reddit.com/r/EarthPorn+CityPorn/new/"),
        UrlForm(meaning="what a user put up", example="https://www.reddit.com/user/spez/submitted/"),
        UrlForm(meaning="one post", example="https://www.reddit.com/r/EarthPorn/comments/1abcde/a_title/"),
        UrlForm(meaning="a community by name", example="r/EarthPorn"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        client_id, secret = (keys.get(name, "") for name in oauth.KEYS)
        self._oauth = oauth.OAuth(client_id, secret) if client_id and secret else None

    def understand(self, text: str) -> Understood | None:
        """Communities, users and posts."""
        return names.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Private, banned and other communities."""
        return oauth.refusal(answer)

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The exact names, and what is told of them."""
        if listing.kind == "account":
            return self._check_user(listing, asker)
        wanted = names.wanted_of(listing)
        each = [self._community(name, asker) for name in wanted.names]
        exact = msgspec.structs.replace(wanted, names=tuple(one.name for one in each))
        ways = None if self._oauth is not None else checks.note(wanted)
        return checks.checked(named(names.of_wanted(exact)), each, note=ways)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to a hundred posts (25 of a feed) behind the post of the cursor."""
        wanted, place = names.wanted_of(listing), _Place.of(cursor)
        if self._oauth is not None and not place.is_in_archive:
            return self._of_api(self._oauth, listing, wanted, asker, place)
        if not wanted.is_by_time:
            return self._of_feed(listing, wanted, asker, place)
        try:
            return self._of_archive(listing, wanted, asker, place)
        except SourceUnavailable:
            if cursor is not None:  # the feeds know only the newest
                raise
            return self._of_feed(listing, wanted, asker, place)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post, with its pictures."""
        number = address.external_id
        if self._oauth is None:
            found, where = archive.post(asker, number)
            return one_of(page_of(found, where, cursor=None), number)
        answer = self._oauth.get(asker, "/api/info", {"id": f"t3_{number}"})
        found, _ = _listed(answer)
        return one_of(page_of(found, answer.url, cursor=None), number)

    def post_with(self, url: str, asker: Asker) -> ListingPage:
        """The newest post that leads to an address: what belongs to a video is told only with its post."""
        if self._oauth is None:
            found, where = archive.posts_with(asker, url)
        else:
            answer = self._oauth.get(asker, "/api/info", {"url": url})
            (found, _), where = _listed(answer), answer.url
        return one_of(page_of(found[:1], where, cursor=None), url)

    def shared(self, address: str, asker: Asker) -> PostAddress:
        """The post behind an address that somebody shared. Raises `NotFound`."""
        answer = asker.of(feed.SITE, refusal=feed.refusal).get(
            address, follow=False, accept=frozenset({301, 302, 307, 308})
        )
        found = names.share_of(answer.headers.get("location", ""))
        if found is None:
            raise NotFound("The shared address leads to no post")
        return found

    def _of_api(
        self, way: oauth.OAuth, listing: Listing, wanted: names.Wanted, asker: Asker, place: "_Place"
    ) -> ListingPage:
        size = asker.site.page_size
        asked = {"limit": size, "after": place.after, "count": place.count or None, "t": wanted.time}
        answer = way.get(asker, _path(listing, wanted), asked)
        found, after = _listed(answer)
        page = page_of(found, answer.url, cursor=None, is_by_time=wanted.is_by_time)
        count, last = place.count + len(found), last_moment(found)
        cursor = f"{after}@{last or 0}#{count}" if after else None
        if after is None and count >= _NEAR_THE_END and wanted.is_by_time and last is not None:
            cursor = f"archive@{last + 1}"
        return msgspec.structs.replace(page, cursor=cursor)

    def _of_archive(
        self, listing: Listing, wanted: names.Wanted, asker: Asker, place: "_Place"
    ) -> ListingPage:
        """Several communities are read side by side, down to where the first of these pages ends."""
        way = "author" if listing.kind == "account" else "subreddit"
        found: list[dict[str, Any]] = []
        where, floor = "", None
        for name in wanted.names:
            posts, where = archive.posts(asker, {way: name}, before=place.before)
            found += posts
            last = last_moment(posts)
            if len(posts) >= archive.SITE.page_size and last is not None:
                floor = last if floor is None else max(floor, last)
        page = page_of(found, where, cursor=None)
        if floor is None:
            return page
        # Others of the same second may be on the next page: it is asked for again, unless that is all.
        before = floor + 1 if place.before is None or floor + 1 < place.before else floor
        kept = [post for post in page.posts if (post.posted_at or 0) >= floor * SECOND]
        marks = [post.posted_at for post in kept if post.posted_at is not None]
        return msgspec.structs.replace(page, posts=kept, marks=marks, cursor=f"archive@{before}")

    def _of_feed(self, listing: Listing, wanted: names.Wanted, asker: Asker, place: "_Place") -> ListingPage:
        if place.after is not None or place.is_in_archive:
            return ListingPage(posts=[], marks=[])
        asked = {"t": wanted.time, "limit": feed.SITE.page_size}
        posts, _ = feed.read(asker, f"{_path(listing, wanted)}/.rss", asked)
        return ListingPage(
            posts=posts,
            marks=[post.posted_at for post in posts if post.posted_at is not None]
            if wanted.is_by_time
            else [],
            accounts=accounts_of(posts),
            cursor=_behind(posts) if wanted.is_by_time else None,
        )

    def _community(self, name: str, asker: Asker) -> checks.Community:
        if self._oauth is not None:
            told = reading.mapping(self._oauth.get(asker, f"/r/{name}/about").json())
            found = checks.community_of(reading.mapping(told.get("data")))
            if told.get("kind") != "t5" or found is None:
                raise AccountNotFound(f"There is no subreddit r/{name}")
            return found
        try:
            archived = archive.community(asker, name)
        except SourceUnavailable:
            archived = None
        found = checks.community_of(archived) if archived is not None else None
        if found is not None:
            return found
        posts, exact = feed.read(asker, f"/r/{name}/new/.rss", {"limit": 1})
        if not posts and exact is None:
            raise AccountNotFound(f"There is no subreddit r/{name}")
        return checks.Community(name=exact or name, newest_at=posts[0].posted_at if posts else None)

    def _check_user(self, listing: Listing, asker: Asker) -> CheckedListing:
        name = listing.query
        if self._oauth is not None:
            told: Any = reading.mapping(
                reading.mapping(self._oauth.get(asker, f"/user/{name}/about").json()).get("data")
            )
            if told.get("is_suspended") is True:
                raise AccountGone(f"Reddit has suspended u/{name}", code="account_suspended")
            exact = reading.text(told.get("name"))
        else:
            told = archive.user(asker, name) or {}
            exact = reading.text(told.get("author"))
        found = names.person(exact) if exact is not None else None
        if found is None:
            raise AccountNotFound(f"Reddit knows no user {name}")
        return checks.checked_user(
            named(found), told, note=None if self._oauth is not None else checks.ARCHIVE_NOTE
        )


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page begins: behind the post `after` (its fullname), before the second `before`. `count` posts
    were told so far.
    """

    after: str | None = None
    before: int | None = None
    count: int = 0

    @property
    def is_in_archive(self) -> bool:
        """Whether only the archive can go on here."""
        return self.after is None and self.before is not None

    @classmethod
    def of(cls, cursor: str | None) -> "_Place":
        """The place of a cursor: `t3_1abcde@1700000000#200` or `archive@1700000000`."""
        if cursor is None:
            return cls()
        name, _, rest = cursor.partition("@")
        moment, _, count = rest.partition("#")
        return cls(
            after=None if name == "archive" else name,
            before=reading.number(moment),
            count=reading.number(count) or 0,
        )


def _path(listing: Listing, wanted: names.Wanted) -> str:
    if listing.kind == "account":
        return f"/user/{wanted.names[0]}/submitted"
    return f"/r/{'+'.join(wanted.names)}/{wanted.order}"


def _listed(answer: Answer) -> tuple[list[dict[str, Any]], str | None]:
    """(the posts of a listing, the fullname behind which the next page begins)."""
    told = reading.mapping(answer.json())
    if told.get("kind") != "Listing":
        raise SourceUnavailable("Reddit answered with something that is no listing", source_code="nonsense")
    data = reading.mapping(told.get("data"))
    children = reading.objects(data.get("children"))
    posts = [one["data"] for one in children if one.get("kind") == "t3" and isinstance(one.get("data"), dict)]
    return posts, reading.text(data.get("after"))


def _behind(posts: list[PostRecord]) -> str | None:
    """A cursor behind the last post of a feed that is full: the archive goes on there."""
    last = posts[-1].posted_at if len(posts) >= feed.SITE.page_size else None
    return f"archive@{last // SECOND + 1}" if last is not None else None
