"""Pages about people: hubs of links, and websites of their own."""

import re
from typing import NamedTuple

import msgspec

from fovea.artists import web_address
from fovea.artists.network import bare, words
from fovea.artists.web_address import WebAddress

WEBSITE = "website"


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page about somebody. `kind` says who reads it: `linktree`, `carrd`, the name of a network for a
    profile there, or `website`. `certain`: its address alone says that it is about a person.
    """

    kind: str
    url: str
    certain: bool = True


class _Hub(NamedTuple):
    kind: str
    hosts: tuple[str, ...]
    path: str  # the form of the path; empty: every person has a host of their own within `hosts`
    page: str


_NAME = r"([\w.~-]{1,100})"

_HUBS = (
    _Hub("linktree", ("linktr.ee",), f"/@?{_NAME}", "https://linktr.ee/{}"),
    _Hub("carrd", ("carrd.co", "crd.co", "uwu.ai", "drr.ac", "ju.mp"), "", "https://{}/"),
    _Hub("litlink", ("lit.link",), f"/(?:(?:en|ja)/)?{_NAME}", "https://lit.link/{}"),
    _Hub("potofu", ("potofu.me",), f"/{_NAME}", "https://potofu.me/{}"),
    _Hub("biosite", ("bio.site",), f"/{_NAME}", "https://bio.site/{}"),
    _Hub("biolink", ("bio.link",), f"/{_NAME}", "https://bio.link/{}"),
    _Hub("beacons", ("beacons.ai", "beacons.page"), f"/{_NAME}", "https://beacons.ai/{}"),
    _Hub("solo", ("solo.to",), f"/{_NAME}", "https://solo.to/{}"),
    _Hub("aboutme", ("about.me",), f"/{_NAME}", "https://about.me/{}"),
    _Hub("allmylinks", ("allmylinks.com",), f"/{_NAME}", "https://allmylinks.com/{}"),
    _Hub("lnkbio", ("lnk.bio",), f"/{_NAME}", "https://lnk.bio/{}"),
    _Hub(
        "linkbio",
        ("linkbio.co", "linkr.bio", "many.link", "linkfly.to", "linkin.bio"),
        f"/{_NAME}",
        "https://{host}/{}",
    ),
    _Hub("campsite", ("campsite.bio", "campsite.to"), f"/{_NAME}", "https://campsite.bio/{}"),
    _Hub("taplink", ("taplink.cc",), f"/{_NAME}", "https://taplink.cc/{}"),
    _Hub("mshake", ("msha.ke",), f"/{_NAME}", "https://msha.ke/{}"),
    _Hub("hoobe", ("hoo.be",), f"/{_NAME}", "https://hoo.be/{}"),
    _Hub("instabio", ("instabio.cc", "linkbio.cc"), f"/{_NAME}", "https://{host}/{}"),
    _Hub("profcard", ("profcard.info",), f"/u/{_NAME}", "https://profcard.info/u/{}"),
    _Hub("twpf", ("twpf.jp",), f"/{_NAME}", "https://twpf.jp/{}"),
    _Hub("pronouns", ("pronouns.page",), f"/@{_NAME}", "https://pronouns.page/@{}"),
    _Hub("rentry", ("rentry.co", "rentry.org"), f"/{_NAME}", "https://rentry.co/{}"),
    _Hub("koji", ("withkoji.com",), f"/@{_NAME}", "https://withkoji.com/@{}"),
    _Hub("straw", ("straw.page",), "", "https://{}/"),
    _Hub("strikingly", ("strikingly.com", "mystrikingly.com"), "", "https://{}/"),
    _Hub("neocities", ("neocities.org", "nekoweb.org"), "", "https://{}/"),
    _Hub(
        "site_builder",
        (
            "wixsite.com",
            "weebly.com",
            "wordpress.com",
            "blogspot.com",
            "myportfolio.com",
            "github.io",
            "squarespace.com",
            "webflow.io",
            "jimdofree.com",
            "fc2.com",
            "dreamwidth.org",
            "livejournal.com",
            "cargo.site",
            "format.com",
            "notion.site",
            "tumblr.site",
            "bigcartel.com",
            "storenvy.com",
            "crevado.com",
            "portfoliobox.net",
            "uwu.design",
        ),
        "",
        "https://{}/",
    ),
)

# Pages of the hubs themselves.
_NOT_NAMES = words(
    "about admin api app apps blog blogs business careers contact contents cookie create "
    "discover en es examples "
    "explore faq features help home i index.html info ja jobs legal login logout marketplace "
    "new news notice "
    "plans press pricing privacy privacy-policy pro register s search settings sign-in sign-up "
    "signin signup "
    "static support templates terms tos upgrade user users www"
)
_NOT_LABELS = words(
    "www api app assets blog cdn docs help img static status support mail try go u my dev ftp shop"
)

# Hosts that are nobody's own: a link to them tells of no person.
_OTHERS = re.compile(
    r"(?:.*\.)?(?:"
    r"google\.[a-z.]{2,6}|goo\.gl|youtu\.be|wikipedia\.org|wikimedia\.org|wiktionary\.org|"
    r"fandom\.com|wikia\.com|"
    r"amazon\.[a-z.]{2,6}|amzn\.to|ebay\.[a-z.]{2,6}|paypal\.com|paypal\.me|venmo\.com|"
    r"cash\.app|stripe\.com|"
    r"discord\.gg|discord\.com|discordapp\.com|whatsapp\.com|wa\.me|skype\.com|"
    r"steamcommunity\.com|steampowered\.com|"
    r"spotify\.com|apple\.com|soundcloud\.com|bandcamp\.com|imgur\.com|gyazo\.com|puu\.sh|"
    r"catbox\.moe|postimg\.cc|"
    r"photobucket\.com|dropbox\.com|mega\.nz|mega\.co\.nz|wetransfer\.com|mediafire\.com|"
    r"imgbox\.com|ibb\.co|"
    r"bit\.ly|tinyurl\.com|t\.co|t\.cn|is\.gd|ow\.ly|cutt\.ly|lnkd\.in|shorturl\.at|buff\.ly|"
    r"rebrand\.ly|amzn\.asia|"
    r"forms\.gle|trello\.com|notion\.so|gofundme\.com|kickstarter\.com|indiegogo\.com|change\.org|"
    r"creativecommons\.org|w3\.org|schema\.org|archive\.org|archive\.is|archive\.today|gravatar\.com|"
    r"cloudflare\.com|jsdelivr\.net|unpkg\.com|googleapis\.com|gstatic\.com|wp\.com|twimg\.com|"
    r"pximg\.net|"
    r"fbcdn\.net|cdninstagram\.com|wixmp\.com|deviantart\.net|sta\.sh|fav\.me|ytimg\.com|"
    r"media-amazon\.com|"
    r"microsoft\.com|mozilla\.org|github\.com|gitlab\.com|imdb\.com|tvtropes\.org|nytimes\.com|"
    r"bbc\.co\.uk|"
    r"sankakucomplex\.com|rule34\.xxx|yande\.re|konachan\.com|safebooru\.org|zerochan\.net|"
    r"pinterest\.[a-z.]{2,6}|pin\.it|"
    r"nicovideo\.jp|dlsite\.com|melonbooks\.co\.jp|toranoana\.jp|marshmallow-qa\.com|peing\.net|"
    r"curiouscat\.(?:me|qa|live)|"
    r"ask\.fm|retrospring\.net|odaibako\.net|wavebox\.me|throne\.com|streamlabs\.com|"
    r"streamelements\.com|donationalerts\.com"
    r")"
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|mp4|webm|mov|mp3|zip|rar|7z|pdf|psd|css|js|xml|json|rss|"
    r"ico|exe)$",
    re.IGNORECASE,
)


def hub_at(address: WebAddress) -> PersonPage | None:
    """The page of links that an address names."""
    for hub in _HUBS:
        host = next((one for one in hub.hosts if _is_at(address.host, one, within=not hub.path)), None)
        if host is None:
            continue
        name = _name(hub, address, host)
        if name is None:
            return None
        return PersonPage(kind=_kind(hub), url=hub.page.format(name, host=host))
    return None


def is_hub(host: str) -> bool:
    """Whether this host serves pages of links, whatever their path."""
    return any(_is_at(host, one, within=not hub.path) or host == one for hub in _HUBS for one in hub.hosts)


def website(address: WebAddress) -> PersonPage | None:
    """A website that may be somebody's own: nearly its first page, at no host that everybody uses."""
    shallow = len(address.segments) <= 1 and not address.query and not _FILE.search(address.path)
    if not shallow or _OTHERS.fullmatch(address.host) or is_hub(address.host):
        return None
    path = "/".join(address.segments)
    scheme = web_address.scheme(address)
    return PersonPage(kind=WEBSITE, url=f"{scheme}://{address.host}/{path}", certain=False)


def _kind(hub: _Hub) -> str:
    return WEBSITE if hub.kind == "site_builder" else hub.kind


def _is_at(host: str, domain: str, *, within: bool) -> bool:
    return host.endswith(f".{domain}") if within else domain in {host, bare(host)}


def _name(hub: _Hub, address: WebAddress, domain: str) -> str | None:
    if not hub.path:
        own = address.host.removesuffix(f".{domain}").removeprefix("www.")
        return None if own in _NOT_LABELS else f"{own}.{domain}"
    match = re.fullmatch(f"{hub.path}(?:/.*)?", address.path)
    name = match[1] if match else ""
    return name if name and name.lower() not in _NOT_NAMES else None
