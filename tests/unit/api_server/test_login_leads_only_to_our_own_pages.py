"""`next` of a login is a path of our own website, whatever somebody writes there (no open redirect)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from api_server.auth.paths import HOME, local_path


@pytest.mark.parametrize(
    "wanted", ["/", "/flickr/12345@N00", "/flickr/1@N00/add-favorites?from=login", "/settings#x"]
)
def test_a_page_of_ours_is_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/api/auth/logout",
        "/api",
        "http:/evil.example",
    ],
)
def test_anything_else_leads_home(wanted: str) -> None:
    assert local_path(wanted) == HOME


@given(st.text(alphabet="/\\:@.?#%abc\t\n\r\x00 ", max_size=20))
def test_no_text_leads_to_another_host(wanted: str) -> None:
    path = local_path(wanted)
    # What browsers make of it: backslashes are slashes, tabs and line ends vanish.
    seen = path.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "").strip()
    assert seen.startswith("/")
    assert not seen.startswith("//")
    assert "\n" not in iri_to_uri(path)
