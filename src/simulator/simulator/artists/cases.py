"""Artworks of which it is known whose they are: on every site, plain ones, and those that lead readers
astray.

Some are posts of the gallery as they are; others are planned: they have numbers of their own, below all
others of their site, are in no listing, and say what the case is about. `put_up` makes them known to the
sites.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from simulator.artists.people import NETWORKS, Cast, Person
from simulator.artists.plots import PLOTS, Plot
from simulator.boards.showing import is_hidden
from simulator.gallery import Account, Post, Where
from simulator.gallery.posts import Telling
from simulator.social.showing import shows_pictures

# From which numbers on planned posts are, by site.
_FIRST = {
    "danbooru": 5_000_000,
    "gelbooru": 8_000_000,
    "e621": 3_900_000,
    "derpibooru": 2_900_000,
    "furbooru": 290_000,
    "deviantart": 890_000_000,
    "pixiv": 90_000_000,
    "artstation": 400_000,
    "furaffinity": 29_000_000,
    "x": 4_000_000,
    "bluesky": 900_000,
    "mastodon": 108_000_000_000_000_000,
    "tumblr": 699_000_000_000_000_000,
}
_NAMED = re.compile(r"\{([a-z0-9]+):([0-9]+)\}")
_SPACED = frozenset({"derpibooru", "furbooru"})
_WITH_ENTRIES = frozenset({"danbooru", "e621"})
_WHERE_WORKS_ARE = ("bluesky", "x", "deviantart", "pixiv", "mastodon", "tumblr", "furaffinity")
_SHOPS = ("patreon", "kofi")


@dataclass(frozen=True)
class Case:
    """An artwork's page, and what is to be found from there."""

    name: str
    site: str
    url: str
    about: tuple[str, ...]
    """What is special: words such as `collab`, `repost`, `mature`."""
    right: tuple[str, ...]
    """The addresses of all accounts of those who made it."""
    findable: tuple[str, ...]
    """Those of them to which pages lead from there."""
    wrong: tuple[str, ...]
    """Some accounts that are named on the way and are not theirs."""
    artists: tuple[str, ...]
    number: int
    work: int


def put_up(cast: Cast) -> None:
    """Makes the planned posts known to their sites."""
    for plot in PLOTS:
        if not plot.natural:
            post = _planned(cast, plot)
            if post is not None:
                post.shelf.planned[post.number] = post


def every_case(cast: Cast) -> Iterator[Case]:
    """All cases of this gallery; small ones lack some."""
    for plot in PLOTS:
        if plot.aside:
            continue
        post = _natural(cast, plot) if plot.natural else _planned(cast, plot)
        if post is not None:
            yield _case(cast, plot, post)


def _case(cast: Cast, plot: Plot, post: Post) -> Case:
    people = [cast.known(number) for number in plot.artists]
    found = [
        person.url(page)
        for person in people
        for page in sorted(cast.findable(person, _begin(person, plot)))
        if page in NETWORKS or page in _SHOPS
    ]
    url = post.url
    if plot.at_old_name:
        url = url.replace(f"/{people[0].handle}/", f"/{people[0].old_handle}/")
    return Case(
        name=plot.name,
        site=plot.site,
        url=url + plot.fragment,
        about=plot.about,
        right=tuple(url for person in people for url in person.accounts()),
        findable=() if plot.says_nothing else tuple(found),
        wrong=tuple(_urls(cast, plot)),
        artists=tuple(person.account.name for person in people),
        number=post.number,
        work=post.work.number,
    )


def _begin(person: Person, plot: Plot) -> list[str]:
    """The pages of an artist that the artwork's page itself leads to."""
    begin = [page for page, number in _NAMED.findall(plot.words) if int(number) == person.number]
    if plot.source and plot.source[1] == person.number:
        begin.append(plot.source[0])
    tagged = plot.tags is None or person.number in plot.tags
    if plot.site in _WITH_ENTRIES and tagged and plot.site in person.lines:
        begin.append(plot.site)
    if plot.site in NETWORKS and (
        plot.poster == person.number or (plot.poster is None and not plot.credited)
    ):
        begin.append(plot.site)
    if plot.credited and plot.of is not None:
        begin.append(plot.site)
    return begin


def _urls(cast: Cast, plot: Plot) -> Iterable[str]:
    for page, number in _NAMED.findall(plot.words):
        if int(number) not in plot.artists:
            yield cast.known(int(number)).url(page)
    if plot.poster is not None and plot.poster not in plot.artists:
        shelf = cast.gallery.shelf(plot.site)
        account = shelf.account_of_number(plot.poster)
        if account is not None and plot.site == "x":
            yield f"https://x.com/{shelf.handle_of(account)}"
        if account is not None and plot.site == "bluesky":
            yield f"https://bsky.app/profile/{account.handle}.bsky.social"


def _planned(cast: Cast, plot: Plot) -> Post | None:
    shelf = cast.gallery.shelf(plot.site)
    people = [cast.person(number) for number in plot.artists]
    works = _works_of(cast, people[0]) if people[0] is not None else []
    if not works or any(person is None for person in people):
        return None
    place = PLOTS.index(plot)
    work = cast.gallery.works.work(works[place % len(works)])
    poster = plot.poster if plot.poster is not None else plot.artists[0]
    account = shelf.account_of_number(poster if plot.site in NETWORKS else -1 - place)
    if account is None:
        return None
    words = _NAMED.sub(lambda found: cast.known(int(found[2])).url(found[1]), plot.words)
    tags = plot.artists if plot.tags is None else plot.tags
    spelled = tuple(_tag(plot.site, cast.known(number)) for number in tags)
    form = ""
    if plot.site == "artstation" and len(people) > 1:
        form = "with " + ",".join(person.handle for person in people[1:] if person is not None)
    of = _address(cast, plot.of) if plot.of is not None else None
    if plot.of is not None and plot.site == "x":
        form = "repeat"
    return Post(
        shelf=shelf,
        number=_FIRST[plot.site] + place,
        work=work,
        copy=0,
        moment=work.made_at + 3_600,
        account=account,
        community=None,
        rating=plot.rating,
        removed=plot.removed,
        gone=False,
        telling=Telling(
            words=words or None,
            artists=(*spelled, *plot.more_tags) if plot.site not in NETWORKS else None,
            source=_source(cast, plot),
            parent=_FIRST[plot.site] + _place_of(plot.duplicate_of) if plot.duplicate_of else None,
            takes=plot.takes,
            form=form,
            of=of,
        ),
    )


def _source(cast: Cast, plot: Plot) -> str | None:
    """The address of what a post names as its source: somebody's post, or another of the planned ones."""
    if plot.source_is is not None:
        return _address(cast, plot.source_is)
    if plot.source is None:
        return None
    site, number = plot.source
    person = cast.known(number)
    shelf = cast.gallery.shelf(site)
    account = shelf.account_of_number(number)
    posts = shelf.posts(Where(account=account.name if account is not None else ""), limit=1)
    return posts[0].url if posts else person.url(site)


def _address(cast: Cast, name: str) -> str | None:
    plot = next(one for one in PLOTS if one.name == name)
    post = _planned(cast, plot)
    return post.url if post is not None else None


def _natural(cast: Cast, plot: Plot) -> Post | None:
    """The newest post of an artist at a site, that can be seen by all and names them."""
    shelf, person = cast.gallery.shelf(plot.site), cast.person(plot.artists[0])
    if person is None:
        return None
    if plot.site in NETWORKS:
        account = shelf.account_of_number(person.number)
        where = Where(account=account.name if account is not None else "")
    else:
        where = Where(tags=(_tag(plot.site, person),))
    if plot.rating:
        where = replace(where, ratings=(plot.rating,))
    for post in shelf.posts(replace(where, ratings=where.ratings or (0, 1)), limit=60):
        if _is_seen(post) and (not plot.several or len(post.files) > 1):
            return post
    return None


def _is_seen(post: Post) -> bool:
    return shows_pictures(post) and not is_hidden(post, 0.02)


def _works_of(cast: Cast, person: Person) -> list[int]:
    """The works that an artist has shown, the newest first."""
    numbers: dict[int, None] = {}
    for site in _WHERE_WORKS_ARE:
        account: Account | None = cast.gallery.shelf(site).account_of_number(person.number)
        if account is not None:
            for post in cast.gallery.shelf(site).posts(Where(account=account.name), limit=12):
                numbers[post.work.number] = None
        if len(numbers) >= 12:
            break
    return list(numbers)


def _tag(site: str, person: Person) -> str:
    name = person.account.name
    return f"artist:{name.replace('_', ' ')}" if site in _SPACED else name


def _place_of(name: str) -> int:
    return next(place for place, one in enumerate(PLOTS) if one.name == name)
