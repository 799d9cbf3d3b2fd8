"""What posts of Reddit are: a picture, a gallery, a link to Imgur, to a board, to a page. A function of the
post's number.
"""

from dataclasses import dataclass
from typing import Literal

from simulator.gallery import File, Gallery, Post, Where, addresses, noise
from simulator.social.identifiers import DIGITS, Names
from simulator.social.imgur import names as imgur
from simulator.social.showing import shows_pictures
from simulator.social.web import links as web
from simulator.social.words import slug

Kind = Literal["image", "gallery", "link", "video", "crosspost", "self"]
MEDIA = Names(DIGITS, 13)
VIDEOS = Names(DIGITS, 13, salt=7)
_DELETED_AUTHORS = 37
_BOARDS = ("danbooru", "yandere", "konachan", "safebooru", "e621", "derpibooru", "tbib")
_NETWORKS = ("bluesky", "mastodon", "tumblr")
_LONGEST_NAME = 20


@dataclass(frozen=True)
class Form:
    """What a post is. `url` is where it leads (of the real web); `files` what it shows itself; `parent` whose
    crosspost it is; `dead` when its link leads to nothing (any more).
    """

    kind: Kind
    url: str
    files: tuple[File, ...] = ()
    text: str = ""
    parent: Post | None = None
    dead: bool = False


def number_of(post: Post) -> str:
    """Its number, as Reddit writes it."""
    return addresses.base36(post.number)


def author_of(post: Post) -> str:
    """Who put it up; some have left since."""
    if noise.bits(post.shelf.source("left"), post.number) % _DELETED_AUTHORS == 0:
        return "[deleted]"
    return name_of(post.account.name, post.account.handle)


def name_of(name: str, handle: str) -> str:
    """A name that Reddit allows."""
    return name if len(name) <= _LONGEST_NAME else handle[:_LONGEST_NAME]


def page_of(post: Post) -> str:
    """The path of its page."""
    title = slug(post.work.title).replace("-", "_")
    community = post.community.name if post.community else f"u_{author_of(post)}"
    return f"/r/{community}/comments/{number_of(post)}/{title}/"


def file_url(gallery: Gallery, file: File) -> str:
    """Where Reddit has a file."""
    return f"https://i.redd.it/{MEDIA.of(file.key)}.{_ending(gallery, file)}"


def form_of(post: Post) -> Form:
    """What a post is."""
    gallery, chance = post.shelf.gallery, noise.bits(post.shelf.source("form"), post.number)
    own = f"https://www.reddit.com{page_of(post)}"
    if len(post.files) > 1:
        return Form("gallery", f"https://www.reddit.com/gallery/{number_of(post)}", post.files)
    way, more = chance % 100, chance >> 8
    if 87 <= way < 91 and (parent := _crossposted(post, more)) is not None:
        return Form("crosspost", form_of(parent).url, parent=parent)
    if 83 <= way < 87:
        return Form("video", f"https://v.redd.it/{VIDEOS.of(post.number)}", post.files[:1])
    if 91 <= way < 95:
        return Form("self", own, text=_text_of(gallery, post, more))
    if way == 95:
        return Form("link", _dead(post, more), dead=True)
    link = _link_of(gallery, post, way, more)
    if link is not None:
        return Form("link", link)
    return Form("image", file_url(gallery, post.files[0]), post.files[:1])


def _ending(gallery: Gallery, file: File) -> str:
    return gallery.files.shape(file).format.replace("jpg", "jpg" if file.key % 5 else "jpeg")


def _link_of(gallery: Gallery, post: Post, way: int, more: int) -> str | None:
    """Where a post leads that is a link; None for one that is a picture."""
    file = post.files[0]
    if 48 <= way < 66:
        return imgur.link_of(gallery, post, way - 48)
    if 66 <= way < 72:
        return _copy_at(gallery, post, _BOARDS, more)
    if 72 <= way < 75:
        return _copy_at(gallery, post, _NETWORKS, more)
    if 75 <= way < 83:
        return web.link_of(gallery, file, more)
    if way == 97:
        name = file_url(gallery, file).rpartition("/")[2]
        return f"https://preview.redd.it/{slug(post.work.title)}-v0-{name}?width=1080&s=0a1b2c"
    return None


def _copy_at(gallery: Gallery, post: Post, sites: tuple[str, ...], more: int) -> str | None:
    """The page of the work at one of some sites, if it is there."""
    turned = sites[more % len(sites) :] + sites[: more % len(sites)]
    for name in turned:
        found = gallery.shelf(name).find(post.work.number)
        if found is not None and not found.removed and shows_pictures(found):
            return found.url
    return None


def _crossposted(post: Post, more: int) -> Post | None:
    """An earlier post that shows a picture itself."""
    earlier = post.shelf.posts(Where(), below=post.number, limit=6, skip=more % 40)
    return next((one for one in earlier if one.community and form_of(one).kind in {"image", "gallery"}), None)


def _text_of(gallery: Gallery, post: Post, more: int) -> str:
    """The text of a post that leads to pictures within it."""
    file = post.files[0]
    links = (file_url(gallery, file), imgur.file_url(gallery, file), imgur.page_url(file))
    return f"I made this & more: {links[more % 3]}\n\nThe [first sketch]({links[(more + 1) % 3]})."


def _dead(post: Post, more: int) -> str:
    """An address at which there is nothing any more."""
    places = (
        f"https://imgur.com/{imgur.GONE.of(post.number % 10**9)}",
        web.gone(post.number),
        f"https://i.imgur.com/{imgur.GONE.of(post.number % 10**9)}.jpg",
    )
    return places[more % len(places)]
