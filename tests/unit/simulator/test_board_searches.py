"""What boards find: their words, and Philomena's language, each against the truth about every post."""

from collections.abc import Callable

import pytest

from simulator.boards import searching
from simulator.boards.danbooru import RATINGS
from simulator.boards.philomena_query import Query, UnreadableError
from simulator.gallery import Gallery, Post

GALLERY = Gallery(seed=1, works=500, ends_at=1_790_000_000)
DANBOORU, DERPIBOORU = GALLERY.shelf("danbooru"), GALLERY.shelf("derpibooru")
POSTS = DANBOORU.posts(limit=1_000)
MIDDLE, LOW = POSTS[len(POSTS) // 2].number, POSTS[-20].number
SOMEBODY = POSTS[0].account.name


def tags(post: Post) -> set[str]:
    return {tag for found in post.tags.values() for tag in found}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("", lambda post: True),
        ("landscape", lambda post: "landscape" in tags(post)),
        ("LANDSCAPE", lambda post: "landscape" in tags(post)),
        ("landscape day", lambda post: {"landscape", "day"} <= tags(post)),
        ("landscape -day", lambda post: "landscape" in tags(post) and "day" not in tags(post)),
        ("~cat ~bird", lambda post: bool({"cat", "bird"} & tags(post))),
        ("~cat ~bird day", lambda post: bool({"cat", "bird"} & tags(post)) and "day" in tags(post)),
        ("*_hair", lambda post: any(tag.endswith("_hair") for tag in tags(post))),
        ("rating:g", lambda post: post.rating == 0),
        ("rating:explicit", lambda post: post.rating == 3),
        ("-rating:e", lambda post: post.rating < 3),
        ("-rating:e -rating:q day", lambda post: post.rating < 2 and "day" in tags(post)),
        ("rating:g rating:e", lambda post: False),
        ("rating:nonsense", lambda post: False),
        (f"id:<{MIDDLE}", lambda post: post.number < MIDDLE),
        (f"id:<={MIDDLE}", lambda post: post.number <= MIDDLE),
        (f"id:>{MIDDLE}", lambda post: post.number > MIDDLE),
        (f"id:>={MIDDLE}", lambda post: post.number >= MIDDLE),
        (f"id:{MIDDLE}", lambda post: post.number == MIDDLE),
        (f"id:{LOW}..{MIDDLE}", lambda post: LOW <= post.number <= MIDDLE),
        (f"day id:<{MIDDLE} id:>{LOW}", lambda post: LOW < post.number < MIDDLE and "day" in tags(post)),
        (f"user:{SOMEBODY}", lambda post: post.account.name == SOMEBODY),
        ("user:nobody_at_all", lambda post: False),
        ("landscape order:score", lambda post: "landscape" in tags(post)),
        ("no_such_tag", lambda post: False),
    ],
)
def test_words_find_the_posts_that_they_mean(text: str, fits: Callable[[Post], bool]) -> None:
    search = searching.read(text, DANBOORU, RATINGS)
    found = [post.number for post in search.posts(DANBOORU, limit=1_000)]

    assert found == [post.number for post in POSTS if fits(post)]
    assert search.count(DANBOORU) == len(found)


def test_deleted_posts_are_found_by_who_looks_for_them() -> None:
    deleted = searching.read("status:deleted", DANBOORU, RATINGS).posts(DANBOORU, limit=1_000)
    every = searching.read("status:any", DANBOORU, RATINGS).count(DANBOORU)

    assert deleted
    assert all(post.removed for post in deleted)
    assert every == len(POSTS) + len(deleted)


def test_only_tags_count_as_tags() -> None:
    search = searching.read("a -b ~c rating:g id:<5 order:id status:any", DANBOORU, RATINGS)
    assert search.tags == ["a", "-b", "~c"]


IMAGES = DERPIBOORU.posts(limit=1_000)
HALF = IMAGES[len(IMAGES) // 2].number


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("*", lambda post: True),
        ("landscape", lambda post: "landscape" in tags(post)),
        ("blue sky, landscape", lambda post: {"landscape", "blue sky"} <= tags(post)),
        ("blue   sky && landscape", lambda post: {"landscape", "blue sky"} <= tags(post)),
        ("landscape AND day", lambda post: {"landscape", "day"} <= tags(post)),
        ("cat || bird", lambda post: bool({"cat", "bird"} & tags(post))),
        ("cat OR bird, day", lambda post: "cat" in tags(post) or {"bird", "day"} <= tags(post)),
        ("(cat || bird), day", lambda post: bool({"cat", "bird"} & tags(post)) and "day" in tags(post)),
        ("landscape, -day", lambda post: "landscape" in tags(post) and "day" not in tags(post)),
        ("landscape, !(day || night)", lambda p: "landscape" in tags(p) and not {"day", "night"} & tags(p)),
        ("NOT landscape", lambda post: "landscape" not in tags(post)),
        ("star (sky), night", lambda post: False),
        ("star, night", lambda post: {"star", "night"} <= tags(post)),
        ("safe", lambda post: post.rating < 2),
        ("explicit || questionable", lambda post: post.rating >= 2),
        (f"id.lt:{HALF}", lambda post: post.number < HALF),
        (f"id.lte:{HALF}", lambda post: post.number <= HALF),
        (f"id.gt:{HALF}, landscape", lambda post: post.number > HALF and "landscape" in tags(post)),
        (f"id.gte:{HALF}", lambda post: post.number >= HALF),
        (f"id:{HALF}", lambda post: post.number == HALF),
        (f"(landscape, day), id.lt:{HALF}", lambda p: {"landscape", "day"} <= tags(p) and p.number < HALF),
        (f"uploader:{IMAGES[0].account.name}", lambda post: post.account == IMAGES[0].account),
        (
            "2girls || (1girl, (cat || fox))",
            lambda p: "2girls" in tags(p) or ("1girl" in tags(p) and bool({"cat", "fox"} & tags(p))),
        ),
    ],
)
def test_philomenas_language_finds_what_it_means(text: str, fits: Callable[[Post], bool]) -> None:
    mask = Query(text, DERPIBOORU, DERPIBOORU.rows).mask()
    numbers = DERPIBOORU.rows.number[mask & ~DERPIBOORU.rows.removed].tolist()

    assert numbers[::-1] == [post.number for post in IMAGES if fits(post)]


@pytest.mark.parametrize(
    "text", ["", "  ", "(cat", "cat)", "((a)", "cat,", ", cat", "cat && ", "()", "(" * 99]
)
def test_what_cannot_be_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"expression|parentheses|deep"):
        Query(text, DERPIBOORU, DERPIBOORU.rows).mask()
