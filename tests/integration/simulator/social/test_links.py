"""What posts lead to: every kind of link resolves to pictures whose bytes decode, or to nothing with a
reason.
"""

from collections import defaultdict
from io import BytesIO

import pytest
import requests
from PIL import Image

from fovea.database import placeholders
from fovea.messages import LinkRecord
from puller.links import kinds
from simulator.gallery import File, Gallery, Post, Where
from simulator.gallery.addresses import base36, code
from simulator.social.imgur import names as imgur
from simulator.social.reddit.forms import MEDIA, VIDEOS, Form, form_of, number_of, page_of
from simulator.social.web.links import FORMS_OF_PAGES, file_url, page_url
from tests.integration.simulator.social.society import Society

GENERATIONS = 3


def pictures(society: Society, url: str) -> list[str]:
    """The addresses of pictures that a link leads to, through further links."""
    waiting, found = [url], []
    for _ in range(GENERATIONS):
        following: list[LinkRecord] = []
        for one in waiting:
            resolved = society.resolve(one)[0]
            assert resolved.outcome == "ok", (url, one, resolved.reason)
            following += resolved.children
        found += [link.url for link in following if link.kind == kinds.IMAGE]
        waiting = [link.url for link in following if link.kind != kinds.IMAGE]
        if not waiting:
            return found
    raise AssertionError(f"{url} leads on and on: {waiting}")


def size_of(url: str) -> tuple[int, int]:
    """The size of the picture at an address, after it was decoded whole."""
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    assert answer.headers["Content-Type"].startswith("image/"), url
    with Image.open(BytesIO(answer.content)) as picture:
        picture.load()
        return picture.size


def shape(gallery: Gallery, file: File) -> tuple[int, int]:
    found = gallery.files.shape(file)
    return found.width, found.height


def one_of_each(gallery: Gallery) -> dict[str, tuple[Post, Form]]:
    """A post for each form of link, by host and first part of the path."""
    found: dict[str, tuple[Post, Form]] = {}
    for post in gallery.shelf("reddit").posts(Where(community="Art"), limit=1_000):
        form = form_of(post)
        host, _, rest = form.url.removeprefix("https://").partition("/")
        first = rest.partition("/")[0] if "/" in rest else rest.rpartition(".")[2][:4]
        ending = form.url.rpartition(".")[2] if len(form.url.rpartition(".")[2]) < 5 else ""
        found.setdefault(
            f"{form.kind} {host} {first if len(first) < 9 else ''} {ending}{form.dead}", (post, form)
        )
    return found


def test_every_kind_of_link_leads_to_pictures_or_to_a_reason(society: Society) -> None:
    each = one_of_each(society.gallery)
    by_id = {post.external_id: post for post in society.posts("r/Art", max_pages=10)}
    kinds_met: defaultdict[str, int] = defaultdict(int)
    for name, (post, form) in each.items():
        details = by_id[number_of(post)].details
        assert details is not None, name
        assert details.links, name
        for link in details.links[:1]:
            kinds_met[link.kind] += 1
            if form.dead and link.kind != kinds.IMAGE:
                assert society.resolve(link.url)[0].outcome == "gone", name
            elif not form.dead:
                found = pictures(society, link.url) if link.kind != kinds.IMAGE else [link.url]
                assert found, name
                assert all(min(size_of(url)) > 100 for url in found[:2]), name
    assert len(each) > 25
    assert {kinds.IMAGE, kinds.IMGUR, kinds.POST, kinds.PAGE} <= set(kinds_met)


def test_the_same_picture_is_on_several_sites(society: Society) -> None:
    """Unchanged copies are the same bytes; others are the same work with other bytes."""
    gallery = society.gallery
    wanted = {"reddit", "imgur", "tumblr", "bluesky", "danbooru"}
    copies = ({post.shelf.site.name: post for post in gallery.copies(work)} for work in range(1_000))
    sites = next(found for found in copies if wanted <= set(found))
    work = sites["reddit"].work.number
    assert {post.files[0].work for post in sites.values()} == {work}
    assert len({post.tags["general"] for post in sites.values()}) > 1
    plain = file_url(gallery, File(work))
    assert requests.get(society.reached(plain), timeout=10).content == gallery.files.body(File(work))


def test_galleries_have_their_pictures_in_order_without_those_that_failed(society: Society) -> None:
    posts = [
        post
        for post in society.gallery.shelf("reddit").posts(Where(community="Art"), limit=1_000)
        if len(post.files) > 2
    ]
    failed = next(post for post in posts if post.number % 7 == 0)
    for post in (posts[0], failed):
        found = pictures(society, society.reached(f"https://www.reddit.com/gallery/{number_of(post)}"))
        assert [size_of(url) for url in found] == [shape(society.gallery, file) for file in post.files]


def of_kind(gallery: Gallery, kind: str, community: str = "Art") -> Post:
    posts = gallery.shelf("reddit").posts(Where(community=community), limit=1_000)
    return next(post for post in posts if form_of(post).kind == kind)


@pytest.mark.parametrize("keyed", [True, False], ids=["with a key", "without"])
def test_forms_of_reddit(society: Society, keyed: bool) -> None:
    asking, gallery = society if keyed else society.with_keys(), society.gallery
    image, film, crosspost = (of_kind(gallery, kind) for kind in ("image", "video", "crosspost"))
    share, file = code(image.number), form_of(image).files[0]
    size = shape(gallery, file)
    for url in (
        f"https://www.reddit.com{page_of(image)}",
        f"https://redd.it/{base36(image.number)}",
        f"https://old.reddit.com/comments/{base36(image.number)}",
        f"https://www.reddit.com/r/Art/s/{share}",
        f"https://preview.redd.it/{MEDIA.of(file.key)}.png?width=108&s=1",
        f"https://preview.redd.it/a-title-v0-{MEDIA.of(file.key)}.jpg?width=640",
    ):
        found = pictures(asking, asking.reached(url))
        assert [size_of(one) for one in found] == [size], url
    for url in (
        f"https://v.redd.it/{VIDEOS.of(film.number)}",
        f"https://www.reddit.com/video/{VIDEOS.of(film.number)}",
    ):
        found = pictures(asking, asking.reached(url))
        assert [size_of(one) for one in found] == [shape(gallery, film.files[0])], url
    parent = form_of(crosspost).parent
    assert parent is not None
    found = pictures(asking, asking.reached(f"https://www.reddit.com{page_of(crosspost)}"))
    assert [size_of(one) for one in found] == [shape(gallery, one) for one in parent.files]


def test_forms_of_imgur(society: Society) -> None:
    gallery = society.gallery
    posts = gallery.shelf("imgur").posts(limit=500)
    album = max(posts, key=lambda post: len(post.files))
    single = next(post for post in posts if len(post.files) == 1 and not imgur.is_film(post.files[0]))
    film = next(post.files[0] for post in posts if len(post.files) == 1 and imgur.is_film(post.files[0]))
    name, number = imgur.image_id(single.files[0]), code(album.number)
    size, sizes = [shape(gallery, single.files[0])], len(album.files)
    for url in (
        f"https://imgur.com/{name}",
        f"https://m.imgur.com/some-title-{name}",
        f"https://imgur.com/gallery/{name}",
        f"https://imgur.com/gallery/some-title-{name}",
        f"https://imgur.com/r/Art/{name}",
        f"https://imgur.com/t/cats/{name}",
        f"https://imgur.com/topic/Funny/{name}",
        f"https://imgur.com/a/{code(single.number)}",
    ):
        assert [size_of(one) for one in pictures(society, society.reached(url))] == size, url
    for url in (f"https://imgur.com/a/{number}#3", f"https://imgur.com/gallery/a-walk-{number}"):
        assert len(pictures(society, society.reached(url))) == sizes, url
    both = society.reached(f"https://imgur.com/{name},{imgur.image_id(album.files[0])}")
    assert len(pictures(society, both)) == 2
    still = pictures(society, society.reached(f"https://imgur.com/{imgur.image_id(film)}"))
    assert still == [society.reached(f"https://i.imgur.com/{imgur.image_id(film)}h.jpg")]
    assert min(size_of(still[0])) > 100
    # Without a key, files are where their ids say.
    found = pictures(society.with_keys(), society.reached(f"https://imgur.com/{name}"))
    assert [size_of(one) for one in found] == size


def test_what_imgur_removed_is_a_picture_that_says_so(society: Society) -> None:
    gone = society.reached(f"https://i.imgur.com/{imgur.GONE.of(5)}.jpg")
    answer = requests.get(gone, timeout=10, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == society.reached("https://i.imgur.com/removed.png")
    assert size_of(gone) == (161, 81)
    assert placeholders.of_address(answer.headers["Location"]) == "Imgur: the image was removed"
    assert society.resolve(society.reached(f"https://imgur.com/{imgur.GONE.of(5)}"))[0].outcome == "gone"


def test_pages_and_files_of_the_web(society: Society) -> None:
    gallery = society.gallery
    portfolio, photo = (gallery.shelf(name).posts(limit=1)[0] for name in ("web", "flickr"))
    file = File(17)
    name, size = gallery.files.name(file), shape(gallery, file)
    for url in (
        *(page_url(gallery, file, form) for form in FORMS_OF_PAGES),
        file_url(gallery, file, ".php"),
        f"https://pictures.example.net/download?name={name}",
        f"https://short.example.org/3/{name}",
    ):
        assert [size_of(one) for one in pictures(society, society.reached(url))] == [size], url
    for post in (portfolio, photo):
        found = pictures(society, society.reached(post.url))
        assert size_of(found[0]) == shape(gallery, post.files[0])
    assert size_of(society.reached(file_url(gallery, file, ".JPG"))) == size


@pytest.mark.parametrize(
    ("url", "outcome", "words"),
    [
        ("https://journal.example.org/silent/{name}", "refused", "names no picture"),
        ("https://journal.example.org/gone/1", "gone", "nothing at this address"),
        ("https://journal.example.org/nowhere", "gone", "nothing at this address"),
        ("https://pictures.example.net/octets/{name}", "refused", "application/octet-stream"),
        ("https://pictures.example.net/private/{name}", "refused", "wants no programs"),
        ("https://hermit.example.org/page", "refused", "wants no programs"),
        ("https://unwell.example.org/page", "unavailable", "503"),
        ("https://short.example.org/loop", "refused", "again and again"),
        ("https://short.example.org/nowhere", "refused", "nowhere"),
        ("https://www.reddit.com/gallery/zzzzzz", "gone", "no post"),
        ("https://www.reddit.com/r/Art/s/aBcDeFg", "gone", ""),
        ("https://v.redd.it/abcdefghijklm", "gone", "no post"),
        ("https://imgur.com/a/aBcDeFg", "gone", "nothing at this address"),
        ("https://imgur.com/r/pics", "refused", "subscribe"),
    ],
)
def test_why_a_link_leads_to_nothing(society: Society, url: str, outcome: str, words: str) -> None:
    name = society.gallery.files.name(File(17))
    resolved = society.resolve(society.reached(url.format(name=name)))[0]
    assert (resolved.outcome, resolved.children) == (outcome, [])
    assert words in (resolved.reason or "")


def test_a_removed_post_leads_to_nothing(society: Society) -> None:
    removed = society.gallery.shelf("reddit").posts(Where(community="Art", removed=True), limit=1)[0]
    resolved = society.resolve(society.reached(f"https://www.reddit.com{page_of(removed)}"))[0]
    assert (resolved.outcome, resolved.code) == ("gone", "post_removed")
