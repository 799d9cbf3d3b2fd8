"""Imgur (https://apidocs.imgur.com): albums, tags and communities of the gallery, and what single addresses
name.

It answers nobody without the id of an application, counts its calls by the day, and blocks who goes beyond
that five times in a month. Images of the gallery are told a few at a time; all of an album's at once.
"""

from typing import Any
from urllib.parse import quote

from fovea.errors import AccountPrivate, FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.messages import CheckedListing, LinkRecord
from puller.links.imgur_forms import ImgurForm, imgur_form
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.imgur.posts import MAIN, is_album, links_of, page_of, rating_of
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, ListingKind, PostAddress, Rate, Site, Understood, UrlForm

API = "https://api.imgur.com/3"
KEY = "IMGUR_CLIENT_ID"
_GALLERY_PAGE = 60


class Imgur:
    """Imgur as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="imgur",
            title="Imgur",
            hosts=("imgur.com", "www.imgur.com", "m.imgur.com", "i.imgur.com", "imgur.io"),
            api=API,
            rate=Rate(calls=2, per_seconds=1, per_day=12_500),
            page_size=_GALLERY_PAGE,
            auth="required",
            keys=(KEY,),
            documentation="https://apidocs.imgur.com",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a tag of the gallery", example="https://imgur.com/t/cats"),
        UrlForm(meaning="a community of the gallery", example="https://imgur.com/r/EarthPorn"),
        UrlForm(meaning="an album", example="https://imgur.com/a/lDRB2"),
        UrlForm(meaning="one image", example="https://imgur.com/AbCdEfG"),
        UrlForm(meaning="one post of the gallery", example="https://imgur.com/gallery/some-title-AbCdEfG"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        client_id = keys.get(KEY, "")
        self._headers = {"Authorization": f"Client-ID {client_id}"} if client_id else {}

    @property
    def has_key(self) -> bool:
        """Whether Imgur's API can be asked."""
        return bool(self._headers)

    def understand(self, text: str) -> Understood | None:
        """Tags, communities and albums as listings; images and posts of the gallery as posts."""
        pasted = text.strip()
        form = imgur_form(pasted if "://" in pasted else f"https://{pasted}")
        if form is None:
            return None
        if form.kind in {"tag", "subreddit"}:
            way = "t" if form.kind == "tag" else "r"
            title = f"{form.name} on Imgur" if way == "t" else f"r/{form.name} on Imgur"
            return _listing("community", f"{way}/{form.name}", title, f"{MAIN}/{way}/{quote(form.name)}")
        if form.kind == "album":
            return _listing("album", f"a/{form.ids[0]}", f"Album {form.ids[0]} on Imgur", _page_of(form))
        if len(form.ids) == 1:
            return PostAddress(source="imgur", external_id=_external_id(form), url=_page_of(form))
        return None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403 is a wrong id of an application or an album that is not for everybody; 429 and the like ask for
        patience until the hour or the day is over.
        """
        if answer.status not in {400, 401, 403, 404}:
            return None
        words = _words(answer)
        if answer.status == 404:
            return NotFound("Imgur has nothing at this address (any more)")
        if "client" in words.lower() or answer.status == 401:
            return None  # our key
        if answer.status == 403 and answer.body.lstrip().startswith(b"{"):
            return AccountPrivate(f"Imgur does not show this to everybody ({words})")
        if answer.status == 403:
            return SourceUnavailable("Imgur's firewall does not let us through now", source_code="blocked")
        return SourceRefused(f"Imgur refuses: {words}", source_code=f"http_{answer.status}")

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """What is told of a tag or an album; a community is there when it has images."""
        kind, _, name = listing.query.partition("/")
        if kind == "a":
            told = reading.mapping(self._ask(asker, f"/album/{name}"))
            return CheckedListing(
                source="imgur",
                listing=named(listing),
                description=reading.text(told.get("title")),
                posts=reading.number(told.get("images_count")),
                created_at=reading.moment(told.get("datetime")),
                rating=rating_of(told),
            )
        page = self.page(listing, asker, None)
        if not page.posts:
            raise NotFound(f"Imgur has nothing in {listing.query}")
        newest = max(page.marks, default=None)
        return CheckedListing(source="imgur", listing=named(listing), newest_at=newest)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """A page of the gallery, or all of an album, each image a post."""
        kind, _, name = listing.query.partition("/")
        if kind == "a":
            images = reading.objects(self._ask(asker, f"/album/{name}/images"))
            return page_of(images, cursor=None, album=name)
        number = reading.number(cursor) or 0
        way = f"/gallery/t/{quote(name)}" if kind == "t" else f"/gallery/r/{quote(name)}"
        told = self._ask(asker, f"{way}/time/{number}")
        found = reading.objects(reading.mapping(told).get("items") if isinstance(told, dict) else told)
        return page_of(found, cursor=str(number + 1) if found else None)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One image, or one post of the gallery."""
        way, _, number = address.external_id.rpartition("/")
        if not way:
            told = self._image(asker, number)
        elif way == "gallery":
            told = self._album_or_image(asker, number)
        else:
            told = self._of_community(asker, way, number)
        return page_of(
            [told | {"images": self._images_of(asker, told)} if is_album(told) else told], cursor=None
        )

    def links(self, form: ImgurForm, asker: Asker) -> list[LinkRecord]:
        """The pictures that an address names. Raises `NotFound`, and what `asker` raises."""
        match form.kind:
            case "images":
                images = [self._image(asker, one) for one in form.ids]
            case "album":
                images = reading.objects(self._ask(asker, f"/album/{form.ids[0]}/images"))
            case "gallery":
                images = self._images_of(asker, self._album_or_image(asker, form.ids[0]))
            case "community":
                images = self._images_of(asker, self._of_community(asker, f"r/{form.name}", form.ids[0]))
            case _:
                raise SourceRefused(
                    "This is a listing of many posts: subscribe to it instead", code="link_is_listing"
                )
        return links_of(images)

    def _image(self, asker: Asker, number: str) -> dict[str, Any]:
        return dict(reading.mapping(self._ask(asker, f"/image/{number}")))

    def _album_or_image(self, asker: Asker, number: str) -> dict[str, Any]:
        """Addresses of the gallery do not say what they name, and go on when it was taken out of there."""
        for path in ("gallery/album", "gallery/image", "album"):
            try:
                return dict(reading.mapping(self._ask(asker, f"/{path}/{number}")))
            except NotFound:
                continue
        return self._image(asker, number)

    def _of_community(self, asker: Asker, community: str, number: str) -> dict[str, Any]:
        try:
            return dict(reading.mapping(self._ask(asker, f"/gallery/{community}/{number}")))
        except NotFound:
            return self._album_or_image(asker, number)

    def _images_of(self, asker: Asker, told: dict[str, Any]) -> list[dict[str, Any]]:
        if not is_album(told):
            return [told]
        images = reading.objects(told.get("images"))
        if images and len(images) >= (reading.number(told.get("images_count")) or 0):
            return images
        return reading.objects(self._ask(asker, f"/album/{told.get('id')}/images"))

    def _ask(self, asker: Asker, path: str) -> Any:
        if not self._headers:
            raise SourceRefused(f"Imgur answers nobody without a key: set {KEY}", code="key_missing")
        told = asker.get(f"{API}{path}", headers=self._headers).json()
        if not isinstance(told, dict) or told.get("success") is False or "data" not in told:
            raise SourceUnavailable("Imgur answered with something of another form", source_code="nonsense")
        return told["data"]


def _words(answer: Answer) -> str:
    try:
        told = reading.mapping(reading.mapping(answer.json()).get("data")).get("error")
    except SourceUnavailable:
        told = None
    if isinstance(told, dict):
        told = told.get("message")
    return reading.text(told) or f"HTTP status {answer.status}"


def _listing(kind: ListingKind, query: str, title: str, url: str) -> Listing:
    return Listing(source="imgur", kind=kind, query=query, title=title, url=url)


def _page_of(form: ImgurForm) -> str:
    match form.kind:
        case "album":
            return f"{MAIN}/a/{form.ids[0]}"
        case "gallery":
            return f"{MAIN}/gallery/{form.ids[0]}"
        case "community":
            return f"{MAIN}/r/{form.name}/{form.ids[0]}"
    return f"{MAIN}/{form.ids[0]}"


def _external_id(form: ImgurForm) -> str:
    way = {"gallery": "gallery/", "community": f"r/{form.name}/"}.get(form.kind, "")
    return f"{way}{form.ids[0]}"
