"""e621's entries of artists. It wants to be told who asks, and no more than one call a second."""

import base64

from puller.artists.profiles.booru_artists import BooruArtists
from puller.sources.e621 import E621


def e621(keys: dict[str, str]) -> BooruArtists:
    """The reader of its entries; with the key of a user where there is one."""
    site = E621.sites[0]
    login, key = (keys.get(name, "") for name in site.keys)
    basic = base64.b64encode(f"{login}:{key}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "User-Agent": f"Fovea/0.1 (by {login} on e621)"}
    return BooruArtists(site, network="e621", headers=headers if login and key else {})
