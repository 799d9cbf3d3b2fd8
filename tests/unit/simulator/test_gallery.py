"""The gallery: the same world for the same seed, and pictures that hold what listings say of them."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from fovea.fingerprints.perceptual import phash
from simulator.gallery import SITES, File, Gallery, Post, Where
from simulator.gallery.files import BOXES, CROPPED, PLAIN, RECOMPRESSED, RESIZED
from simulator.gallery.works import SMALL

END = 1_790_000_000
LANDSCAPES = Where(tags=("landscape",))


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(seed=1, works=600, ends_at=END)


def facts(post: Post) -> tuple[object, ...]:
    return post.number, post.work, post.moment, post.account, post.tags, post.rating, post.files, post.url


def fingerprint(gallery: Gallery, file: File) -> int:
    return phash(Image.open(BytesIO(gallery.files.body(file))).convert("RGB")) & (2**64 - 1)


@pytest.mark.parametrize("site", [site.name for site in SITES])
def test_the_same_seed_makes_the_same_posts_and_another_one_others(gallery: Gallery, site: str) -> None:
    again, other = (Gallery(seed=seed, works=600, ends_at=END).shelf(site) for seed in (1, 2))
    shelf = gallery.shelf(site)

    assert [facts(post) for post in again.posts()] == [facts(post) for post in shelf.posts()]
    assert [post.work for post in other.posts()] != [post.work for post in shelf.posts()]


@pytest.mark.parametrize("site", [site.name for site in SITES])
def test_numbers_of_posts_grow_with_time_and_leave_gaps(gallery: Gallery, site: str) -> None:
    posts = gallery.shelf(site).posts(limit=1_000)

    assert len(posts) > 20
    assert all(newer.number > older.number for newer, older in pairwise(posts))
    assert all(newer.moment >= older.moment for newer, older in pairwise(posts))
    assert posts[0].moment < END
    assert any(newer.number > older.number + 1 for newer, older in pairwise(posts))


def test_a_search_for_a_tag_finds_the_posts_that_tell_of_it_and_no_others(gallery: Gallery) -> None:
    for site, tag in (("danbooru", "landscape"), ("derpibooru", "blue sky"), ("flickr", "bluesky")):
        shelf = gallery.shelf(site)
        told = [post.number for post in shelf.posts(limit=1_000) if tag in post.tags["general"]]
        assert shelf.numbers(Where(tags=(tag,))) == told
        assert 10 < len(told) < shelf.count()


def test_an_artist_a_character_and_a_series_are_found_by_their_tags(gallery: Gallery) -> None:
    shelf = gallery.shelf("danbooru")
    for namespace in ("artist", "character", "copyright"):
        post = next(one for one in shelf.posts(limit=1_000) if one.tags[namespace])
        found = shelf.posts(Where(tags=post.tags[namespace][:1]), limit=1_000)
        assert post.number in [one.number for one in found]
        assert all(post.tags[namespace][0] in one.tags[namespace] for one in found)


def test_a_page_goes_on_below_the_last_number(gallery: Gallery) -> None:
    shelf = gallery.shelf("gelbooru")
    seen: list[int] = []
    below = None
    while page := shelf.posts(LANDSCAPES, below=below, limit=7):
        seen += [post.number for post in page]
        below = seen[-1]

    assert seen == shelf.numbers(LANDSCAPES)
    assert [post.number for post in shelf.posts(LANDSCAPES, above=seen[5], limit=100)] == seen[:5]
    assert shelf.count(LANDSCAPES, below=seen[4], above=seen[9]) == 4


def test_a_site_lacks_tags_and_rates_differently_now_and_then(gallery: Gallery) -> None:
    posts = gallery.shelf("danbooru").posts(limit=1_000)

    assert any(len(post.tags["general"]) < len(post.work.general) for post in posts)
    assert all(set(post.tags["general"]) <= set(post.work.general) for post in posts)
    assert 0 < sum(post.rating != post.work.rating for post in posts) < len(posts) / 4
    assert {post.rating for post in gallery.shelf("safebooru").posts(limit=1_000)} == {0, 1}


def test_one_work_is_on_several_sites_under_other_tags_sizes_and_ratings(gallery: Gallery) -> None:
    groups = [gallery.copies(work) for work in range(200)]

    assert sum(len({post.shelf.site.name for post in group}) > 3 for group in groups) > 100
    assert any(len({post.rating for post in group}) > 1 for group in groups)
    assert any(len({gallery.files.shape(post.files[0]) for post in group}) > 1 for group in groups)


def test_who_names_a_source_names_an_earlier_post_of_the_same_work(gallery: Gallery) -> None:
    posts = gallery.shelf("danbooru").posts(limit=1_000)
    named = [(post, post.source) for post in posts if post.source is not None]

    assert len(named) > len(posts) / 3
    for post, source in named:
        assert source.work == post.work
        assert source.moment < post.moment
        assert source.shelf.site.name not in {"danbooru", "gelbooru"}
        assert source.url.startswith("https://")


def test_a_variant_has_its_first_post_as_parent(gallery: Gallery) -> None:
    shelf = gallery.shelf("danbooru")
    variants = [post for post in shelf.posts(limit=1_000) if post.parent is not None]

    assert variants
    for post in variants:
        parent = shelf.post(post.parent or 0)
        assert parent is not None
        assert parent.work == post.work
        assert post.files[0] != parent.files[0]


@pytest.mark.parametrize("edit", [PLAIN, RECOMPRESSED, RESIZED, CROPPED])
def test_the_size_that_is_told_is_that_of_the_file(gallery: Gallery, edit: int) -> None:
    for number in range(6):
        file = File(number, 0, edit, number * 9 if edit else 0)
        for box in (0, BOXES[2], BOXES[-1]):
            told = gallery.files.shape(file, box)
            picture = Image.open(BytesIO(gallery.files.body(file, box)))
            picture.load()
            assert picture.size == (told.width, told.height)
            assert picture.get_format_mimetype() == told.mime


def test_an_edited_picture_still_looks_like_the_first_and_other_works_do_not(gallery: Gallery) -> None:
    whole = [fingerprint(gallery, File(number)) for number in range(40)]

    for number in range(12):
        for edit, most in ((RECOMPRESSED, 4), (RESIZED, 4), (CROPPED, 12)):
            other = fingerprint(gallery, File(number, 0, edit, number * 5))
            assert (other ^ whole[number]).bit_count() <= most
    assert min((one ^ other).bit_count() for at, one in enumerate(whole) for other in whole[:at]) > 8


def test_a_gallery_of_small_pictures_is_told_of_as_any_and_no_two_of_them_look_alike() -> None:
    small = Gallery(seed=1, works=600, ends_at=END, small=True)
    whole = [fingerprint(small, File(number)) for number in range(100)]

    assert [work.tags for work in small.works.several(range(20))] == [
        work.tags for work in Gallery(seed=1, works=600, ends_at=END).works.several(range(20))
    ]
    with Image.open(BytesIO(small.files.body(File(5)))) as picture:
        assert picture.size == (small.works.work(5).width, small.works.work(5).height) == SMALL
    assert min((one ^ other).bit_count() for at, one in enumerate(whole) for other in whole[:at]) > 12
    for number, first in enumerate(whole):
        again = fingerprint(small, File(number, 0, RECOMPRESSED, 24 + number % 40))
        assert (again ^ first).bit_count() <= 4


def test_digests_are_those_of_the_bytes_and_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Gallery(seed=1, works=200, folder=tmp_path, ends_at=END)
    files = [post.files[0] for post in first.shelf("yandere").posts(limit=5)]
    told = [first.files.digests(file) for file in files]
    sizes = [len(first.files.body(file)) for file in files]

    monkeypatch.setattr("simulator.gallery.files.paint", lambda *_, **__: pytest.fail("drawn again"))
    again = Gallery(seed=1, works=200, folder=tmp_path, ends_at=END)
    assert [again.files.digests(file) for file in files] == told
    assert [one.size for one in told if one is not None] == sizes


def test_digests_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.gallery.files.paint", lambda *_, **__: pytest.fail("drawn"))
    quiet = Gallery(seed=1, works=200, ends_at=END, digests_told=False)
    assert quiet.files.digests(File(1)) is None


def test_the_name_of_a_file_leads_to_it_and_no_other_name_does(gallery: Gallery) -> None:
    for file in (File(3), File(599, 2, CROPPED, 63), File(70_000, 1, RESIZED, 5)):
        for box in BOXES:
            assert gallery.files.named(gallery.files.name(file, box)) == (file, box)
    name = gallery.files.name(File(3))
    for wrong in (name[:-1], name[::-1], "0" * 32, "x" * 32, "", name.replace(name[0], "0", 1) + "0"):
        assert gallery.files.named(wrong) is None
    assert Gallery(seed=2, works=600, ends_at=END).files.named(name) is None


def test_what_is_put_up_is_the_newest_and_is_still_there_after_a_restart(tmp_path: Path) -> None:
    first = Gallery(seed=1, works=200, folder=tmp_path, ends_at=END)
    before = first.shelf("danbooru").numbers(LANDSCAPES)
    added = first.publish("danbooru", count=3, where=LANDSCAPES)
    work = first.shelf("danbooru").posts(limit=1)[0].work.number
    elsewhere = first.publish("safebooru", works=[work])
    assert first.shelf("danbooru").numbers(LANDSCAPES) == [*added[::-1], *before]

    again = Gallery(seed=1, works=200, folder=tmp_path)
    assert again.works.ends_at == END
    assert again.shelf("danbooru").numbers(LANDSCAPES) == [*added[::-1], *before]
    assert again.shelf("safebooru").numbers()[0] == elsewhere[0]
    assert {post.shelf.site.name for post in again.copies(work)} == {"danbooru", "safebooru"}
    assert not set(again.publish("danbooru", count=2)) & set(added)
    assert again.shelf("danbooru").posts(limit=1)[0].work.number > work


def test_what_is_removed_is_told_of_or_is_gone(tmp_path: Path) -> None:
    first = Gallery(seed=1, works=200, folder=tmp_path, ends_at=END)
    removed, gone = first.shelf("danbooru").numbers()[:2]
    assert first.remove("danbooru", removed)
    assert first.remove("danbooru", gone, gone=True)
    assert not first.remove("danbooru", gone)

    for gallery in (first, Gallery(seed=1, works=200, folder=tmp_path)):
        shelf = gallery.shelf("danbooru")
        assert not {removed, gone} & set(shelf.numbers())
        assert removed in shelf.numbers(Where(removed=True))
        post = shelf.post(removed)
        assert post is not None
        assert post.removed
        assert shelf.post(gone) is None


def test_a_wish_that_no_work_fulfils_is_refused(gallery: Gallery) -> None:
    with pytest.raises(LookupError):
        gallery.publish("danbooru", where=Where(tags=("no_such_tag",)))
