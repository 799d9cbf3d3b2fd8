"""From what somebody pasted to the person it means, with the fallbacks that each form allows."""

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from fovea.errors import AccountNotFound, InvalidInput, NotFound
from fovea.flickr import transport
from fovea.flickr.addresses import Ask, Name, Page, Person, Photo, ShortLink, read
from fovea.flickr.error_codes import error_of_transport
from fovea.messages import AccountRecord

if TYPE_CHECKING:
    from fovea.flickr.client import FlickrClient

_MOST_REDIRECTS = 3


def person(client: "FlickrClient", text: str, *, timeout_seconds: float) -> AccountRecord:
    """The person that `text` means. Raises `InvalidInput`, `AccountNotFound`, `AccountGone`,
    `AccountPrivate`.
    """
    ask = read(text, site=client.site)
    for _ in range(_MOST_REDIRECTS):
        if not isinstance(ask, ShortLink):
            break
        ask = _follow(client, ask, timeout_seconds=timeout_seconds)
    return client.person(_resolve(client, ask))


def _resolve(client: "FlickrClient", ask: Ask) -> str:
    match ask:
        case Person(nsid):
            return nsid
        case Page(alias, photo_id):
            return _at_page(client, alias, photo_id)
        case Photo(photo_id):
            return _owner(client, photo_id)
        case Name(text, may_be_alias):
            return _named(client, text, may_be_alias=may_be_alias)
        case ShortLink():
            raise AccountNotFound("This short link leads to nobody's page")


def _at_page(client: "FlickrClient", alias: str, photo_id: str | None) -> str:
    try:
        return client.person_at(client.site.photos_url(alias))
    except AccountNotFound:
        if (
            photo_id is None
        ):  # the address may be older than the owner's present alias, but photos keep their ids
            raise AccountNotFound(
                f"Nobody on Flickr has the address {client.site.photos_url(alias)}"
            ) from None
        return _owner(client, photo_id)


def _owner(client: "FlickrClient", photo_id: str) -> str:
    try:
        return client.photo_owner(photo_id)
    except NotFound as error:
        raise AccountNotFound(
            "Flickr has no such photo, or it is not public; give the address of its photographer instead"
        ) from error


def _named(client: "FlickrClient", text: str, *, may_be_alias: bool) -> str:
    if may_be_alias:
        try:
            return client.person_at(client.site.photos_url(text))
        except AccountNotFound:
            pass
    try:
        return client.person_named(text)
    except AccountNotFound:
        raise AccountNotFound(
            f"Nobody on Flickr is called {text!r}; check the spelling, or paste the address of their page"
        ) from None


def _follow(client: "FlickrClient", link: ShortLink, *, timeout_seconds: float) -> Ask:
    url = client.site.short_link_url(link.kind, link.code)
    try:
        target = transport.redirect_of(url, timeout_seconds=timeout_seconds)
    except transport.TransportError as failure:
        raise error_of_transport(failure) from failure
    try:
        if target is not None:
            return read(urljoin(url, target), site=client.site)
    except InvalidInput:
        pass
    raise AccountNotFound("This short link leads to nobody's page")
