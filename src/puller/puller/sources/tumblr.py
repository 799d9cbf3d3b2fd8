"""Tumblr (https://www.tumblr.com/docs/en/api/v2): blogs, and tags of a blog or of all. It wants a key.

Posts of the newer editor count as no `photo` posts, so all are asked for, in the form of the newer editor
(`npf`), and those with pictures are ours. Reblogs are not the blog's posts. Pages go on below a moment, of
which seconds are told: the next page begins with the last second once more.
"""

from typing import Any

from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, FoveaError, NotFound, SourceRefused
from fovea.messages import AccountRecord, CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import reading, tumblr_forms
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm
from puller.sources.tumblr_posts import is_reblog, post_of, seconds_of

_API = "https://api.tumblr.com/v2"
_DASHBOARD_ONLY = 4012


class Tumblr:
    """Tumblr as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="tumblr",
            title="Tumblr",
            hosts=("www.tumblr.com", "tumblr.com"),
            api=_API,
            rate=Rate(calls=1_000, per_seconds=3_600, per_day=5_000),
            page_size=20,
            auth="required",
            keys=("TUMBLR_API_KEY",),
            documentation="https://www.tumblr.com/docs/en/api/v2#rate-limits",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a blog", example="https://www.tumblr.com/staff"),
        UrlForm(meaning="a tag of a blog", example="https://staff.tumblr.com/tagged/features"),
        UrlForm(meaning="a tag", example="https://www.tumblr.com/tagged/landscape"),
        UrlForm(meaning="one post", example="https://staff.tumblr.com/post/123456789/a-title"),
        UrlForm(meaning="a blog by name", example="tumblr: staff"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        self._key = keys.get("TUMBLR_API_KEY", "")

    def understand(self, text: str) -> Understood | None:
        """Blogs, tags, posts."""
        return tumblr_forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """404 is a blog that is not there, or that is shown only to people who are logged in."""
        if answer.status not in {403, 404}:
            return None
        try:
            told = reading.mapping(answer.json())
        except FoveaError:
            return None
        codes = {reading.number(one.get("code")) for one in reading.objects(told.get("errors"))}
        if answer.status == 403 or _DASHBOARD_ONLY in codes:
            return AccountPrivate("This blog is shown only to people who are logged in to Tumblr")
        return AccountNotFound("Tumblr has no such blog: it was never there, or was deleted or renamed")

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The blog's exact name, or whether a tag has posts."""
        blog, tag = _parts(listing)
        newest = self.page(listing, asker, None)
        if tag and not newest.marks:
            raise NotFound(f"Tumblr has no posts with the tag {tag}" + (f" at {blog}" if blog else ""))
        newest_at = max(newest.marks, default=None)
        if not blog:
            return CheckedListing(source="tumblr", listing=named(listing), newest_at=newest_at)
        told = self._response(asker, f"blog/{blog}.tumblr.com/info", {})
        described = reading.mapping(reading.mapping(told).get("blog"))
        exact = tumblr_forms.blog(reading.text(described.get("name")) or blog, tag)
        return CheckedListing(
            source="tumblr",
            listing=named(exact or listing),
            description=reading.plain_text(described.get("description")),
            posts=None if tag else reading.number(described.get("posts")),
            followers=reading.number(described.get("followers")),
            newest_at=newest_at,
            note=reading.text(described.get("title")),
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 20 posts before the moment `cursor`, of which those with pictures are ours."""
        blog, tag = _parts(listing)
        asked: dict[str, Any] = {"limit": asker.site.page_size, "before": cursor, "npf": "true"}
        if blog:
            asked |= {"tag": tag or None, "reblog_info": "true"}
            told = reading.mapping(self._response(asker, f"blog/{blog}.tumblr.com/posts", asked))
            found = reading.objects(told.get("posts"))
        else:
            found = reading.objects(self._response(asker, "tagged", asked | {"tag": tag}))
        own = [one for one in found if not (blog and is_reblog(one))]
        page = _page(own)
        moments = [seconds for one in found if (seconds := seconds_of(one)) is not None]
        return ListingPage(
            posts=page.posts,
            accounts=page.accounts,
            marks=[1_000 * seconds for seconds in moments],
            cursor=_after(found, cursor),
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        return _page([self.told(address, asker)])

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as Tumblr tells it. Raises `NotFound`."""
        blog, _, number = address.external_id.partition("/")
        asked = {"id": number, "npf": "true", "reblog_info": "true"}
        told = reading.mapping(self._response(asker, f"blog/{blog}.tumblr.com/posts", asked))
        found = reading.objects(told.get("posts"))
        if not found:
            raise NotFound(f"Tumblr has no post {number} at {blog}, or no longer")
        return found[0]

    def _response(self, asker: Asker, path: str, query: dict[str, Any]) -> Any:
        if not self._key:
            raise SourceRefused(
                f"Tumblr answers nobody without a key: set {asker.site.key_names}", code="key_missing"
            )
        if "-deactivated" in path:
            raise AccountGone("This blog has been deactivated")
        answer = asker.get(f"{asker.site.api}/{path}", {**query, "api_key": self._key})
        return reading.mapping(answer.json()).get("response")


def _page(found: list[dict[str, Any]]) -> ListingPage:
    posts = [post for one in found if (post := post_of(one)) is not None]
    owners = sorted({post.owner for post in posts})
    accounts = [AccountRecord(external_id=owner, username=owner, icon_url=_icon(owner)) for owner in owners]
    return ListingPage(posts=posts, marks=[], accounts=accounts)


def _after(found: list[dict[str, Any]], cursor: str | None) -> str | None:
    """Below which second the next page begins: it has those of the lowest second again, unless that would be
    the same page. A pinned post, which stands on top however old it is, says nothing.
    """
    moments = [
        seconds
        for one in found
        if one.get("is_pinned") is not True and (seconds := seconds_of(one)) is not None
    ]
    if not moments:
        return None
    lowest = min(moments)
    again = str(lowest + 1)
    return again if again != cursor else str(lowest)


def _parts(listing: Listing) -> tuple[str, str]:
    """(blog, tag), one of which may be empty."""
    if listing.kind == "account":
        return listing.query, ""
    blog, _, tag = listing.query.partition("/")
    return blog, tag


def _icon(blog: str) -> str:
    return f"{_API}/blog/{blog}.tumblr.com/avatar/64"
