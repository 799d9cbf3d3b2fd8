"""Entries of artists at boards of Danbooru's make (https://danbooru.donmai.us/wiki_pages/api:artists): found
by the artist's tag, by number, and by the addresses that people have noted.
"""

from typing import Any

from werkzeug import Response

from simulator.artists.people import FIRST_ENTRY, Cast, Person
from simulator.boards.showing import iso
from simulator.gallery import Gallery
from simulator.hosts.calls import Call, json_answer, text_answer
from simulator.social.words import page

_USUAL, _MOST = 20, 1_000
_NOTED_AN_ARTIST = 100  # numbers of addresses that one artist may have


class Entries:
    """The entries of one board."""

    def __init__(self, gallery: Gallery, board: str) -> None:
        self._cast, self._board = Cast(gallery), board
        self._made_at = iso(gallery.works.ends_at - 4 * 365 * 86_400)

    def answer(self, call: Call) -> Response:
        """Whatever begins with /artist."""
        limit = call.number("limit", _USUAL, least=0, most=_MOST)
        if call.path == "/artists.json":
            return json_answer(self._found(call)[:limit])
        if call.path == "/artist_urls.json":
            return json_answer(self._addresses(call)[:limit])
        number = call.path.removeprefix("/artists/").removesuffix(".json")
        person = self._of_number(number)
        if not call.path.endswith(".json"):
            name = call.query.get("name", "") or number
            return text_answer(page(f"{person.account.name if person is not None else name} - artist"))
        if person is None:
            return json_answer(
                {"success": False, "error": "ActiveRecord::RecordNotFound", "message": "not found"}, 404
            )
        return json_answer(self._entry(person))

    def _found(self, call: Call) -> list[dict[str, Any]]:
        name = call.query.get("search[name]", call.query.get("search[any_name_matches]", ""))
        known = [one for one in self._cast.everybody() if self._board in one.lines]
        return [self._entry(one) for one in known if not name or one.account.name == name.lower()]

    def _addresses(self, call: Call) -> list[dict[str, Any]]:
        owner, wanted = call.query.get("search[artist_id]"), call.query.get("search[url]")
        if owner is not None:
            person = self._of_number(owner)
            people = [person] if person is not None else []
        else:
            people = [one for one in self._cast.everybody() if self._board in one.lines]
        told = [one for person in people for one in self._noted(person)]
        return [one for one in told if wanted is None or _plain(one["url"]) == _plain(wanted)]

    def _noted(self, person: Person) -> list[dict[str, Any]]:
        entry = FIRST_ENTRY + person.number
        return [
            {
                "id": entry * _NOTED_AN_ARTIST + place,
                "artist_id": entry,
                "url": one.url,
                "is_active": one.place != "old",
                "created_at": self._made_at,
                "updated_at": self._made_at,
            }
            for place, one in enumerate(self._cast.said(person, self._board))
        ]

    def _entry(self, person: Person) -> dict[str, Any]:
        return {
            "id": FIRST_ENTRY + person.number,
            "name": person.account.name,
            "other_names": [person.name.replace(" ", "_")],
            "group_name": "",
            "is_banned": False,
            "is_deleted": False,
            "is_active": True,
            "created_at": self._made_at,
            "updated_at": self._made_at,
        }

    def _of_number(self, text: str) -> Person | None:
        number = int(text) - FIRST_ENTRY if text.isdecimal() and len(text) < 12 else -1
        person = self._cast.person(number)
        return person if person is not None and self._board in person.lines else None


def _plain(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()
