"""Danbooru's entries of artists: the widest list of who is who among illustrators, kept by its people."""

from puller.artists.profiles.booru_artists import BooruArtists
from puller.sources.danbooru import Danbooru as DanbooruPosts


def danbooru(keys: dict[str, str]) -> BooruArtists:
    """The reader of its entries; with the key of a user where there is one."""
    site = DanbooruPosts.sites[0]
    login, key = (keys.get(name, "") for name in site.keys)
    return BooruArtists(
        site, network="danbooru", key={"login": login, "api_key": key} if login and key else {}
    )
