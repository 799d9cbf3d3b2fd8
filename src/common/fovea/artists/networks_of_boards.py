"""Boards: others post there, and the makers stand in tags and entries; an account is an artist's tag."""

from fovea.artists.network import Network, named, network, paths

_TAG = r"[^\s*,]{1,170}"
_NUMBER = r"[0-9]{1,20}"


# How boards of the Philomena kind write letters of tags in addresses.
_SLUGS = (
    ("-", "-dash-"),
    ("/", "-fwslash-"),
    ("\\", "-bwslash-"),
    (":", "-colon-"),
    (".", "-dot-"),
    ("+", "-plus-"),
    (" ", "+"),
)


def _philomena(name: str, title: str, hosts: str) -> Network:
    """A board of the Philomena kind: `artist:somebody` in searches, `artist-colon-somebody` in addresses."""
    return network(
        name,
        title,
        hosts,
        f"https://{hosts.split(maxsplit=1)[0]}/tags/artist-colon-{{}}",
        r"[^*,/]{1,100}",
        accounts=paths(r"/tags/artist(?:-colon-|:)(?P<handle>[^/]+)"),
        queries=named("q", r"/search", r"/images", prefix="artist:"),
        escapes=_SLUGS,
        posts=paths(rf"(?:/images)?/(?P<post>{_NUMBER})"),
        lists_posts=True,
    )


NETWORKS: tuple[Network, ...] = (
    network(
        "danbooru",
        "Danbooru",
        "danbooru.donmai.us donmai.us safebooru.donmai.us hijiribe.donmai.us sonohara.donmai.us "
        "betabooru.donmai.us "
        "kagamihara.donmai.us shima.donmai.us cdn.donmai.us",
        "https://danbooru.donmai.us/artists/show_or_new?name={}",
        _TAG,
        accounts=paths(r"/artists/#(?:\.json)?"),
        queries=(
            *named("name", r"/artists(?:/show_or_new|/finder)?(?:\.json)?"),
            *named("search[name]", r"/artists(?:\.json)?"),
            *named("search[any_name_matches]", r"/artists(?:\.json)?"),
        ),
        posts=paths(rf"/posts?/(?:show/)?(?P<post>{_NUMBER})(?:\.json)?(?:/.*)?"),
        page_of_number="https://danbooru.donmai.us/artists/{}",
        lists_posts=True,
        readable=True,
    ),
    network(
        "e621",
        "e621",
        "e621.net e926.net",
        "https://e621.net/artists/{}",
        _TAG,
        accounts=paths(
            r"/artists/#(?:\.json)?",
            r"/artists/(?P<handle>(?!show_or_new|new|search)[^/]*[^/0-9][^/]*?)(?:\.json)?",
        ),
        queries=(
            *named("name", r"/artists(?:/show_or_new)?(?:\.json)?"),
            *named("search[name]", r"/artists(?:\.json)?"),
        ),
        posts=paths(rf"/posts?/(?:show/)?(?P<post>{_NUMBER})(?:\.json)?(?:/.*)?"),
        page_of_number="https://e621.net/artists/{}",
        readable=True,
        lists_posts=True,
    ),
    network(
        "gelbooru",
        "Gelbooru",
        "gelbooru.com",
        "https://gelbooru.com/index.php?page=post&s=list&tags={}",
        _TAG,
        post_queries=named("id", r"/index\.php", is_number=True),
        lists_posts=True,
    ),
    _philomena("derpibooru", "Derpibooru", "derpibooru.org trixiebooru.org ronxgr5zb4dkwdpt.onion"),
    _philomena("furbooru", "Furbooru", "furbooru.org"),
)
