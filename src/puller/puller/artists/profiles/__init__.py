"""Pages that tell of a person, one file a kind: pages of links, shops, accounts at galleries and networks.

`ProfilePages.read(url)` gives what a page tells, whatever it is; to add a kind, write its file and name it in
`every_profile_reader`.
"""

from puller.artists.profiles.artstation import ArtStation
from puller.artists.profiles.bluesky import Bluesky
from puller.artists.profiles.contract import EntryReader, ProfileReader
from puller.artists.profiles.danbooru import danbooru
from puller.artists.profiles.deviantart import DeviantArt
from puller.artists.profiles.e621 import e621
from puller.artists.profiles.furaffinity import FurAffinity
from puller.artists.profiles.kofi import KoFi
from puller.artists.profiles.link_pages import every_service
from puller.artists.profiles.linktree import Linktree
from puller.artists.profiles.litlink import LitLink
from puller.artists.profiles.mastodon import Mastodon
from puller.artists.profiles.misskey import Misskey
from puller.artists.profiles.pages import Pages
from puller.artists.profiles.patreon import Patreon
from puller.artists.profiles.pixiv import Pixiv
from puller.artists.profiles.plain_pages import PlainPages
from puller.artists.profiles.short_links import ShortLinks
from puller.artists.profiles.tumblr import Tumblr
from puller.artists.profiles.x import X

__all__ = ["EntryReader", "ProfileReader", "every_entry_reader", "every_profile_reader"]


def every_profile_reader(keys: dict[str, str], *, pages: Pages | None = None) -> dict[str, ProfileReader]:
    """All readers by the kinds that they read (`fovea.artists.addresses.page_of`). `keys`: those that are
    set, by the names of their settings.
    """
    way = pages or Pages()
    readers: list[ProfileReader] = [
        Linktree(way),
        LitLink(way),
        *every_service(way),
        Patreon(way),
        KoFi(way),
        DeviantArt(way),
        Pixiv(way, keys),
        ArtStation(),
        FurAffinity(way, keys),
        X(keys),
        Bluesky(),
        Mastodon(),
        Misskey(),
        Tumblr(way, keys),
        *every_entry_reader(keys),
        PlainPages(way),
        ShortLinks(way),
    ]
    return {kind: reader for reader in readers for kind in reader.kinds}


def every_entry_reader(keys: dict[str, str]) -> list[EntryReader]:
    """The boards whose entries of artists can be asked for an address."""
    return [danbooru(keys), e621(keys)]
