"""Short addresses: nothing is said by them but where they lead, and for that alone they are asked."""

from fovea.artists import web_address
from fovea.artists.records import Profile
from fovea.errors import FoveaError, SourceRefused
from puller.artists.profiles import found_links
from puller.artists.profiles.pages import Pages
from puller.links.pages import SITE as ANY_HOST
from puller.politeness import Answer, Asker

KIND = "short"
_HOSTS = frozenset(
    {
        "amzn.to", "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "j.mp", "lnkd.in", "ow.ly",
        "rb.gy", "rebrand.ly", "shorturl.at", "t.cn", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd",
        "x.gd",
    }
)  # fmt: skip
_MOST_HOPS = 4


def is_short(url: str) -> bool:
    """Whether an address only stands for another."""
    address = web_address.read(url)
    return address is not None and bool(address.segments) and address.host.removeprefix("www.") in _HOSTS


class ShortLinks:
    """Where short addresses lead."""

    kinds: tuple[str, ...] = (KIND,)
    site = ANY_HOST

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A page whose only link is where the address leads. That page itself is not asked for."""
        place = url
        for _ in range(_MOST_HOPS):
            onward = self._pages.location(place, asker)
            if onward is None:
                break
            place = onward
            if not is_short(place):
                found = found_links.link(place, "own_field", title="redirect")
                return Profile(url=url, links=(found,) if found is not None else ())
        raise SourceRefused("This short address leads nowhere", source_code="redirect")
