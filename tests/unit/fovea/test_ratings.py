"""What the sources' words for "for whom is this?" mean here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea import ratings
from fovea.ratings import Rating

GENERAL, SAFE, QUESTIONABLE, EXPLICIT = Rating


@pytest.mark.parametrize(
    ("source", "told", "meant"),
    [
        *(("danbooru", letter, rating) for letter, rating in zip("gsqe", Rating, strict=True)),
        ("danbooru", "sensitive", SAFE),
        ("gelbooru", "general", GENERAL),
        ("gelbooru", "sensitive", SAFE),
        ("gelbooru", "safe", SAFE),  # what posts from before 2022 say
        ("gelbooru", "questionable", QUESTIONABLE),
        ("gelbooru", "explicit", EXPLICIT),
        *(
            (source, letter, rating)
            for source in ("moebooru", "yandere", "konachan", "sakugabooru", "e621", "e926", "safebooru")
            for letter, rating in zip("sqe", (SAFE, QUESTIONABLE, EXPLICIT), strict=True)
        ),
        ("rule34", "Questionable", QUESTIONABLE),
        ("safebooru", "general", GENERAL),
        ("e926", None, SAFE),
        ("reddit", False, SAFE),
        ("reddit", True, EXPLICIT),
        ("mastodon", False, SAFE),
        ("mastodon", True, QUESTIONABLE),
        ("tumblr", False, SAFE),
        ("tumblr", True, QUESTIONABLE),
        ("deviantart", False, SAFE),
        ("deviantart", True, QUESTIONABLE),
        ("x", False, SAFE),
        ("x", True, QUESTIONABLE),
        ("pixiv", 0, SAFE),
        ("pixiv", 1, EXPLICIT),
        ("pixiv", "2", EXPLICIT),
        ("bluesky", None, SAFE),
        ("flickr", 1, SAFE),
        ("flickr", "2", QUESTIONABLE),
        ("flickr", "restricted", EXPLICIT),
        ("flickr", None, SAFE),
        ("google", None, SAFE),
        ("baidu", None, SAFE),
        ("brave", None, SAFE),
        ("commons", None, SAFE),
        ("openverse", False, SAFE),
        ("openverse", True, EXPLICIT),
        ("upload", "g", GENERAL),
    ],
)
def test_each_source_is_read_by_its_own_table(source: str, told: str | bool, meant: Rating) -> None:
    assert ratings.of_source(source, told) is meant


@pytest.mark.parametrize("source", ["danbooru", "moebooru", "e621"])
def test_an_s_is_never_taken_for_general(source: str) -> None:
    """It is sensitive at Danbooru and safe at the others: in both, one step above what is for all."""
    assert ratings.of_source(source, "s") is SAFE


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("moebooru", "g"),  # they have no such letter
        ("e621", "general"),
        ("reddit", "s"),
        ("flickr", "s"),
        ("derpibooru", "safe"),  # a tag there, no word of its own
        ("danbooru", "sketchy"),
        ("danbooru", None),
        ("gelbooru", ""),
        ("reddit", None),
        ("a-source-that-nobody-knows", "safe"),
    ],
)
def test_a_word_that_a_source_does_not_have_means_nothing(source: str, told: str | None) -> None:
    assert ratings.of_source(source, told) is None


def test_the_strongest_tag_counts_where_tags_tell() -> None:
    assert ratings.of_source("derpibooru", None, ["cute", "safe"]) is SAFE
    assert ratings.of_source("derpibooru", None, ["safe", "suggestive"]) is QUESTIONABLE
    assert ratings.of_source("philomena", None, ["Explicit", "safe"]) is EXPLICIT
    assert ratings.of_source("derpibooru", None, ["cute"]) is None


@pytest.mark.parametrize("rating", Rating)
def test_our_words_lead_there_and_back(rating: Rating) -> None:
    assert ratings.of_word(ratings.word(rating)) is rating
    assert ratings.of_word(ratings.word(rating)[0].upper()) is rating


@given(st.text())
def test_any_other_word_is_refused_by_name(text: str) -> None:
    known = {*ratings.WORDS, *"gsqe"}
    if text.strip().lower() in known:
        return
    with pytest.raises(ValueError, match="the ratings are general"):
        ratings.of_word(text)
    assert ratings.of_source("danbooru", text) in {None, *Rating}
