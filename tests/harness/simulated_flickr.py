"""What the simulated Flickr itself says, asked plainly: the truth that tests hold the database against."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import requests


class SimulatedFlickr:
    """Flickr's public methods at a simulator's address, without retries, limits or caches."""

    def __init__(self, url: str, *, api_key: str) -> None:
        self._url = url
        self._api_key = api_key
        self._session = requests.Session()

    def favorites_of(self, nsid: str, *, most: int | None = None) -> list[str]:
        """Photo ids that an account faved, newest first; none for an account that is not there."""
        photos = [
            photo["id"]
            for photo in self._pages("flickr.favorites.getPublicList", "photos", "photo", nsid, 500)
        ]
        return photos if most is None else photos[:most]

    def owners_of_favorites(self, nsid: str) -> dict[str, str]:
        """Whose the photos are that an account faved: NSIDs by photo id."""
        photos = self._pages("flickr.favorites.getPublicList", "photos", "photo", nsid, 500)
        return {photo["id"]: photo["owner"] for photo in photos}

    def photographers_of(self, nsid: str) -> list[str]:
        """NSIDs of those whose photos an account faved, the most-faved first."""
        owners = Counter(self.owners_of_favorites(nsid).values())
        return [owner for owner, _ in owners.most_common() if owner != nsid]

    def contacts_of(self, nsid: str) -> list[str]:
        """NSIDs that an account follows."""
        return [
            one["nsid"]
            for one in self._pages("flickr.contacts.getPublicList", "contacts", "contact", nsid, 1_000)
        ]

    def fave(self, nsid: str, photo_id: str, *, at: int | None = None) -> None:
        """Let an account fave a photo on Flickr's own page, at a time in seconds or now."""
        self._control("POST", "/_simulator/favorites", {"nsid": nsid, "photo_id": photo_id, "at": at})

    def unfave(self, nsid: str, photo_id: str) -> None:
        """Let an account take a fave back on Flickr's own page."""
        self._control("DELETE", "/_simulator/favorites", {"nsid": nsid, "photo_id": photo_id})

    def set_state(self, nsid: str, state: str) -> None:
        """Make an account active, deleted or private."""
        self._control("POST", f"/_simulator/accounts/{nsid}/state", {"state": state})

    def set_faults(self, **faults: Any) -> None:
        """Make it slow, failing or nonsensical; without arguments, well again."""
        self._control("DELETE" if not faults else "POST", "/_simulator/faults", faults)

    def set_fault_rules(self, *rules: Mapping[str, Any]) -> None:
        """Put several rules into force at once, instead of all others."""
        self._control("POST", "/_simulator/faults", {"rules": rules})

    def calls(self, *, last: int = 100) -> Any:
        """What it has been asked so far: counters, and the last calls in full (2,000 are kept)."""
        answer = self._session.get(f"{self._url}/_simulator/calls", params={"last": last}, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def forget_calls(self) -> None:
        """Begin to count its calls anew."""
        self._control("DELETE", "/_simulator/calls", {})

    def _pages(self, method: str, outer: str, inner: str, nsid: str, size: int) -> Iterator[dict[str, Any]]:
        page, pages = 1, 1
        while page <= pages:
            query: dict[str, str | int] = {
                "method": method,
                "api_key": self._api_key,
                "user_id": nsid,
                "format": "json",
                "nojsoncallback": 1,
                "per_page": size,
                "page": page,
            }
            answer = self._session.get(f"{self._url}/services/rest/", params=query, timeout=30).json()
            if answer["stat"] != "ok":
                return
            pages = int(answer[outer]["pages"])
            yield from answer[outer].get(inner, [])
            page += 1

    def _control(self, verb: str, path: str, body: dict[str, Any]) -> None:
        self._session.request(verb, self._url + path, json=body, timeout=10).raise_for_status()
