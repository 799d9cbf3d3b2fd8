"""All networks by name, and who an address at one of them belongs to."""

from functools import cache

from fovea.artists import networks_for_all, networks_of_artists, networks_of_boards, networks_of_shops
from fovea.artists.network import Network, bare, words

NETWORKS: dict[str, Network] = {
    one.name: one
    for table in (networks_for_all, networks_of_artists, networks_of_boards, networks_of_shops)
    for one in table.NETWORKS
}

MASTODON = NETWORKS["mastodon"]
MISSKEY = NETWORKS["misskey"]

# Sites where `/@somebody` is an account of their own kind, of which nothing is to be found out.
_NOT_MASTODON = words(
    "medium.com odysee.com rumble.com substack.com lbry.tv hackernoon.com dev.to npmjs.com "
    "peakd.com hive.blog "
    "steemit.com zora.co withkoji.com pronouns.page substack.com snapchat.com liberapay.com "
    "farcaster.xyz "
    "letterboxd.com unsplash.com producthunt.com figma.com codepen.io soundcloud.com daum.net kakao.com"
)


def network_at(host: str) -> Network | None:
    """The network whose pages this host serves, `www.` and the like set aside; None for any other host, also
    for hosts within its domain.
    """
    by_host = _by_host()
    return by_host.get(host) or by_host.get(bare(host))


def network_above(host: str) -> Network | None:
    """The network at which this host is somebody's own: `somebody.tumblr.com`."""
    for one in _with_hosts_of_accounts():
        if one.label(host) is not None:
            return one
    return None


def may_be_mastodon(host: str) -> bool:
    """Whether `/@somebody` at a host that no other network has is taken for an account of Mastodon's kind."""
    plain = bare(host)
    return not any(plain == one or plain.endswith(f".{one}") for one in _NOT_MASTODON)


def called(word: str) -> Network | None:
    """The network that people call by this word: `insta`."""
    return _by_word().get(word.lower())


@cache
def _by_host() -> dict[str, Network]:
    return {host: one for one in NETWORKS.values() for host in (*one.hosts, *one.short_hosts)}


@cache
def _with_hosts_of_accounts() -> tuple[Network, ...]:
    return tuple(one for one in NETWORKS.values() if one.under)


@cache
def _by_word() -> dict[str, Network]:
    words = {word: one for one in NETWORKS.values() for word in (one.name, *one.called)}
    return {word: one for word, one in words.items() if word not in {"danbooru", "e621", "gelbooru"}}
