"""Stopping and starting again: nothing that was done is lost, and the same world comes back."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from simulator.world import ONBOARDING_GROUP_IDS
from tests.harness.processes import wait_until
from tests.integration.simulator.simulated import ADA, ROSA, started


def test_favourites_comments_tokens_and_states_outlive_the_process(tmp_path: Path) -> None:
    with started(tmp_path) as simulator:
        api = simulator.logged_in(ROSA)
        pool = api.groups.pools.getPhotos(group_id=ONBOARDING_GROUP_IDS[0], per_page=50)["photos"]["photo"]
        known = api.favorites.getPublicList(user_id=ROSA)["photos"]["photo"]
        photo = next(row["id"] for row in pool if row["id"] not in {fave["id"] for fave in known})
        api.favorites.add(photo_id=photo)
        api.photos.comments.addComment(photo_id=photo, comment_text="Remember me")
        somebody = simulator.control("GET", "accounts?limit=40").json()["accounts"][-1]["nsid"]
        simulator.control("POST", f"accounts/{somebody}/state", {"state": "deleted"}).raise_for_status()
        token = api.flickr_oauth.token
        pending = simulator.api()
        pending.get_request_token(oauth_callback="https://fovea.example/back")
        before = simulator.rest("flickr.favorites.getPublicList", user_id=ADA, per_page=500).json()
    with started(tmp_path) as simulator:
        again = simulator.api()
        again.flickr_oauth.token = token
        assert again.test.login()["user"]["id"] == ROSA
        assert again.favorites.getPublicList(user_id=ROSA)["photos"]["photo"][0]["id"] == photo
        (comment,) = again.photos.comments.getList(photo_id=photo)["comments"]["comment"]
        assert comment["_content"] == "Remember me"
        assert simulator.rest("flickr.people.getInfo", user_id=somebody).json()["code"] == 5
        assert simulator.rest("flickr.favorites.getPublicList", user_id=ADA, per_page=500).json() == before
        begun = (
            f"{simulator.url}/services/oauth/authorize?oauth_token={pending.flickr_oauth.resource_owner_key}"
        )
        assert requests.get(begun, timeout=10).status_code == 200


def test_help_names_the_settings() -> None:
    command = [sys.executable, "-m", "simulator", "--help"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "FOVEA_SIMULATOR_PORT" in printed
    assert "FOVEA_SIMULATOR_LATENCY_MILLISECONDS" in printed


def test_a_growing_world_gains_favourites_by_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = {"FOVEA_SIMULATOR_GROWTH_FAVORITES_PER_MINUTE": "6000"}
    with started(tmp_path_factory.mktemp("growing"), settings=settings) as simulator:

        def favorites() -> int:
            accounts = simulator.control("GET", "accounts?limit=150").json()["accounts"]
            return sum(account["favorites"] for account in accounts)

        before = favorites()
        wait_until(lambda: favorites() > before, what="somebody to fave something", timeout_seconds=20)
