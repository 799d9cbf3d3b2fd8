"""Tokens at rest open only with their key, for what they are about, and unchanged."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from api_server.tokens import TokenBox, UnreadableSecretError

OLD, NEW = os.urandom(32), os.urandom(32)


def test_a_secret_opens_for_what_it_is_about() -> None:
    box = TokenBox({"new": NEW})
    assert box.open(box.seal(b"secret", about="user 1"), about="user 1") == b"secret"


def test_a_secret_does_not_open_in_somebody_elses_row() -> None:
    box = TokenBox({"new": NEW})
    sealed = box.seal(b"secret", about="user 1")
    with pytest.raises(UnreadableSecretError):
        box.open(sealed, about="user 2")


def test_the_same_secret_looks_different_each_time() -> None:
    box = TokenBox({"new": NEW})
    assert box.seal(b"secret", about="x") != box.seal(b"secret", about="x")


def test_a_secret_of_an_older_key_opens_until_the_key_is_gone() -> None:
    sealed = TokenBox({"old": OLD}).seal(b"secret", about="x")
    both = TokenBox({"new": NEW, "old": OLD})
    assert both.open(sealed, about="x") == b"secret"
    assert not both.is_newest(sealed)
    assert both.is_newest(both.seal(b"secret", about="x"))
    with pytest.raises(UnreadableSecretError):
        TokenBox({"new": NEW}).open(sealed, about="x")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_secret_with_any_byte_changed_does_not_open(position: int, change: int) -> None:
    box = TokenBox({"new": NEW})
    sealed = bytearray(box.seal(b"secret", about="x"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(UnreadableSecretError):
        box.open(bytes(sealed), about="x")


@given(st.binary(max_size=80))
def test_bytes_that_nobody_sealed_do_not_open(junk: bytes) -> None:
    with pytest.raises(UnreadableSecretError):
        TokenBox({"new": NEW}).open(junk, about="x")


def test_keys_are_read_from_the_setting_newest_first() -> None:
    setting = ",".join(
        f"{name}:{base64.b64encode(key).decode()}" for name, key in [("new", NEW), ("old", OLD)]
    )
    box = TokenBox.of_setting(SecretStr(setting))
    assert box.is_newest(TokenBox({"new": NEW}).seal(b"x", about="x"))
    assert box.open(TokenBox({"old": OLD}).seal(b"x", about="x"), about="x") == b"x"


@pytest.mark.parametrize(
    "setting", ["name", "name:c2hvcnQ=", ":" + base64.b64encode(b"k" * 32).decode(), "name:%%%"]
)
def test_a_key_that_is_none_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="token key"):
        TokenBox.of_setting(SecretStr(setting))


def test_without_keys_nothing_can_be_sealed() -> None:
    box = TokenBox.of_setting(None)
    assert not box.usable
    with pytest.raises(ValueError, match="no key"):
        box.seal(b"x", about="x")
