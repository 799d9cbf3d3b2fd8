"""Danbooru (https://danbooru.donmai.us/wiki_pages/help:api): tag searches, also of an artist.

Pages go by post number (`page=b<id>`: those before it), which is quicker for the site and never skips or
repeats. Anonymous searches may have two tags; more are refused with 422.
"""

import re
from typing import Any

from fovea import ratings
from fovea.errors import FoveaError, NotFound
from fovea.messages import AccountRecord, CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage, named, site_of
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

_POST = re.compile(r"/posts?/(?:show/)?([0-9]{1,12})(?:/[^/]*)?/?", re.ASCII)
_NAMESPACES = ("artist", "character", "copyright", "general", "meta")
_FIELDS = (
    "id,md5,created_at,updated_at,rating,source,score,fav_count,image_width,image_height,file_ext,file_size,"
    "file_url,large_file_url,preview_file_url,parent_id,pixiv_id,is_deleted,is_banned,uploader_id,"
    + ",".join(f"tag_string_{namespace}" for namespace in _NAMESPACES)
)


class Danbooru:
    """Danbooru as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="danbooru",
            title="Danbooru",
            hosts=("danbooru.donmai.us", "hijiribe.donmai.us", "sonohara.donmai.us", "safebooru.donmai.us"),
            api="https://danbooru.donmai.us",
            rate=Rate(calls=5, per_seconds=1),
            page_size=200,
            auth="optional",
            keys=("DANBOORU_LOGIN", "DANBOORU_API_KEY"),
            documentation="https://danbooru.donmai.us/wiki_pages/help:api",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a tag search", example="https://danbooru.donmai.us/posts?tags=scenery+sunset"),
        UrlForm(meaning="one post", example="https://danbooru.donmai.us/posts/1234567"),
        UrlForm(meaning="a tag search by name", example="danbooru: scenery sunset"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        self._site = self.sites[0]
        login, key = (keys.get(name, "") for name in self._site.keys)
        self._key = {"login": login, "api_key": key} if login and key else {}

    def understand(self, text: str) -> Understood | None:
        """Tag searches and posts of danbooru.donmai.us and its mirrors."""
        if text.lower().startswith("danbooru:"):
            return self._tags(text.partition(":")[2])
        parts = parts_of(text)
        if parts is None or parts.host not in self._site.hosts:
            return None
        if post := _POST.fullmatch(parts.path):
            return PostAddress(
                source="danbooru", external_id=post[1], url=f"{self._site.api}/posts/{post[1]}"
            )
        if parts.path.rstrip("/") in {"", "/posts", "/post", "/post/index"}:
            return self._tags(parts.query.get("tags", ""))
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the newest post and the number of posts."""
        page = self.page(listing, asker, None)
        counted = asker.get(
            f"{self._site.api}/counts/posts.json", {"tags": listing.query, **self._key}
        ).json()
        count = reading.number(reading.mapping(reading.mapping(counted).get("counts")).get("posts"))
        if not page.posts:
            raise NotFound(f"Danbooru has no posts with the tags {listing.query}")
        return CheckedListing(
            source="danbooru",
            listing=named(listing),
            posts=count,
            newest_at=page.posts[0].posted_at,
            note=None if self._key else "Without a key, Danbooru searches for two tags at most.",
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 200 posts; `cursor` is the lowest number so far."""
        asked = {
            "tags": listing.query,
            "limit": self._site.page_size,
            "only": _FIELDS,
            "page": f"b{cursor}" if cursor else None,
            **self._key,
        }
        found = reading.objects(asker.get(f"{self._site.api}/posts.json", asked).json())
        return self._page(found, more=len(found) >= self._site.page_size)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        return self._page([self.told(address, asker)], more=False)

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as Danbooru tells it. Raises `NotFound`."""
        answer = asker.get(
            f"{self._site.api}/posts/{address.external_id}.json",
            {"only": _FIELDS, **self._key},
            accept=frozenset({200, 404}),
        )
        if answer.status == 404:
            raise NotFound(f"Danbooru has no post {address.external_id}")
        return dict(reading.mapping(answer.json()))

    def refusal(self, answer: Answer) -> FoveaError | None:
        """422: more tags than one may search for."""
        if answer.status != 422:
            return None
        return boards.refused_tags(answer, "Danbooru")

    def _tags(self, text: str) -> Listing | None:
        return boards.search(self._site, text, url=f"{self._site.api}/posts?tags={{}}")

    def _page(self, found: list[dict[str, Any]], *, more: bool) -> ListingPage:
        """Posts without a number are passed over; pages go on below the lowest number."""
        numbered = [(number, one) for one in found if (number := reading.number(one.get("id"))) is not None]
        posts = [post_of(number, one, site_of(self.sites, "danbooru").api) for number, one in numbered]
        lowest = min((number for number, _ in numbered), default=None)
        return ListingPage(
            posts=posts,
            marks=[number for number, _ in numbered],
            accounts=[AccountRecord(external_id=owner) for owner in sorted({post.owner for post in posts})],
            cursor=str(lowest) if more and lowest is not None else None,
        )


def post_of(number: int, told: dict[str, Any], site: str) -> PostRecord:
    """A post of Danbooru's. Hidden ones have neither file nor digest, and lead nowhere."""
    original = reading.size(told.get("file_url"), told.get("image_width"), told.get("image_height"), site)
    sizes = reading.sizes(
        reading.size(told.get("preview_file_url"), None, None, site),
        reading.size(told.get("large_file_url"), None, None, site),
        original,
    )
    artists = reading.words(told.get("tag_string_artist"))
    removed = bool(told.get("is_deleted") or told.get("is_banned"))
    links = [] if original is None else [LinkRecord(url=original.url, md5=reading.md5(told.get("md5")))]
    return PostRecord(
        external_id=str(number),
        owner=boards.owner_of(None, reading.number(told.get("uploader_id"))),
        title=" ".join(one.replace("_", " ") for one in artists),
        url=f"{site}/posts/{number}",
        sizes=sizes,
        tags=[
            tag
            for namespace in _NAMESPACES
            for tag in reading.tags(reading.words(told.get(f"tag_string_{namespace}")), namespace)
        ],
        posted_at=reading.moment(told.get("created_at")),
        details=PostDetails(
            rating=ratings.of_source("danbooru", told.get("rating")),
            score=reading.number(told.get("score")),
            source_url=reading.address(told.get("source")),
            links=[] if removed else links,
            removed=removed,
        ),
    )
