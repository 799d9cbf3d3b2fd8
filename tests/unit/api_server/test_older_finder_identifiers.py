"""Searches under the ids of the older system."""

import secrets

import pytest

from api_server.artists.words import ERRORS as OURS
from api_server.older.artists_finder_shapes import ERRORS, WORDS, identifier_of, of_identifier


def test_an_id_has_one_identifier_and_comes_back_from_it() -> None:
    for _ in range(100):
        public_id = secrets.token_urlsafe(16)
        identifier = identifier_of(public_id)
        assert len(identifier) == 32
        assert of_identifier(identifier) == public_id


@pytest.mark.parametrize(
    "text", ["", "x", "0" * 31, "0" * 33, "g" * 32, "0" * 64, "0 " * 16 + "00", "é" * 32]
)
def test_what_is_no_identifier_is_nothing(text: str) -> None:
    assert of_identifier(text) is None


def test_every_code_of_a_search_has_a_word_of_the_older_system() -> None:
    assert set(OURS) <= set(ERRORS)
    # As its documentation lists them.
    assert set(WORDS) == {
        "NO_URL_FIELD",
        "URL_TOO_LONG",
        "NOT_AN_URL",
        "UNSUPPORTED_WEBSITE",
        "NOT_AN_ARTWORK_PAGE",
        "NO_TWITTER_ACCOUNT_FOUND",
        "NO_VALID_TWITTER_ACCOUNT_FOUND",
        "BLOCKED_BY_TWITTER_ACCOUNT",
        "ERROR_DURING_REVERSE_SEARCH",
        "QUERY_IMAGE_TOO_BIG",
        "PROCESSING_ERROR",
        "YOUR_IP_HAS_MAX_PROCESSING_REQUESTS",
        "CANNOT_GET_IMAGE",
        "INVALID_TWITTER_ACCOUNT",
        "TWITTER_ACCOUNT_NOT_INDEXED",
        "IDENTIFIER_MISSING",
        "IMAGE_MISSING",
        "NO_SUCH_REQUEST",
    }
