"""The simulator as a process of its own, and flickrapi led to it by changing addresses only."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flickrapi.auth import OAuthFlickrInterface
from flickrapi.core import FlickrAPI

from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET
from tests.harness.ports import free_port
from tests.harness.processes import running

ADA = "26101998@N00"  # 400 favourites, where the world is large enough
KENJI = "41774012@N03"
ROSA = "88450231@N05"  # three favourites
TOM = "93120457@N08"  # no favourites
GONE = "30219774@N02"
PRIVATE = "52008163@N07"
SAM = "150234867@N01"  # no alias


@dataclass(frozen=True)
class Simulator:
    """A running simulator."""

    url: str

    def api(
        self, *, key: str = DEMO_API_KEY, secret: str = DEMO_API_SECRET, form: str = "parsed-json"
    ) -> Any:
        """A client of flickrapi: nothing but its addresses is changed."""

        class Interface(OAuthFlickrInterface):  # type: ignore[misc]
            REQUEST_TOKEN_URL = f"{self.url}/services/oauth/request_token"
            AUTHORIZE_URL = f"{self.url}/services/oauth/authorize"
            ACCESS_TOKEN_URL = f"{self.url}/services/oauth/access_token"

        class Client(FlickrAPI):  # type: ignore[misc]
            REST_URL = f"{self.url}/services/rest/"

        client = Client(key, secret, format=form, store_token=False)
        client.flickr_oauth = Interface(key, secret, client.token_cache, default_timeout=20)
        return client

    def logged_in(self, nsid: str, *, permissions: str = "write") -> Any:
        """A client that acts for an account, by the whole dance of a login."""
        api = self.api()
        api.get_request_token(oauth_callback="https://fovea.example/callback")
        sent_to = self.decide(api.auth_url(perms=permissions), answer="approve", nsid=nsid)
        api.get_access_token(parse_qs(urlsplit(sent_to).query)["oauth_verifier"][0])
        return api

    def decide(self, authorize_url: str, **form: str) -> str:
        """Where the authorize page sends a browser after its form was answered."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        answer = requests.post(
            f"{self.url}/services/oauth/authorize", data={**asked, **form}, allow_redirects=False, timeout=10
        )
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def rest(self, method: str, **arguments: Any) -> requests.Response:
        """A plain call with the demo's key, without any library between."""
        usual = {"method": method, "api_key": DEMO_API_KEY, "format": "json", "nojsoncallback": "1"}
        query = {name: str(value) for name, value in (usual | arguments).items() if value is not None}
        return requests.get(f"{self.url}/services/rest/", params=query, timeout=20)

    def control(self, verb: str, path: str, body: Any = None) -> requests.Response:
        """The control API."""
        return requests.request(verb, f"{self.url}/_simulator/{path}", json=body, timeout=10)


@contextlib.contextmanager
def started(folder: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Simulator]:
    """A simulator that keeps its data in a folder, for the length of the block."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return requests.get(f"{url}/health/ready", timeout=5).ok
        except requests.RequestException:
            return False

    environment = {
        **os.environ,
        "FOVEA_SIMULATOR_PORT": str(port),
        "FOVEA_SIMULATOR_USERS": "150",
        "FOVEA_SIMULATOR_DATA_FOLDER": str(folder / "data"),
        **(settings or {}),
    }
    command = [sys.executable, "-m", "simulator"]
    with running(command, environment=environment, log=folder / "log", ready=ready, timeout_seconds=60):
        yield Simulator(url)
