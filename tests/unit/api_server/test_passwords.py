"""Passwords and the names that go with them."""

import time

import pytest
from argon2 import PasswordHasher

from api_server import passwords
from fovea.errors import InvalidInput
from fovea.login_names import normalised


def test_a_password_opens_what_it_was_stored_for_and_nothing_else() -> None:
    stored = passwords.hashed("correct horse battery")
    assert stored.startswith("$argon2id$")
    assert "horse" not in stored
    assert passwords.verify("correct horse battery", stored)
    for wrong in ("Correct horse battery", "correct horse battery ", "", "\0", "x" * 100_000):
        assert not passwords.verify(wrong, stored)


def test_the_same_password_is_stored_differently_each_time() -> None:
    assert passwords.hashed("correct horse battery") != passwords.hashed("correct horse battery")


def test_the_same_letters_written_in_another_way_are_the_same_password() -> None:
    stored = passwords.hashed("pa\u0308ssword-with-dots")
    assert passwords.verify("p\u00e4ssword-with-dots", stored)


def test_nobodys_password_is_never_right_and_takes_as_long_as_somebodys() -> None:
    stored = passwords.hashed("correct horse battery")

    def shortest(against: str | None) -> float:
        times = []
        for _ in range(5):
            begun = time.thread_time()
            assert not passwords.verify("wrong horse battery", against)
            times.append(time.thread_time() - begun)
        return min(times)

    assert 0.5 < shortest(None) / shortest(stored) < 2


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$v=19$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_a_damaged_hash_opens_nothing(stored: str) -> None:
    assert not passwords.verify("correct horse battery", stored)


def test_a_hash_of_other_days_is_still_right_and_known_as_old() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("correct horse battery")
    assert passwords.verify("correct horse battery", old)
    assert passwords.is_old(old)
    assert not passwords.is_old(passwords.hashed("correct horse battery"))


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 257, "aaaaaaaaaaaaaa", "abababababab", "marina2024", "Marina-12"]
)
def test_what_is_guessed_first_is_no_password(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.require_fit(password, name="marina")
    assert "password" in refused.value.extra["errors"]


@pytest.mark.parametrize(
    "password", ["correct horse", "x7$kQ!29vbn", "marina likes long walks", "密码是一段很长的文字好"]
)
def test_other_passwords_are_taken(password: str) -> None:
    passwords.require_fit(password, name="marina")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ada", "ada"),
        (" Ada ", "ada"),
        ("\uff21\uff24\uff21", "ada"),
        ("ada.lovelace@example.org", "ada.lovelace@example.org"),
        ("a1", "a1"),
    ],
)
def test_a_name_has_one_form(text: str, name: str) -> None:
    assert normalised(text) == name


@pytest.mark.parametrize(
    "text", ["", "a", "a b", ".ada", "ada.", "a" * 65, "\u0430da", "ada\0", "ada\n1", "<b>", "a/b"]
)
def test_what_looks_like_another_name_is_none(text: str) -> None:
    assert normalised(text) is None
