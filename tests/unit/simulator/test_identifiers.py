"""Numbers as Flickr writes them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.world import identifiers


@given(st.integers(min_value=0, max_value=10**12))
def test_short_links_lead_back_to_their_photo(number: int) -> None:
    assert identifiers.from_base58(identifiers.to_base58(number)) == number


def test_short_links_are_spelled_as_flickr_spells_them() -> None:
    # https://flic.kr/p/2p4QbKN leads to the photo 53208249252.
    assert identifiers.to_base58(53_208_249_252) == "2p4QbKN"


def test_a_letter_that_base_58_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="substring"):
        identifiers.from_base58("0OIl")


def test_secrets_are_ten_hexadecimal_digits_and_the_originals_differs() -> None:
    for noise in (0, 1, 2**61):
        assert re.fullmatch(r"[0-9a-f]{10}", identifiers.secret(noise))
        assert identifiers.secret(noise, 1) != identifiers.secret(noise) or noise == 0


def test_nsids_look_like_flickrs_and_are_unique() -> None:
    found = identifiers.nsids(np.random.default_rng(1), 500)
    assert len(set(found)) == 500
    assert all(re.fullmatch(r"\d{8,9}@N0\d", nsid) for nsid in found)
