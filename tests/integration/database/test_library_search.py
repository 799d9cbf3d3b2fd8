"""Searches find the same on both databases: what looking at each picture in turn finds."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from fovea.database import blocked_tags, listing_subscriptions
from fovea.database.engine import write
from fovea.database.library_search import Found, memory, search
from fovea.database.post_images import posts_of
from fovea.library_query import ORDERS, Node, Phrase, Query, Word, parse, printed
from fovea.library_query.nodes import all_of, either_of, negated
from fovea.library_query.reading import normalised
from tests.integration.database.pictured import alias
from tests.integration.database.searched import NOW, TAGS, WORDS, Naive, Picture, add, bring, pictures

EVERY_RATING = {0, 1, 2, 3}


def found(engine: Engine, query: str, **more: Any) -> Found:
    wish: dict[str, Any] = {"ratings": EVERY_RATING, "limit": 1_000, "now": NOW} | more
    return search(engine, parse(query), **wish)


@pytest.fixture
def library(engine: Engine) -> Naive:
    return Naive(add(engine, *pictures(60)))


_names = st.sampled_from([*(tag.removeprefix("artist:") for tag in TAGS), *map(normalised, WORDS), "nothing"])
_stars = st.sampled_from(
    [("ca", ""), ("", "at"), ("c", "t"), ("sky", ""), ("東京", ""), ("gol", ""), ("", "_s", ""), ("mül", "")]
)
# None has a space in it, but for the account's.
_FIELDS = """
tag:sky tag:cat* artist:anna general:sky general:anna rating:safe rating:general,explicit source:flickr
source:nowhere subscription:skies sub:r/cats subscription:q_Skies subscription:danbooru/q_Skies
subscription:danbooru/q_skies subscription:nobody account:anna account:anna-id account:nobody width:>=1280
width:<1280 height:480..720 ratio:16:9 ratio:>1.5 size:<1mb size:>2gb pixels:>1m date:2025 date:>2025-01
date:30d date:<90d age:<30d age:>100d age:1w..20w added:today added:>=2025-06-13 score:>0 score:-3
format:png,gif animated:yes text:yes text:unknown text:unsure text:no,unsure color:red~40 color:#204080~25
color:white similar:1~20 similar:2 similar:0000000000000000~3
similar:999999 id:>20 posts:1 posts:>1 tags:>=3 tags:0 variants:0 variants:>3 group:1 best:no
"""
_fields = st.sampled_from([*_FIELDS.split(), 'account:"bert k."']).map(lambda text: parse(text).wanted)
_leaves: st.SearchStrategy[Node] = st.one_of(
    _names.map(lambda name: Word((name,))),
    _stars.map(Word),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda several: Phrase(" ".join(several))),
    _fields,
)
_trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=3).map(all_of),
        st.lists(inner, min_size=2, max_size=3).map(either_of),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_trees, ratings=st.sets(st.integers(0, 3), min_size=1))
def test_any_search_finds_what_looking_at_each_picture_finds(
    engine: Engine, library: Naive, tree: Node, ratings: set[int]
) -> None:
    text = printed(Query(tree))
    expected, hidden = library.found(tree, ratings)
    answer = found(engine, text, ratings=ratings)
    assert (set(answer.ids), answer.total, answer.hidden) == (expected, len(expected), hidden), text


def test_each_field_and_word_alone_finds_what_looking_finds(engine: Engine, library: Naive) -> None:
    alone = ("東京", "京", "golden", "müller", "MULLER", "sky", "*sky*", "a", "z", "😀", "re\\:zero", "gol*")
    some = 0
    for text in (*_FIELDS.split(), *alone, '"the golden"', 'account:"BERT K."'):
        expected, _ = library.found(parse(text).wanted, EVERY_RATING)
        assert set(found(engine, text).ids) == expected, text
        some += 0 < len(expected) < len(library.ready)
    assert some > 40


def test_pages_of_any_order_are_the_whole_in_parts(engine: Engine, library: Naive) -> None:
    for order in ORDERS:
        assert_that_pages_are_the_whole(engine, order, len(library.ready))


def assert_that_pages_are_the_whole(engine: Engine, order: str, total: int) -> None:
    query = f"order:{order}" + (" similar:1~64" if order == "similar" else ":a" if order == "random" else "")
    whole = found(engine, query)
    assert len(whole.ids) == whole.total == total
    collected: list[int] = []
    cursor = None
    while True:
        page = found(engine, query, limit=17, cursor=cursor)
        collected += page.ids
        cursor = page.next_cursor
        if cursor is None:
            break
    assert collected == whole.ids


def test_orders_put_first_what_they_say(engine: Engine, library: Naive) -> None:
    by_id = {picture.id: picture for picture in library.ready}
    ordered = {
        "newest": sorted(by_id, key=lambda one: (-by_id[one].added_at, -one)),
        "oldest": sorted(by_id, key=lambda one: (by_id[one].added_at, one)),
        "score": sorted(by_id, key=lambda one: (-by_id[one].score, -one)),
        "posted": sorted(
            by_id, key=lambda one: (by_id[one].posted_at is None, -(by_id[one].posted_at or 0), -one)
        ),
        "size": sorted(by_id, key=lambda one: (-by_id[one].size, -one)),
    }
    for name, expected in ordered.items():
        assert found(engine, f"order:{name}").ids == expected, name


def test_chance_is_the_same_for_the_same_seed_and_another_for_another(engine: Engine, library: Naive) -> None:
    once, again, other = (found(engine, f"order:random:{seed}").ids for seed in ("a", "a", "b"))
    assert once == again != other
    assert sorted(once) == sorted(other)
    first = found(engine, "order:random", limit=5)
    rest = found(engine, "order:random", cursor=first.next_cursor)
    assert sorted(first.ids + rest.ids) == sorted(once)


def test_pages_stay_apart_while_pictures_come(engine: Engine) -> None:
    first = add(engine, *(Picture(name=f"old-{number}", added_at=NOW - number) for number in range(10)))
    page = found(engine, "", limit=4)
    add(engine, *(Picture(name=f"new-{number}", added_at=NOW + 1) for number in range(3)))
    rest = found(engine, "", cursor=page.next_cursor)
    assert [*page.ids, *rest.ids] == [picture.id for picture in first]
    assert rest.total == 13


def test_what_another_process_commits_is_in_the_very_next_search(engine: Engine) -> None:
    kept = memory.of(engine)
    [one] = add(engine, Picture(name="one", title="golden fog", tags=("sky",), score=1))
    searches = ("sky", '"golden fog"', "fog", "source:flickr", "account:anna", "score:1", "tags:1", "posts:1")
    for text in searches:
        assert found(engine, text).ids == [one.id], text
    [two] = add(engine, Picture(name="two", title="golden fog", tags=("sky",), score=1))
    for text in searches:
        assert found(engine, text).ids == [two.id, one.id], text
    one.title, one.tags, one.score = "silver", ("cat", "dog"), 2
    add(engine, one)
    for text in ("sky", '"golden fog"', "fog", "score:1", "tags:1"):
        assert found(engine, text).ids == [two.id], text
    for text in ("silver", "dog", "score:2", "tags:2"):
        assert found(engine, text).ids == [one.id], text
    assert kept is memory.of(engine)


def test_what_a_subscription_brought_is_found_by_its_number_at_once(engine: Engine) -> None:
    """Also a post that was here before, whose image does not change by it."""
    one, two = add(engine, Picture(name="one", subscriptions=("Skies",)), Picture(name="two"))
    with write(engine) as connection:
        skies, seas = bring(connection, "Skies", []), bring(connection, "42", [])
    assert found(engine, f"subscription:{skies}").ids == [one.id]
    assert found(engine, f"subscription:{seas} or subscription:42").ids == []
    with write(engine) as connection:
        posts = posts_of(connection, [two.id])[two.id]
        bring(connection, "Skies", posts)
        bring(connection, "42", posts)
    assert found(engine, f"sub:{skies}").ids == [two.id, one.id]
    assert found(engine, f"sub:{seas}").ids == found(engine, "sub:42").ids == [two.id]
    assert found(engine, f"sub:skies -sub:{seas}").ids == [one.id]


def test_an_ended_subscription_finds_nothing(engine: Engine) -> None:
    add(engine, Picture(name="one", subscriptions=("Skies",)))
    with write(engine) as connection:
        number = bring(connection, "Skies", [])
        listing_subscriptions.remove(connection, [number])
    assert found(engine, "subscription:skies").ids == found(engine, f"subscription:{number}").ids == []


def test_changes_are_put_into_the_lists_when_they_are_many(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_CHANGED", 3)
    library = pictures(12)
    add(engine, *library)
    for number, picture in enumerate(library):
        picture.state = "ready"
        picture.tags, picture.title = (("cat",), "fog") if number % 2 else (("sky", "cat"), "gate")
        add(engine, picture)
        naive = Naive(library)
        for text in ("cat", "sky", "fog", "gate -cat", "source:flickr", "tags:2"):
            expected, _ = naive.found(parse(text).wanted, EVERY_RATING)
            assert set(found(engine, text).ids) == expected, text


def test_very_many_changes_are_read_from_the_beginning(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = add(engine, Picture(name="one", tags=("sky",)))
    assert found(engine, "sky").total == 1
    monkeypatch.setattr(memory, "MOST_AT_ONCE", 2)
    one.tags = ("cat",)
    add(engine, one, *(Picture(name=f"{number}", tags=("sky",)) for number in range(4)))
    assert (found(engine, "sky").total, found(engine, "cat").ids) == (4, [one.id])


def test_what_is_blocked_is_never_shown_nor_counted(engine: Engine) -> None:
    add(engine, Picture(name="one", tags=("bad",)), Picture(name="two", tags=("good",), rating=3))
    assert found(engine, "").total == 2
    with write(engine) as connection:
        blocked_tags.put(connection, "bad", reason="", user_id=None, at=0)
    answer = found(engine, "", ratings={0})
    assert (answer.ids, answer.total, answer.hidden) == ([], 0, {3: 1})


def test_an_alias_means_its_tag(engine: Engine) -> None:
    alias(engine, "kitty", "cat")
    [one] = add(engine, Picture(name="one", tags=("cat",)))
    assert found(engine, "kitty").ids == found(engine, "tag:kit*").ids == [one.id]


def test_lists_that_there_is_no_room_for_are_read_again(engine: Engine, library: Naive) -> None:
    kept = memory.of(engine)
    kept._postings._most_bytes = 1_500
    for _ in range(3):
        for name in ("sky", "cat", "golden", "the", "blue_sky", "catfish"):
            expected, _hidden = library.found(Word((name,)), EVERY_RATING)
            assert set(found(engine, name).ids) == expected
    assert kept._postings.bytes <= 1_500
