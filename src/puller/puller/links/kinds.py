"""Who resolves a link: said by its address alone, without asking anybody."""

import re
from functools import cache
from typing import TYPE_CHECKING

from fovea.errors import InvalidInput
from puller.links import addresses
from puller.links.imgur_forms import PICTURES, imgur_form, is_file
from puller.links.reddit_forms import reddit_form

if TYPE_CHECKING:  # sources say of what kind their links are: they come here first
    from puller.sources.listing_source import ListingSource
    from puller.sources.sites import PostAddress

IMAGE, IMGUR, REDDIT, POST, PAGE, UNKNOWN = "image", "imgur", "reddit", "post", "page", "unknown"

# Wikis name their pages about pictures like the pictures themselves.
_PAGE_ABOUT_PICTURE = re.compile(r"/wiki/|/[^/]*:[^/]*$")
# Hosts of nothing but pictures, whatever their names end with.
_PICTURE_HOSTS = frozenset({"pbs.twimg.com", "i.pximg.net", "i.stack.imgur.com"})


def classify(url: str) -> str:
    """Who resolves a link: `image` (it is the address of a picture, as far as can be known), `imgur`,
    `reddit`, `post` (the page of a post of a site that we know), `page`, or `unknown`: nobody.
    """
    address = addresses.read(url)
    if address is None:
        return UNKNOWN
    if addresses.is_of(address.host, "reddit.com") or addresses.is_of(address.host, "redd.it"):
        return _of_reddit(url)
    if address.host in _PICTURE_HOSTS:
        return IMAGE
    if addresses.is_of(address.host, "imgur.com") or addresses.is_of(address.host, "imgur.io"):
        return IMAGE if is_file(url) else IMGUR if imgur_form(url) is not None else UNKNOWN
    if post_address(url) is not None:
        return POST
    return IMAGE if is_picture_name(address) else PAGE


def is_picture_name(address: addresses.Address) -> bool:
    """Whether the path ends as names of pictures do."""
    name = address.path.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower()
    return "." in name and ending in PICTURES and not _PAGE_ABOUT_PICTURE.search(address.path)


def post_address(url: str) -> "PostAddress | None":
    """The post of a site that we know whose page this is. Sites where each answer costs are not asked for
    whatever somebody links to: their pages are read as any others.
    """
    from puller.sources.sites import PostAddress

    real = addresses.real(url)
    for source in _sources():
        try:
            understood = source.understand(real)
        except InvalidInput:  # it is theirs, and no post
            return None
        if understood is not None:
            return understood if isinstance(understood, PostAddress) else None
    return None


def _of_reddit(url: str) -> str:
    form = reddit_form(url)
    if form is None:
        return UNKNOWN
    return IMAGE if form.kind == "file" else REDDIT


@cache
def _sources() -> "tuple[ListingSource, ...]":
    from puller.sources import every_listing_source

    return tuple(
        source for source in every_listing_source({}) if all(site.price is None for site in source.sites)
    )
