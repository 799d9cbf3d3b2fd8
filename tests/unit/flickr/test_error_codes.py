"""What each of Flickr's error codes means, method by method."""

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    Conflict,
    FoveaError,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    SourceRefused,
    SourceUnavailable,
    TooManyRequests,
)
from fovea.flickr.error_codes import error_of_code, error_of_transport, is_success, is_transient
from fovea.flickr.transport import TransportError

METHODS = [
    "flickr.favorites.getPublicList",
    "flickr.contacts.getPublicList",
    "flickr.urls.lookupUser",
    "flickr.people.findByUsername",
    "flickr.people.getInfo",
    "flickr.photos.getInfo",
    "flickr.groups.getInfo",
    "flickr.groups.pools.getPhotos",
    "flickr.favorites.add",
    "flickr.favorites.remove",
    "flickr.photos.comments.addComment",
    "flickr.test.login",
]

OF_EVERY_METHOD: list[tuple[int, type[FoveaError]]] = [
    (0, SourceUnavailable),
    (95, SourceRefused),
    (96, SourceRefused),
    (97, SourceRefused),
    (98, NotLoggedIn),
    (99, NotLoggedIn),
    (100, SourceRefused),
    (105, SourceUnavailable),
    (106, SourceUnavailable),
    (111, SourceRefused),
    (112, SourceRefused),
    (114, SourceRefused),
    (115, SourceRefused),
    (116, SourceRefused),
]

OF_ONE_METHOD: list[tuple[str, int, type[FoveaError]]] = [
    ("flickr.favorites.getPublicList", 1, AccountNotFound),
    ("flickr.favorites.getPublicList", 2, AccountPrivate),
    ("flickr.favorites.getPublicList", 5, AccountGone),
    ("flickr.contacts.getPublicList", 1, AccountNotFound),
    ("flickr.contacts.getPublicList", 2, AccountPrivate),
    ("flickr.urls.lookupUser", 1, AccountNotFound),
    ("flickr.people.findByUsername", 1, AccountNotFound),
    ("flickr.people.getInfo", 1, AccountNotFound),
    ("flickr.people.getInfo", 2, AccountPrivate),
    ("flickr.people.getInfo", 5, AccountGone),
    ("flickr.photos.getInfo", 1, NotFound),
    ("flickr.groups.getInfo", 1, NotFound),
    ("flickr.groups.getInfo", 2, AccountPrivate),
    ("flickr.groups.pools.getPhotos", 1, NotFound),
    ("flickr.groups.pools.getPhotos", 2, AccountPrivate),
    ("flickr.groups.pools.getPhotos", 3, AccountNotFound),
    ("flickr.groups.pools.getPhotos", 4, AccountPrivate),
    ("flickr.favorites.add", 1, NotFound),
    ("flickr.favorites.add", 2, Conflict),
    ("flickr.favorites.add", 4, AccountPrivate),
    ("flickr.favorites.remove", 2, SourceRefused),
    ("flickr.favorites.remove", 3, AccountNotFound),
    ("flickr.photos.comments.addComment", 1, NotFound),
    ("flickr.photos.comments.addComment", 8, InvalidInput),
    ("flickr.photos.comments.addComment", 9, TooManyRequests),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("code", "kind"), OF_EVERY_METHOD)
def test_codes_that_every_method_has_mean_the_same_everywhere(
    method: str, code: int, kind: type[FoveaError]
) -> None:
    error = error_of_code(method, code, "as Flickr says")
    assert type(error) is kind
    assert error.extra == {"source_code": code, "source_message": "as Flickr says"}


@pytest.mark.parametrize(("method", "code", "kind"), OF_ONE_METHOD)
def test_codes_of_one_method_have_their_own_meaning(method: str, code: int, kind: type[FoveaError]) -> None:
    error = error_of_code(method, code, "")
    assert type(error) is kind
    assert len(error.detail) > 20


@pytest.mark.parametrize("method", [*METHODS, "flickr.new.method"])
@pytest.mark.parametrize("code", [7, 201, 999, -1])
def test_a_code_that_nobody_knows_is_permanent_and_kept(method: str, code: int) -> None:
    error = error_of_code(method, code, "Something new")
    assert type(error) is SourceRefused
    assert error.extra["source_code"] == code
    assert "Something new" in error.detail
    assert str(code) in error.detail


@pytest.mark.parametrize(
    ("method", "code", "success"),
    [
        ("flickr.favorites.add", 3, True),
        ("flickr.favorites.remove", 1, True),
        ("flickr.favorites.add", 1, False),
        ("flickr.favorites.remove", 3, False),
        ("flickr.favorites.getPublicList", 3, False),
    ],
)
def test_what_is_so_already_is_a_success(method: str, code: int, *, success: bool) -> None:
    assert is_success(method, code) is success


@pytest.mark.parametrize("status", [0, 301, 302, 408, 425, 429, 500, 502, 503, 504, 599])
def test_http_failures_that_pass_are_transient(status: int) -> None:
    assert is_transient(status)
    error = error_of_transport(TransportError("it broke", status=status, retry_after_seconds=7.0))
    assert type(error) is SourceUnavailable
    assert error.extra["retry_after_seconds"] == 7.0
    assert error.extra["source_code"] == (f"http_{status}" if status else "no_answer")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_http_refusals_are_permanent(status: int) -> None:
    error = error_of_transport(TransportError("refused", status=status, body=b"<html>no</html>"))
    assert type(error) is SourceRefused
    assert error.extra["source_code"] == f"http_{status}"


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        ("nonce_used", SourceUnavailable),
        ("signature_invalid", SourceRefused),
        ("consumer_key_unknown", SourceRefused),
        ("timestamp_refused", SourceRefused),
        ("token_rejected", NotLoggedIn),
        ("token_revoked", NotLoggedIn),
        ("token_expired", NotLoggedIn),
        ("permission_denied", NotLoggedIn),
        ("verifier_invalid", NotLoggedIn),
        ("brand_new", SourceRefused),
    ],
)
def test_oauth_problems_are_told_apart(problem: str, kind: type[FoveaError]) -> None:
    body = f"oauth_problem={problem}&debug_sbs=POST&amp;".encode()
    error = error_of_transport(TransportError("refused", status=401, body=body))
    assert type(error) is kind
    assert error.extra["source_code"] == problem
