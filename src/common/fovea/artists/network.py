"""What is to be known of a network to read its addresses: its hosts, the forms of its paths, its handles."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

# What stands before a network's host without changing what the address means.
_PREFIXES = ("www.", "m.", "mobile.", "touch.", "old.", "new.", "beta.", "sfw.", "staging.")


# What joins the words of a search.
_OPERATORS = re.compile(r"(?:^|\s)(?:and|or|not)\s|&&|\|\||[()~^\"!]", re.IGNORECASE)


class QueryForm(msgspec.Struct, frozen=True, kw_only=True):
    """An account that is named in the query of an address: `member.php?id=12`; behind a `prefix` in a search
    (`q=artist:somebody`), as long as nothing else is searched for.
    """

    path: re.Pattern[str]
    parameter: str
    is_number: bool = False
    prefix: str = ""

    def named(self, value: str) -> str:
        """The handle in a value; empty for none."""
        if not self.prefix:
            return value
        rest = value[len(self.prefix) :] if value.lower().startswith(self.prefix) else ""
        return "" if _OPERATORS.search(rest) else rest.strip()


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """A network where people have accounts.

    `accounts` and `posts` are forms of whole paths, with groups named `handle`, `id` (the network's number of
    the account) and, for posts, `post`. `under` are domains within which each account has a host of its own
    (`somebody.tumblr.com`); at those, `posts_under` are the forms of posts. `handle` is the form of a whole
    handle, `reserved` what looks like one and is a page of the network itself. `page` and `page_of_number`
    make the address of an account; `number_is_handle` where the number stands for a handle. At
    `short_hosts` the whole path is the handle. `called` is what people write before a handle, `drops` the
    letters that addresses leave out, `escapes` how they write others (`-colon-`). `folds`: letters of either
    case mean the same. `lists_posts`: the pictures of an account can be listed. `readable`: what its pages
    tell of a person can be read. `own_works`: who posts there is expected to have made it.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    page: str
    handle: re.Pattern[str]
    accounts: tuple[re.Pattern[str], ...] = ()
    posts: tuple[re.Pattern[str], ...] = ()
    queries: tuple[QueryForm, ...] = ()
    post_queries: tuple[QueryForm, ...] = ()
    under: tuple[str, ...] = ()
    posts_under: tuple[re.Pattern[str], ...] = ()
    reserved: frozenset[str] = frozenset()
    page_of_number: str = ""
    number_is_handle: bool = False
    short_hosts: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    folds: bool = True
    drops: str = ""
    escapes: tuple[tuple[str, str], ...] = ()
    lists_posts: bool = False
    readable: bool = False
    own_works: bool = False

    def is_at(self, host: str) -> bool:
        """Whether this host serves the network's pages."""
        return host in self.hosts or bare(host) in self.hosts

    def address(self, handle: str) -> str:
        """The page of an account with this handle."""
        if self.number_is_handle and handle.isdecimal():
            return self.page_of_number.format(handle)
        if self.escapes:
            escapes = dict(self.escapes)
            spelled = "".join(escapes.get(letter, letter) for letter in handle)
            return self.page.format(quote(spelled, safe="+-._~'"))
        if "{host}" not in self.page:
            return self.page.format(quote(handle, safe="~@:._-[]^`()!'"))
        user, _, host = handle.rpartition("@")
        return self.page.format(user=user, host=host)

    def label(self, host: str) -> str | None:
        """The account's own part of a host within one of `under`: one label, which is not reserved."""
        for domain in self.under:
            own = host.removesuffix(f".{domain}") if host.endswith(f".{domain}") else ""
            if own and "." not in own.removeprefix("www."):
                return own.removeprefix("www.") or None
        return None

    def spoken(self, written: str) -> str:
        """A handle as it is meant, that an address writes with `escapes`."""
        if not self.escapes:
            return written
        letters = {escape: letter for letter, escape in self.escapes}
        longest_first = sorted(letters, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest_first)), lambda found: letters[found[0]], written)

    def accepted(self, handle: str) -> str | None:
        """A handle as it is kept, or None for what can be none."""
        kept = handle.strip().removeprefix("@").translate({ord(letter): None for letter in self.drops})
        kept = kept.lower() if self.folds else kept
        return kept if self.handle.fullmatch(kept) and kept.lower() not in self.reserved else None


def bare(host: str) -> str:
    """A host without what stands before it without meaning anything."""
    for prefix in _PREFIXES:
        if host.startswith(prefix):
            return host.removeprefix(prefix)
    return host


def paths(*forms: str) -> tuple[re.Pattern[str], ...]:
    """Forms of whole paths, with or without slashes at their end. `{}` is a handle, `#` an account's
    number.
    """
    return tuple(
        re.compile(form.replace("{}", r"@?(?P<handle>[^/]+)").replace("#", r"(?P<id>[0-9]{1,20})") + "/*")
        for form in forms
    )


def named(parameter: str, *forms: str, is_number: bool = False, prefix: str = "") -> tuple[QueryForm, ...]:
    """Forms of addresses whose query names the account."""
    return tuple(
        QueryForm(path=one, parameter=parameter, is_number=is_number, prefix=prefix) for one in paths(*forms)
    )


def words(text: str, *more: Iterable[str]) -> frozenset[str]:
    """Words of a text, and others."""
    return frozenset(text.split()).union(*more)


def network(name: str, title: str, hosts: str, page: str, handle: str, **more: Any) -> Network:
    """A network; hosts separated by spaces, the handle's form as text."""
    for field in ("reserved", "under", "called"):
        if isinstance(more.get(field), str):
            split = more[field].split()
            more[field] = frozenset(split) | _NEVER if field == "reserved" else tuple(split)
    more.setdefault("reserved", _NEVER)
    pattern = re.compile(handle, re.ASCII)
    return Network(name=name, title=title, hosts=tuple(hosts.split()), page=page, handle=pattern, **more)


# Pages that sites have for themselves, whatever else they have.
_NEVER = words(
    "about account accounts admin ads advertise advertising api app apps auth blog business "
    "careers contact cookies "
    "copyright create dashboard developer developers discover dmca download downloads error "
    "explore faq "
    "favicon.ico feed feeds feedback forgot-password forum forums guidelines help home i image images "
    "index index.html index.php info intent invite jobs join language legal login logout media "
    "messages my news "
    "notifications oauth password policies policy popular post posts premium press pricing privacy "
    "privacy-policy profile profiles redirect register registration report robots.txt rss rules search "
    "security settings share shop sign-in sign-up signin signout signup site sitemap "
    "sitemap.xml static "
    "status store subscribe support tag tags team terms terms-of-service tos trending undefined "
    "null upload "
    "user users verify video videos web welcome widget widgets wiki www http: https:"
)
