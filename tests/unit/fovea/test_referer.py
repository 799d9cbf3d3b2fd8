"""What is fetched from hosts that want to be told where an address was found."""

from typing import Any

import pytest
import urllib3

from fovea.fetching import Fetcher
from fovea.fetching.referer import referer_of
from fovea.settings import FetchSettings

PIXIV = "https://www.pixiv.net/"


@pytest.mark.parametrize(
    ("url", "referer"),
    [
        ("https://i.pximg.net/img-master/img/2024/01/20/19/00/00/500_p0_master1200.jpg", PIXIV),
        ("https://I.PXIMG.NET/a.jpg", PIXIV),
        ("https://i-f.pximg.net/a.jpg", PIXIV),
        ("http://127.0.0.1:8410/-/i.pximg.net/a.jpg", PIXIV),
        ("https://notpximg.net/a.jpg", None),
        ("https://pximg.net.example.com/a.jpg", None),
        ("https://example.com/i.pximg.net/a.jpg", None),
        ("https://example.com/a.jpg?at=i.pximg.net", None),
        ("https://[i.pximg.net/a.jpg", None),
        ("", None),
    ],
)
def test_only_hosts_that_ask_are_told(url: str, referer: str | None) -> None:
    assert referer_of(url) == referer


@pytest.mark.parametrize(
    ("url", "told"), [("https://i.pximg.net/a.jpg", PIXIV), ("https://example.com/a.jpg", None)]
)
def test_the_fetcher_tells_them(url: str, told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, str]] = []

    class Pool:
        """Answers whatever it is asked for."""

        def request(self, _method: str, _url: str, *, headers: dict[str, str], **_: Any) -> Any:
            """Notes what was sent."""
            sent.append(headers)
            return urllib3.HTTPResponse(b"picture", {"Content-Type": "image/jpeg"}, status=200)

    fetcher = Fetcher(FetchSettings())
    monkeypatch.setattr(fetcher, "_pool", Pool())
    monkeypatch.setattr(urllib3.HTTPResponse, "release_conn", lambda _: None)
    fetcher.get(url, types=("image/",))
    assert [headers.get("Referer") for headers in sent] == [told]
