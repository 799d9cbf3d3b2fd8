"""Where Flickr is: the addresses of its API, its login and its pages, or of a simulator that stands for it.

The real Flickr answers API calls on a host of its own and serves buddy icons from numbered farms; a simulator
has one address for everything. Rules: https://www.flickr.com/services/api/misc.urls.html and
misc.buddyicons.html.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

_PLAIN = re.compile(r"[A-Za-z0-9@._-]+")
REAL_HOST = "www.flickr.com"


@dataclass(frozen=True)
class Site:
    """Flickr as reached through `base_url` (https://www.flickr.com, or a simulator's address)."""

    base_url: str
    host: str = field(init=False, repr=False)  # with the port, in lower case
    is_real: bool = field(init=False, repr=False)  # whether this is Flickr itself

    def __post_init__(self) -> None:
        host = urlsplit(self.base_url).netloc.lower()
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        object.__setattr__(self, "host", host)
        object.__setattr__(self, "is_real", host in {REAL_HOST, "flickr.com"})

    @property
    def rest_url(self) -> str:
        """Where API methods are called."""
        return "https://api.flickr.com/services/rest/" if self.is_real else f"{self.base_url}/services/rest/"

    def oauth_url(self, step: str) -> str:
        """Address of a step of the login: request_token, authorize or access_token."""
        return f"{self.base_url}/services/oauth/{step}"

    def short_link_url(self, kind: str, code: str) -> str:
        """Address of a short link (`ps` for people), which redirects to a page."""
        return f"{'https://flic.kr' if self.is_real else self.base_url}/{kind}/{quote(code, safe='')}"

    def photos_url(self, person: str) -> str:
        """The page of somebody's photos, by NSID or path alias."""
        return f"{self.base_url}/photos/{person if _PLAIN.fullmatch(person) else quote(person, safe='@')}/"

    def photo_url(self, person: str, photo_id: str) -> str:
        """The page of one photo, by its owner's NSID or path alias."""
        return f"{self.photos_url(person)}{photo_id}"

    def group_url(self, group: str) -> str:
        """The page of a group, by NSID or path alias."""
        return f"{self.base_url}/groups/{quote(group, safe='@')}/"

    def icon_url(self, external_id: str, *, server: int, farm: int) -> str:
        """The buddy icon of a person or group; Flickr's default picture when they have none (`server` 0)."""
        if server <= 0:
            return f"{self.base_url}/images/buddyicon.gif"
        root = f"https://farm{max(farm, 1)}.staticflickr.com" if self.is_real else self.base_url
        return f"{root}/{server}/buddyicons/{external_id}.jpg"
