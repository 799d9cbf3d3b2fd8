"""Flickr's answers as records. Odd fields (numbers as text, missing extras, empty names) never fail an
answer; an answer without what was asked for raises `NonsenseError`.
"""

from typing import Any

import msgspec

from fovea.flickr.licences import Licence, of_number
from fovea.flickr.site import Site
from fovea.flickr.sizes import LARGER_EDGES, sizes_of
from fovea.flickr.values import moment_of, nsid_of, number_of, photo_id_of, records_of, taken_of, text_of
from fovea.messages import AccountRecord, PostRecord, SizeRecord

_MOST_TAGS = 100


class NonsenseError(ValueError):
    """The answer is well-formed but holds not what the method promises."""


class PhotosPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of photos.

    `accounts` are their owners; `received` is how many photos Flickr sent, of which `dropped` could not be
    used (no picture address, no id); `ids` names them all in order. `newest_faved_at` in milliseconds.
    """

    posts: list[PostRecord]
    accounts: list[AccountRecord]
    ids: list[str]
    page: int
    pages: int | None
    total: int | None
    received: int
    dropped: int
    newest_faved_at: int | None


class ListedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of photos of a search, a pool or a day, with what only such lists need.

    By the photo's id: `came_at` is when it came into the list, or was posted (milliseconds); `largest` is its
    largest rendition of which Flickr tells, the original where its owner gives it; `licences` are those that
    are known.
    """

    page: PhotosPage
    came_at: dict[str, int]
    largest: dict[str, SizeRecord]
    licences: dict[str, Licence] = {}


class ContactsPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the people whom somebody follows. `received` counts what Flickr sent."""

    accounts: list[AccountRecord]
    page: int
    pages: int | None
    total: int | None
    received: int


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group as Flickr describes it."""

    external_id: str
    name: str
    members: int | None
    photos: int | None
    url: str
    icon_url: str | None


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that was made. `url` is where it is shown, when Flickr tells."""

    external_id: str
    url: str | None
    text: str


def photos_page(answer: Any, *, site: Site) -> PhotosPage:
    """A page of flickr.favorites.getPublicList or flickr.groups.pools.getPhotos."""
    listing = _part(answer, "photos")
    posts: dict[str, PostRecord] = {}
    accounts: dict[str, AccountRecord] = {}
    sent = records_of(listing, "photo")
    for photo in sent:
        post = _post(photo, site=site)
        if post is not None:
            posts[post.external_id] = post
            if post.owner not in accounts:
                accounts[post.owner] = _owner(photo, post.owner, site=site)
    faved = [moment for photo in sent if (moment := moment_of(photo.get("date_faved"))) is not None]
    return PhotosPage(
        posts=list(posts.values()),
        accounts=list(accounts.values()),
        ids=[str(photo.get("id")) for photo in sent],
        page=number_of(listing.get("page")) or 1,
        pages=number_of(listing.get("pages")),
        total=number_of(listing.get("total")),
        received=len(sent),
        dropped=len({str(photo.get("id")) for photo in sent}) - len(posts),
        newest_faved_at=max(faved, default=None),
    )


def listed_page(answer: Any, *, site: Site) -> ListedPage:
    """A page of flickr.photos.search, flickr.groups.pools.getPhotos or flickr.interestingness.getList."""
    page = photos_page(answer, site=site)
    came_at: dict[str, int] = {}
    largest: dict[str, SizeRecord] = {}
    licences: dict[str, Licence] = {}
    for photo in records_of(_part(answer, "photos"), "photo"):
        identifier = photo_id_of(photo.get("id"))
        if identifier is None:
            continue
        came = moment_of(photo.get("dateadded")) or moment_of(photo.get("dateupload"))
        if came is not None:
            came_at[identifier] = came
        if sizes := sizes_of(photo, LARGER_EDGES):
            largest[identifier] = sizes[-1]
        if (licence := of_number(number_of(photo.get("license")))) is not None:
            licences[identifier] = licence
    return ListedPage(page=page, came_at=came_at, largest=largest, licences=licences)


def group_id(answer: Any) -> str:
    """The NSID of the group that flickr.urls.lookupGroup found."""
    nsid = nsid_of(_part(answer, "group").get("id"))
    if nsid is None:
        raise NonsenseError("a group without an NSID")
    return nsid


def contacts_page(answer: Any, *, site: Site) -> ContactsPage:
    """A page of flickr.contacts.getPublicList."""
    listing = _part(answer, "contacts")
    sent = records_of(listing, "contact")
    accounts = {
        nsid: AccountRecord(
            external_id=nsid,
            username=text_of(contact.get("username")),
            real_name=text_of(contact.get("realname")),
            path_alias=_alias(contact),
            icon_url=_icon(contact, nsid, site=site),
        )
        for contact in sent
        if (nsid := nsid_of(contact.get("nsid")))
    }
    return ContactsPage(
        accounts=list(accounts.values()),
        page=number_of(listing.get("page")) or 1,
        pages=number_of(listing.get("pages")),
        total=number_of(listing.get("total")),
        received=len(sent),
    )


def person(answer: Any, *, site: Site) -> AccountRecord:
    """Somebody as flickr.people.getInfo describes them."""
    described = _part(answer, "person")
    nsid = nsid_of(described.get("nsid")) or nsid_of(described.get("id"))
    if nsid is None:
        raise NonsenseError("a person without an NSID")
    return AccountRecord(
        external_id=nsid,
        username=text_of(described.get("username")),
        real_name=text_of(described.get("realname")),
        path_alias=_alias(described),
        icon_url=_icon(described, nsid, site=site),
        state="active",
    )


def user_id(answer: Any) -> str:
    """The NSID that flickr.urls.lookupUser, flickr.people.findByUsername or flickr.test.login found."""
    user = _part(answer, "user")
    nsid = nsid_of(user.get("nsid")) or nsid_of(user.get("id"))
    if nsid is None:
        raise NonsenseError("a user without an NSID")
    return nsid


def photo_owner(answer: Any) -> str:
    """The NSID of the owner of the photo that flickr.photos.getInfo describes."""
    owner = _part(answer, "photo").get("owner")
    nsid = nsid_of(owner.get("nsid")) if isinstance(owner, dict) else None
    if nsid is None:
        raise NonsenseError("a photo without an owner")
    return nsid


def group(answer: Any, *, site: Site) -> Group:
    """A group as flickr.groups.getInfo describes it."""
    described = _part(answer, "group")
    nsid = nsid_of(described.get("nsid")) or nsid_of(described.get("id"))
    if nsid is None:
        raise NonsenseError("a group without an NSID")
    return Group(
        external_id=nsid,
        name=text_of(described.get("name")) or nsid,
        members=number_of(described.get("members")),
        photos=number_of(described.get("pool_count")),
        url=site.group_url(_alias(described) or nsid),
        icon_url=_icon(described, nsid, site=site),
    )


def photo_groups(answer: Any, *, site: Site) -> list[Group]:
    """The groups that flickr.photos.getAllContexts names. A photo that is in none has no `pool` at all."""
    if not isinstance(answer, dict):
        raise NonsenseError("contexts that are no object")
    return [
        Group(
            external_id=nsid,
            name=text_of(pool.get("title")) or nsid,
            members=number_of(pool.get("members")),
            photos=number_of(pool.get("pool_count")),
            url=site.group_url(nsid),
            icon_url=_icon(pool, nsid, site=site),
        )
        for pool in records_of(answer, "pool")
        if (nsid := nsid_of(pool.get("id")))
    ]


def comment(answer: Any, *, text: str) -> Comment:
    """The comment that flickr.photos.comments.addComment made."""
    made = _part(answer, "comment")
    identifier = text_of(made.get("id"))
    if identifier is None:
        raise NonsenseError("a comment without an id")
    link = text_of(made.get("permalink"), longest=512) or ""
    return Comment(
        external_id=identifier, url=link if link.startswith(("https://", "http://")) else None, text=text
    )


def _part(answer: Any, name: str) -> dict[str, Any]:
    part = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(part, dict):
        raise NonsenseError(f"an answer without {name}")
    return part


def _post(photo: dict[str, Any], *, site: Site) -> PostRecord | None:
    identifier, owner, sizes = photo_id_of(photo.get("id")), nsid_of(photo.get("owner")), sizes_of(photo)
    if identifier is None or owner is None or not sizes:
        return None
    unknown = number_of(photo.get("datetakenunknown")) == 1
    return PostRecord(
        external_id=identifier,
        owner=owner,
        title=text_of(photo.get("title"), longest=1_000) or "",
        url=site.photo_url(_alias(photo) or owner, identifier),
        sizes=sizes,
        tags=list(dict.fromkeys((text_of(photo.get("tags"), longest=10_000) or "").split()))[:_MOST_TAGS],
        posted_at=moment_of(photo.get("dateupload")),
        taken_at=None if unknown else taken_of(photo.get("datetaken")),
    )


def _owner(photo: dict[str, Any], nsid: str, *, site: Site) -> AccountRecord:
    return AccountRecord(
        external_id=nsid,
        username=text_of(photo.get("ownername")),
        real_name=text_of(photo.get("realname")),
        path_alias=_alias(photo),
        icon_url=_icon(photo, nsid, site=site),
    )


def _alias(described: dict[str, Any]) -> str | None:
    return text_of(described.get("path_alias"), longest=128) or text_of(
        described.get("pathalias"), longest=128
    )


def _icon(described: dict[str, Any], nsid: str, *, site: Site) -> str | None:
    server = number_of(described.get("iconserver"))
    if server is None:
        return None
    return site.icon_url(nsid, server=server, farm=number_of(described.get("iconfarm")) or 1)
