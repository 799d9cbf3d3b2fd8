"""Words of any language, written so that every full-text index takes them alike."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea import words

# https://mariadb.com/kb/en/full-text-index-stopwords/ (InnoDB's)
_STOPWORDS = """
a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where
who will with und the www
"""
STOPWORDS = frozenset(_STOPWORDS.split())


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_written_is_a_word_for_every_index(text: str) -> None:
    for word in words.of_text(text):
        assert re.fullmatch(r"[a-z0-9]{3,84}", word)
        assert word not in STOPWORDS


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30), st.integers(0, 29))
def test_a_beginning_of_a_word_stays_a_beginning(text: str, length: int) -> None:
    for plain in re.findall(r"[a-z0-9\u0370-\u03ff]+", text.lower()):
        [whole] = words.of_text(plain)[:1]
        begun = words.of_text(plain[: length + 1])
        assert not begun or whole.startswith(begun[0]) or begun[0].startswith(whole)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "muller"),
        ("ÉCOLE", "école"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("İstanbul", "istanbul"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("مُحَمَّد", "محمد"),
        ("カﾞ", "ガ"),
        ("e\u0301", "é"),
        ("👩\u200d🚀", "👩🚀"),
    ],
)
def test_letters_are_compared_without_case_accents_and_forms(one: str, other: str) -> None:
    assert words.of_text(one) == words.of_text(other) != []


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("東京都タワー", "京都", True),
        ("東京都タワー", "東都", False),
        ("東京都タワー", "都", True),
        ("東京 tower", "東京 tower", True),
        ("東京タ tower", "東京 tower", False),
        ("tower 東京", "tower 東", True),
        ("한국어 사진", "국어", True),
        ("が", "か", False),
        ("Hello_World-now", "world now", True),
        ("cat 😀 dog", "😀", True),
        ("catalogue", "cat", False),
        ("12 drummers", "12", True),
        ("...", "...", False),
    ],
)
def test_what_somebody_looks_for_is_found(text: str, query: str, found: bool) -> None:
    line, sought = words.of_text(text), words.of_query(query)
    places = range(len(line) - len(sought) + 1)
    hits = [
        all(
            word == one.written if one.whole else word.startswith(one.written)
            for word, one in zip(line[place:], sought, strict=False)
        )
        for place in places
        if sought
    ]
    assert any(hits) is found
